import { expect } from "chai";
import { join } from "node:path";
import { runOperation, type RunResult } from "../../engine";
import { projectRoot } from "../../tools/freshness";
import { association, egress, idOf, network, route } from "./declaredNetwork";
import { type Declaration, DeclaredStack } from "./declaredStack";

const policyPack = join(projectRoot, "policy");
/** Rule, resource and property of each finding in the pack's report. */
function found({ policyReport }: RunResult): readonly string[] {
  return (policyReport?.findings ?? []).map(({ rule, urn, property = "" }) =>
    `${rule} ${urn.slice(urn.lastIndexOf("::") + 2)} ${property}`.trim(),
  );
}

describe("the policy pack, in the real engine", function () {
  this.timeout(60_000);
  let stack: DeclaredStack;

  before(async () => {
    stack = await DeclaredStack.create();
  });
  after(() => {
    stack.remove();
  });

  const preview = (...more: readonly Declaration[]): Promise<RunResult> => {
    stack.declare([...network, ...more]);
    return runOperation(stack.engine, "preview", { policyPack });
  };

  it("lets a sound network pass at its first preview, where no id is known", async () => {
    const result = await preview();
    expect(result.failures).to.deep.equal([]);
    expect(result.ok).to.equal(true);
    expect(found(result)).to.deep.equal([]);
    expect(
      result.policyReport?.rules.find(({ name }) => name === "no-open-security-group")?.checked,
    ).to.equal(4);
  });

  it("refuses every way out that a change could open, all at once, with its reason", async () => {
    const result = await preview(
      { type: "aws:ec2/internetGateway:InternetGateway", name: "internet", props: { vpcId: idOf("vpc") } },
      route("low", "0.0.0.0/1", idOf("gateway")),
      route("high", "128.0.0.0/1", idOf("gateway")),
      route("out", "10.20.0.0/16", idOf("internet")),
      egress("to-world", { cidrIpv4: "0.0.0.0/0" }),
      {
        type: "aws:ec2/subnet:Subnet",
        name: "public",
        props: { vpcId: idOf("vpc"), cidrBlock: "10.130.1.0/24", mapPublicIpOnLaunch: true },
      },
      association("public"),
    );
    expect(result.exitCode).to.not.equal(0);
    expect(found(result)).to.have.members([
      "no-internet-gateway internet",
      "private-routes-only low destinationCidrBlock",
      "private-routes-only high destinationCidrBlock",
      "private-routes-only high",
      "routes-through-link-only out gatewayId",
      "no-open-security-group to-world cidrIpv4",
      "no-public-address public mapPublicIpOnLaunch",
    ]);
    expect(result.violations.map(({ level }) => level)).to.not.include("advisory");
    expect(result.failures.join("\n")).to.include("every IPv4 address").and.include("fix ");
  });

  it("blocks on a destination that only the update would show", async () => {
    const result = await preview(route("later", { from: "vpc", output: "arn" }, idOf("gateway")));
    expect(result.exitCode).to.not.equal(0);
    expect(found(result)).to.deep.equal(["private-routes-only later destinationCidrBlock"]);
    expect(result.policyReport?.findings[0]?.message).to.include("undetermined");
    expect(result.violations.map(({ level }) => level)).to.deep.equal(["mandatory"]);
  });

  it("refuses a type that it does not know, and a resource that hides others", async () => {
    const result = await preview(
      { type: "aws:quicksight/dataSet:DataSet", name: "notes", props: {} },
      { type: "aws:cloudformation/stack:Stack", name: "inner", props: { templateBody: "{}" } },
    );
    expect(found(result)).to.have.members(["known-types-only notes", "no-opaque-resource inner"]);
  });

  it("refuses in an update too, before the resource is created", async () => {
    stack.declare([{ type: "aws:ec2/internetGateway:InternetGateway", name: "internet", props: {} }]);
    const result = await runOperation(stack.engine, "up", { policyPack });
    expect(result.ok).to.equal(false);
    expect(result.violations.map(({ rule }) => rule)).to.deep.equal(["no-internet-gateway"]);
    expect(result.errors.map(({ message }) => message).join()).to.not.include("ECONNREFUSED");
  });
});
