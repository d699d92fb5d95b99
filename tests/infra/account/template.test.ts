import { expect } from "chai";
import { accountTemplate, templateText } from "../../../infra/account/template";
import { type DeployTrust, githubIssuer, trustProblem } from "../../../infra/account/trust";

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const subjects = ["repo:acme/overflow:environment:staging"];
const oidc = { issuer: githubIssuer, audience: "sts.amazonaws.com", subjects };
const trust: DeployTrust = { oidc, operators: [] };

function resourcesOf(
  over: Partial<Parameters<typeof accountTemplate>[0]> = {},
): Readonly<Record<string, Resource>> {
  const template = accountTemplate({ trust, guardOwner: false, providerExists: false, ...over });
  return (template as { readonly Resources: Readonly<Record<string, Resource>> }).Resources;
}

describe("the account's template", () => {
  it("keeps state in a bucket with its history, encrypted, closed and over TLS only", () => {
    const { StateBucket, StateBucketPolicy } = resourcesOf();
    expect(StateBucket?.Properties).to.deep.include({
      VersioningConfiguration: { Status: "Enabled" },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(JSON.stringify(StateBucket)).to.contain('"SSEAlgorithm":"aws:kms"');
    expect(JSON.stringify(StateBucketPolicy)).to.contain('"aws:SecureTransport":"false"');
  });

  it("leaves state, its key and the identity provider when the template goes", () => {
    const { StateBucket, StateKey, IdentityProvider } = resourcesOf();
    for (const kept of [StateBucket, StateKey, IdentityProvider])
      expect(kept?.DeletionPolicy).to.equal("Retain");
  });

  it("makes no identity provider where there is one, or where people alone deploy", () => {
    const people = { oidc: null, operators: ["arn:aws:iam::111122223333:role/admin"] };
    expect(resourcesOf({ providerExists: true })).to.not.have.property("IdentityProvider");
    expect(resourcesOf({ trust: people })).to.not.have.property("IdentityProvider");
  });

  it("gives the region's switches to their owner only", () => {
    expect(resourcesOf()).to.not.have.property("DeployRegionGuard");
    expect(resourcesOf({ guardOwner: true })).to.have.property("DeployRegionGuard");
  });

  it("fits into CloudFormation's 51,200 bytes and has no account of its own", () => {
    const text = templateText({ trust, guardOwner: true, providerExists: false });
    expect(text.length).to.be.below(51_200);
    expect(text).to.not.match(/\d{12}/);
  });
});

describe("who may deploy", () => {
  const wrong: readonly [string, Partial<DeployTrust>, string][] = [
    ["nobody", { oidc: null }, "nobody may deploy"],
    [
      "a subject with a wildcard",
      { oidc: { ...oidc, subjects: ["repo:acme/*:environment:x"] } },
      "without *",
    ],
    [
      "a branch",
      { oidc: { ...oidc, subjects: ["repo:acme/overflow:ref:refs/heads/main"] } },
      "environment:<environment>",
    ],
    ["an issuer without TLS", { oidc: { ...oidc, issuer: "http://ci.example" } }, "an https URL"],
    ["an operator that is no role", { operators: ["arn:aws:iam::111122223333:user/x"] }, "ARN of a role"],
    ["an operator with a wildcard", { operators: ["arn:aws:iam::111122223333:role/*"] }, "ARN of a role"],
  ];
  for (const [what, over, words] of wrong) {
    it(`is not ${what}`, () => {
      expect(trustProblem({ ...trust, ...over })).to.contain(words);
    });
  }

  it("is an environment of a repository, another issuer's whole subject, or a role of people", () => {
    const gitlab = {
      issuer: "https://gitlab.example",
      audience: "sts",
      subjects: ["project_path:a/b:ref_type:branch:ref:main"],
    };
    expect(trustProblem(trust)).to.equal(null);
    expect(trustProblem({ oidc: gitlab, operators: [] })).to.equal(null);
    expect(trustProblem({ oidc: null, operators: ["arn:aws:iam::111122223333:role/x/admin"] })).to.equal(
      null,
    );
  });
});
