import { expect } from "chai";
import { otherOwners, ownerProblems } from "../../operations/guardOwners";

const file = (guard: string, account = '"111122223333"', region = "us-east-1"): string =>
  `config:\n  aws:region: ${region}\n  overflow:account: ${account}\n  overflow:regionGuard: ${guard}\n`;

describe("owners of a region's guard", () => {
  it("are one for an account and region: the second is a wrong setting, with the other file's name", () => {
    const texts = { staging: file("owner"), production: file("owner") };
    expect(ownerProblems(texts, "staging")).to.deep.equal([
      {
        path: "overflow:regionGuard",
        got: "owner, as Pulumi.production.yaml of the same account and region has",
        allowed: "one owner for an account and region",
        fix: "asserted here, or in Pulumi.production.yaml",
      },
    ]);
    expect(ownerProblems(texts, "production")[0]?.fix).to.equal("asserted here, or in Pulumi.staging.yaml");
  });

  it("may be many in other accounts and regions", () => {
    const texts = {
      staging: file("owner"),
      production: file("owner", '"444455556666"'),
      europe: file("owner", '"111122223333"', "eu-central-1"),
      nightly: file("asserted"),
    };
    for (const environment of Object.keys(texts)) expect(ownerProblems(texts, environment)).to.deep.equal([]);
    expect(otherOwners(texts, "nightly")).to.deep.equal(["staging"]);
  });

  it("are not looked for in files that say nothing, or are none", () => {
    for (const text of ["", "config: [\n", "config: 3\n", "config:\n  overflow:regionGuard: owner\n"]) {
      expect(ownerProblems({ staging: file("owner"), other: text }, "staging")).to.deep.equal([]);
      expect(ownerProblems({ staging: file("owner"), other: text }, "other")).to.deep.equal([]);
    }
  });
});
