import { expect } from "chai";
import { join } from "node:path";
import { runOperation, type RunResult } from "../../engine";
import { projectRoot } from "../../tools/freshness";
import { type Declaration, DeclaredStack } from "./declaredStack";

const policyPack = join(projectRoot, "policy");
const idOf = (name: string) => ({ from: name, output: "id" });

/** A small network as this project declares it: every id in it is unknown at the first preview. */
const network: readonly Declaration[] = [
  { type: "aws:ec2/vpc:Vpc", name: "vpc", props: { cidrBlock: "10.130.0.0/16", enableDnsSupport: false } },
  { type: "aws:ec2/flowLog:FlowLog", name: "log", props: { vpcId: idOf("vpc"), trafficType: "ALL" } },
  {
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    name: "default",
    props: { vpcId: idOf("vpc") },
  },
  {
    type: "aws:ec2/subnet:Subnet",
    name: "subnet",
    props: { vpcId: idOf("vpc"), cidrBlock: "10.130.0.0/24", mapPublicIpOnLaunch: false },
  },
  { type: "aws:ec2/routeTable:RouteTable", name: "table", props: { vpcId: idOf("vpc") } },
  association("subnet"),
  { type: "aws:ec2/vpnGateway:VpnGateway", name: "gateway", props: { vpcId: idOf("vpc") } },
  route("home", "10.20.0.0/16", idOf("gateway")),
  {
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    name: "dynamodb",
    props: {
      vpcId: idOf("vpc"),
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.eu-central-1.dynamodb",
      policy: JSON.stringify({
        Statement: [
          {
            ...{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
            Condition: { StringEquals: { "aws:ResourceAccount": "123456789012" } },
          },
        ],
      }),
    },
  },
  {
    type: "aws:ec2/securityGroup:SecurityGroup",
    name: "group",
    props: { vpcId: idOf("vpc"), description: "builds" },
  },
  egress("to-service", { prefixListId: { from: "dynamodb", output: "prefixListId" } }),
  egress("to-group", { referencedSecurityGroupId: idOf("group") }),
];

function association(subnet: string): Declaration {
  const props = { subnetId: idOf(subnet), routeTableId: idOf("table") };
  return { type: "aws:ec2/routeTableAssociation:RouteTableAssociation", name: `${subnet}-table`, props };
}

function route(name: string, destinationCidrBlock: unknown, gatewayId: unknown): Declaration {
  const props = { routeTableId: idOf("table"), destinationCidrBlock, gatewayId };
  return { type: "aws:ec2/route:Route", name, props };
}

function egress(name: string, peer: object): Declaration {
  const rule = { securityGroupId: idOf("group"), ipProtocol: "tcp", fromPort: 443, toPort: 443 };
  return {
    type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    name,
    props: { ...rule, ...peer },
  };
}

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
      { type: "aws:sagemaker/notebookInstance:NotebookInstance", name: "notes", props: {} },
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
