import { expect } from "chai";
import { ownerInstead, ownsGuard } from "../../operations/labGuard";

const switches = [
  "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
  "aws:ec2/serialConsoleAccess:SerialConsoleAccess",
  "aws:ebs/encryptionByDefault:EncryptionByDefault",
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
].map((type) => ({ type, id: "us-east-1" }));
const state = (resources: object[] | undefined): string =>
  JSON.stringify({ checkpoint: { latest: { resources } } });

describe("the guard of a lab's one region", () => {
  it("is owned by the stack whose state has all of it", () => {
    expect(ownsGuard(state(switches))).to.equal(true);
  });

  it("is not owned by a stack that lacks it, is at it, or is not there", () => {
    expect(ownsGuard(state(switches.slice(1)))).to.equal(false);
    expect(ownsGuard(state(switches.map((each, at) => (at === 0 ? { type: each.type } : each))))).to.equal(
      false,
    );
    for (const text of [state([]), state(undefined), "{}"]) expect(ownsGuard(text)).to.equal(false);
  });

  it("stays with its one owner, and is asserted by the others", () => {
    expect(ownerInstead("staging", [])).to.equal(null);
    expect(ownerInstead("staging", ["staging"])).to.equal(null);
    expect(ownerInstead("production", ["staging"])).to.equal("staging");
  });

  it("is kept by one of two that came up at the same moment", () => {
    const owners = ["staging", "production"];
    expect(owners.map((environment) => ownerInstead(environment, owners))).to.deep.equal([
      "production",
      null,
    ]);
  });
});
