import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policyJson } from "../../../infra/iam";
import { projectRoot } from "../mocks";
import { account, actionsOf, judgedServices, rightsOf } from "./evaluator";
import { everything } from "./everything";
import { openers, opens } from "./openers";
import { type Access, renderAccess } from "./page";
import { rolesOf } from "./stack";

const wide = (action: string, resource = "*") =>
  policyJson([{ Sid: "Wide", Effect: "Allow", Action: action, Resource: resource }]);
const caller = (...policies: string[]) => ({ principal: `arn:aws:iam::${account}:role/any`, policies });

describe("who may do what", () => {
  let access: Access;
  before(async () => {
    access = await everything();
  });

  it("is what docs/access.md says; a change of a right is a change of that page (npm run docs)", async () => {
    const page = readFileSync(join(projectRoot, "docs", "access.md"), "utf8");
    expect(await renderAccess(access)).to.equal(page);
  });

  it("shows a right that a policy gains", async () => {
    const [first, ...others] = access.roles;
    const gained = { ...first!, policies: [wide("s3:GetObject", "arn:aws:s3:::theirs/*")] };
    const page = await renderAccess({ ...access, roles: [gained, ...others] });
    expect(page).to.contain("| `s3:GetObject` | `s3:theirs/*` | always |");
  });

  it("leaves a worker nothing at all", async () => {
    const pools = access.roles.filter(({ name }) => name.startsWith("pool-"));
    expect(pools).to.not.have.length(0);
    for (const pool of pools) expect(await rightsOf(pool), pool.name).to.deep.equal([]);
  });

  it("leaves no role of the stack anything that opens the network or shares what is in it", async () => {
    for (const role of access.roles) {
      const found = (await rightsOf(role)).filter(({ action }) => opens(action));
      expect(found, role.name).to.deep.equal([]);
    }
  });

  it("asks for actions that AWS has", async () => {
    const known = (await Promise.all([...judgedServices].map(actionsOf))).flat();
    const unknown = openers.filter(
      (opener) =>
        !known.some((action) =>
          opener.endsWith("*") ? action.startsWith(opener.slice(0, -1)) : action === opener,
        ),
    );
    expect(unknown).to.deep.equal([]);
  });

  it("gives each role to one service of AWS", () => {
    for (const { name, trust } of access.roles) {
      expect(trust, name).to.match(/"Principal":\{"(Service|Federated)":"[^"*]+"\}/);
    }
  });
});

describe("the evaluator", () => {
  it("sees what a wildcard lets through", async () => {
    const found = (await rightsOf(caller(wide("ec2:Describe*")))).map(({ action }) => action);
    expect(found).to.include.members(["ec2:DescribeInstances", "ec2:DescribeInstanceAttribute"]);
    expect(found.every((action) => action.startsWith("ec2:Describe"))).to.equal(true);
  });

  it("sees what NotAction lets through", async () => {
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
    });
    expect((await rightsOf(caller(policy))).some(({ action }) => opens(action))).to.equal(true);
  });

  it("takes away what is refused", async () => {
    const refusal = policyJson([{ Sid: "No", Effect: "Deny", Action: "*", Resource: "*" }]);
    expect(await rightsOf(caller(wide("*"), refusal))).to.deep.equal([]);
  });

  it("refuses to judge a stack whose rights it cannot read", () => {
    const recorded = {
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      name: "admin",
      inputs: {},
      custom: true,
      protect: false,
      ignoreChanges: [],
      dependencies: [],
    };
    expect(() => rolesOf([recorded])).to.throw("rights are not read");
  });
});
