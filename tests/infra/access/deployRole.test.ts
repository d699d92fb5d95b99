import { expect } from "chai";
import { deployPolicies, managedPolicyQuota } from "../../../infra/account/deployRole";
import { policyJson } from "../../../infra/iam";
import { type Recorded } from "../mocks";
import { boundary, deployRole, place } from "./deploy";
import { rightsForType } from "./deployCalls";
import { rightsOf, type Right } from "./evaluator";
import { opens } from "./openers";
import { recordStack, rolesOf } from "./stack";

/** What the lab's provider could call and no stack of ours makes it call. */
const neverCalled: readonly string[] = [
  // Learned routes stay out of every table.
  "ec2:EnableVgwRoutePropagation",
  // A role keeps its boundary.
  "iam:DeleteRolePermissionsBoundary",
  // The key is on and rotates for as long as it is there.
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  // Secrets have no policy of their own, the function no versions.
  "secretsmanager:DeleteResourcePolicy",
  "secretsmanager:PutResourcePolicy",
  "lambda:PublishVersion",
  // The region's switches stay closed when their owner goes.
  "ec2:DisableAllowedImagesSettings",
  "ec2:DisableEbsEncryptionByDefault",
  "ec2:DisableImageBlockPublicAccess",
  "ec2:DisableSnapshotBlockPublicAccess",
  "ec2:EnableSerialConsoleAccess",
  "ec2:ResetEbsDefaultKmsKeyId",
];

const regionSwitches = [
  "ec2:ModifyVpcBlockPublicAccessOptions",
  "ec2:DisableSerialConsoleAccess",
  "ec2:EnableEbsEncryptionByDefault",
  "ec2:EnableImageBlockPublicAccess",
  "ec2:EnableSnapshotBlockPublicAccess",
];

const actionsOf = (rights: readonly Right[]) => new Set(rights.map(({ action }) => action));

describe("the deploy role, by evaluation", () => {
  let recorded: readonly Recorded[] = [];
  let allowed = new Set<string>();
  let asOwner = new Set<string>();
  before(async () => {
    recorded = await recordStack("staging");
    allowed = actionsOf(await rightsOf(deployRole(false)));
    asOwner = actionsOf(await rightsOf(deployRole(true)));
  });

  it("suffices for all that up, change and down of a stack that owns the region's guard call", () => {
    const types = [...new Set(recorded.map(({ type }) => type))].filter((type) => type.startsWith("aws:"));
    const missing = types.flatMap((type) => {
      const rights = rightsForType(type);
      if (rights === undefined) return [`${type}: the lab does not serve it, so its calls are not known`];
      return [...rights]
        .filter((right) => !asOwner.has(right) && !neverCalled.includes(right))
        .map((right) => `${type}: ${right}`);
    });
    expect(types.length).to.be.greaterThan(20);
    expect(missing).to.deep.equal([]);
  });

  it("has no word for what is never called", () => {
    expect(neverCalled.filter((right) => asOwner.has(right))).to.deep.equal([]);
  });

  it("opens nothing, whether it owns the region's guard or not", () => {
    expect([...allowed, ...asOwner].filter(opens)).to.deep.equal([]);
  });

  it("leaves the region's switches to their owner, who can close them", () => {
    expect(regionSwitches.filter((action) => allowed.has(action))).to.deep.equal([]);
    expect(regionSwitches.filter((action) => !asOwner.has(action))).to.deep.equal([]);
  });

  it("fits into IAM's quotas with the longest names that a region has", () => {
    const policies = deployPolicies({ ...place, region: "ap-southeast-1" }, true);
    // One more is the account's to add.
    expect(policies.length).to.be.below(managedPolicyQuota.policies);
    for (const { name, statements } of policies)
      expect(policyJson(statements).length, name).to.be.at.most(managedPolicyQuota.characters);
  });
});

describe("the boundary of a stack's roles, by evaluation", () => {
  const plain = (rights: readonly Right[]) => rights.map(({ action, resource }) => `${action} ${resource}`);

  it("takes nothing from any role of the stack", async () => {
    for (const role of rolesOf(await recordStack("staging"))) {
      const within = await rightsOf({ ...role, boundary });
      expect(plain(within), role.name).to.have.members(plain(await rightsOf(role)));
    }
  });

  it("holds an administrator of a stack's making to what stacks need", async () => {
    const all = policyJson([{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }]);
    const rights = await rightsOf({ ...deployRole(false), policies: [all], boundary });
    expect(rights.filter(({ action }) => opens(action))).to.deep.equal([]);
    expect(new Set(rights.map(({ action }) => action.split(":")[0]))).to.deep.equal(
      new Set(["ec2", "iam", "dynamodb", "s3", "kms", "secretsmanager", "lambda"]),
    );
    expect(
      rights.filter(({ action }) => action.startsWith("iam:")).map(({ action }) => action),
    ).to.deep.equal(["iam:PassRole"]);
  });
});
