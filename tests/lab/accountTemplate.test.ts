import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListPoliciesCommand,
} from "@aws-sdk/client-iam";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { boundaryStatements } from "../../infra/account/boundary";
import { deployPolicies } from "../../infra/account/deployRole";
import { accountNames } from "../../infra/account/names";
import { accountTemplate } from "../../infra/account/template";
import { deployTrustStatements, githubIssuer } from "../../infra/account/trust";
import { settingsFile, updateStack } from "../../engine";
import { FixtureProject } from "../engine/project";
import { startEmulator } from "./scalerEmulator";
import { removeLabDirectory } from "./temporaryLab";

const place = { account: "123456789012", region: "eu-central-1" };
const trust = {
  oidc: {
    issuer: githubIssuer,
    audience: "sts.amazonaws.com",
    subjects: ["repo:acme/overflow:environment:staging"],
  },
  operators: ["arn:aws:iam::123456789012:role/admin"],
};

/** A call of CloudFormation's query API; there is no client of it among our packages. */
async function cloudFormation(
  endpoint: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 Credential=test/20261124/${place.region}/cloudformation/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: new URLSearchParams({ Version: "2010-05-15", ...parameters }),
  });
  return answer.text();
}

/** What of the template the emulator's CloudFormation makes: it knows neither bucket policies nor identity providers, nor attaches policies to roles. */
describe("the account's template, made by the emulator's CloudFormation", function () {
  this.timeout(60_000);
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  let iam: IAMClient;
  let stack = "";
  before(async () => {
    emulator = await startEmulator();
    iam = new IAMClient(emulator.options);
    const template = accountTemplate({ trust, guardOwner: true, providerExists: false });
    await cloudFormation(emulator.endpoint, {
      Action: "CreateStack",
      StackName: "overflow-account",
      TemplateBody: JSON.stringify(template),
      "Capabilities.member.1": "CAPABILITY_NAMED_IAM",
    });
    stack = await cloudFormation(emulator.endpoint, {
      Action: "DescribeStacks",
      StackName: "overflow-account",
    });
  });
  after(() => removeLabDirectory(emulator.directory));

  /** The statements of each managed policy of the account. */
  async function statementsOf(arn: string): Promise<unknown> {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }),
    );
    const text = decodeURIComponent(PolicyVersion?.Document ?? "");
    return (JSON.parse(text) as { Statement: unknown }).Statement;
  }

  it("is complete, and tells where state goes and with what it is sealed", () => {
    expect(stack).to.contain("<StackStatus>CREATE_COMPLETE</StackStatus>");
    for (const output of [
      `s3://overflow-${place.account}-${place.region}-state`,
      `awskms://alias/overflow-state?region=${place.region}`,
      `arn:aws:iam::${place.account}:role/overflow-deploy-${place.region}`,
      accountNames(place).boundaryArn,
    ])
      expect(stack).to.contain(`<OutputValue>${output}</OutputValue>`);
  });

  it("names account and region everywhere: the policies are those that evaluation judges", async () => {
    expect(await statementsOf(accountNames(place).boundaryArn)).to.deep.equal(boundaryStatements(place));
    const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
    const made = await Promise.all((Policies ?? []).map(({ Arn }) => statementsOf(Arn ?? "")));
    for (const { name, statements } of deployPolicies(place, true))
      expect(made, name).to.deep.include(statements);
  });

  it("lets the named repository's environment and the operators take on the role", async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: accountNames(place).deployRole }));
    const text = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
    expect((JSON.parse(text) as { Statement: unknown }).Statement).to.deep.equal(
      deployTrustStatements(place.account, trust),
    );
  });

  it("holds Pulumi's state, and seals the secrets in it, of a stack that the engine makes there", async () => {
    const project = await FixtureProject.create("staging");
    try {
      const token = Buffer.from("hush").toString("base64");
      project.configure({ parts: ["one"], token });
      const { preview, update } = await updateStack({
        ...project.engine,
        secretsProvider: `awskms://alias/overflow-state?region=${place.region}`,
        env: {
          ...project.engine.env,
          PULUMI_CONFIG_PASSPHRASE: undefined,
          PULUMI_BACKEND_URL: `s3://${accountNames(place).stateBucket}?region=${place.region}&s3ForcePathStyle=true`,
          AWS_ENDPOINT_URL: emulator.endpoint,
          AWS_ACCESS_KEY_ID: "test",
          AWS_SECRET_ACCESS_KEY: "test",
          AWS_EC2_METADATA_DISABLED: "true",
        },
      });
      expect([...preview.failures, ...(update?.failures ?? ["not updated"])]).to.deep.equal([]);
      const settings = readFileSync(settingsFile(project.engine.projectDirectory, "staging"), "utf8");
      expect(settings).to.match(/^secretsprovider: awskms:/m);

      const s3 = new S3Client({ ...emulator.options, forcePathStyle: true });
      const Bucket = accountNames(place).stateBucket;
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
      const Key = Contents?.map((each) => each.Key).find((key) => key?.endsWith("/staging.json"));
      const state = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const text = (await state.Body?.transformToString()) ?? "";
      expect(text).to.contain('"ciphertext"').and.not.contain("hush").and.not.contain(token);
    } finally {
      project.remove();
    }
  });
});
