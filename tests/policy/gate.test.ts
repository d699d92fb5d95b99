import { expect } from "chai";
import { Gate, GateRefusal } from "../../policy/gate";
import { type Declared } from "../../policy/sources/declared";
import { settled } from "./escapes/settled";
import { ownBuildNetwork, ownDeclared } from "./ownStack";
import { unknownText } from "./stack";

const options = { buildNetwork: ownBuildNetwork(), exemptions: [], today: "2026-11-24" };

describe("the gate", () => {
  let declared: readonly Declared[] = [];
  let gate: Gate;
  before(async function () {
    this.timeout(20_000);
    declared = await ownDeclared();
    gate = Gate.open(declared, options);
  });

  const named = (type: string, name: RegExp): Declared =>
    declared.find((each) => each.type === `aws:${type}` && name.test(each.name))!;
  const route = () => named("ec2/route:Route", /workers-try/);

  it("lets through every registration of our own program", () => {
    for (const each of declared) expect(gate.refusalOf(each), each.urn).to.equal(undefined);
  });

  it("lets through what was unknown, once it is known and from the same resources", () => {
    const known = { ...route(), inputs: { ...route().inputs, gatewayId: "vgw-0a1b" } };
    const judged = Gate.open(declared, options);
    judged.learn(named("ec2/vpnGateway:VpnGateway", /link/), { id: "vgw-0a1b" });
    expect(route().inputs["gatewayId"]).to.equal(unknownText);
    expect(judged.refusalOf(known)).to.equal(undefined);
  });

  it("refuses a value that its resources do not give, though it comes from them", () => {
    const known = { ...route(), inputs: { ...route().inputs, gatewayId: "igw-0a1b" } };
    expect(gate.refusalOf(known)).to.contain('its gatewayId is "igw-0a1b"');
  });

  it("refuses a policy that is open, once its text is known", () => {
    const policy = named("s3/bucketPolicy:BucketPolicy", /try-cache/);
    const text = (vpce: string) =>
      JSON.stringify({
        Statement: {
          Effect: "Allow",
          Principal: "*",
          Action: "s3:*",
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceVpce": vpce } },
        },
      });
    const endpoint = declared.find(({ urn }) => urn === policy.sources["policy"]?.[0])!;
    const judged = Gate.open(declared, options);
    judged.learn(endpoint, { id: "vpce-0a1b" });
    const withText = (vpce: string) => ({ ...policy, inputs: { ...policy.inputs, policy: text(vpce) } });
    expect(policy.inputs["policy"]).to.equal(unknownText);
    expect(judged.refusalOf(withText("vpce-0a1b"))).to.equal(undefined);
    expect(judged.refusalOf(withText("vpce-0ffff"))).to.contain("closed-buckets");
  });

  it("lets through the whole stack as its ids become known, one after the other", () => {
    const judged = Gate.open(declared, options);
    settled(declared).forEach((each, index) => {
      const given = Object.entries(each.inputs).filter(([name]) => name in declared[index]!.inputs);
      const registration = { ...each, inputs: Object.fromEntries(given) };
      expect(judged.refusalOf(registration), each.urn).to.equal(undefined);
      judged.learn(registration, each.inputs);
    });
  });

  it("refuses another provider, the engine's own, and what would stay when it is deleted", () => {
    const { providerUrn, ...own } = route();
    expect(providerUrn).to.contain("pulumi:providers:aws");
    expect(gate.refusalOf(own)).to.contain("its provider is another");
    expect(gate.refusalOf({ ...route(), providerUrn: `${providerUrn}-2` })).to.contain("its provider");
    expect(gate.refusalOf({ ...route(), retainOnDelete: true })).to.contain("its retainOnDelete");
  });

  it("refuses a value that comes from another resource than was proved", () => {
    const other = declared.find(({ type }) => type === "aws:ec2/vpc:Vpc")!.urn;
    const moved = { ...route(), sources: { ...route().sources, gatewayId: [other] } };
    expect(gate.refusalOf(moved)).to.contain("its gatewayId comes from").and.contain(other);
  });

  it("refuses another value than was proved, an added one and one that is left out", () => {
    const wide = { ...route(), inputs: { ...route().inputs, destinationCidrBlock: "0.0.0.0/0" } };
    const more = { ...route(), inputs: { ...route().inputs, natGatewayId: "nat-1" } };
    const { destinationCidrBlock: _, ...less } = route().inputs;
    expect(gate.refusalOf(wide)).to.contain("its destinationCidrBlock is another");
    expect(gate.refusalOf(more)).to.contain("its natGatewayId is another");
    expect(gate.refusalOf({ ...route(), inputs: less })).to.contain("its destinationCidrBlock is another");
  });

  it("refuses values deep in lists and objects, and properties whose changes are ignored", () => {
    const acl = named("ec2/networkAcl:NetworkAcl", /workers/);
    const egress = acl.inputs["egress"] as readonly Record<string, unknown>[];
    const opened = [{ ...egress[0], cidrBlock: "0.0.0.0/0" }, ...egress.slice(1)];
    expect(gate.refusalOf({ ...acl, inputs: { ...acl.inputs, egress: opened } })).to.contain("its egress");
    expect(gate.refusalOf({ ...acl, inputs: { ...acl.inputs, egress: egress.slice(1) } })).to.contain(
      "its egress",
    );
    expect(gate.refusalOf({ ...acl, ignoreChanges: ["egress"] })).to.contain("ignoreChanges");
  });

  it("refuses a resource that nobody proved", () => {
    const urn = "urn:pulumi:local::overflow::aws:ec2/internetGateway:InternetGateway::igw";
    const gateway: Declared = {
      urn,
      type: "aws:ec2/internetGateway:InternetGateway",
      name: "igw",
      inputs: {},
      sources: {},
    };
    expect(gate.refusalOf(gateway)).to.contain("not among the resources that were proved");
  });

  it("does not open for a stack that has a way out, and says which", () => {
    const vpc = declared.find(({ type }) => type === "aws:ec2/vpc:Vpc")!;
    const gateway: Declared = {
      ...{ urn: "urn:pulumi:local::overflow::aws:ec2/internetGateway:InternetGateway::igw", name: "igw" },
      ...{ type: "aws:ec2/internetGateway:InternetGateway", provider: "pulumi:providers:aws" },
      ...{ inputs: { vpcId: unknownText }, sources: { vpcId: [vpc.urn] } },
    };
    expect(() => Gate.open([...declared, gateway], options))
      .to.throw(GateRefusal, "no-internet-gateway")
      .with.property("message")
      .that.contains("nothing was registered");
  });

  it("does not open for another build network than the link leads to", () => {
    const elsewhere = { ...options.buildNetwork, blocks: ["192.168.7.0/24"] };
    expect(() => Gate.open(declared, { ...options, buildNetwork: elsewhere })).to.throw(
      GateRefusal,
      "isolated-network",
    );
  });
});
