import { expect } from "chai";
import { text } from "../../lab/provider/properties";
import { type Props, sealed, unknownValue, unsealed } from "../../lab/provider/values";
import { Driver, ProviderError, urnOf } from "./provider/driver";
import { type Emulator, startEmulator } from "./provider/emulator";
import { type FunctionRunner, startEchoingFunctions } from "./provider/functions";
import { makeFunction } from "./provider/cases/functions";
import { World } from "./provider/world";

const secretOf = (value: string): Props => sealed({ value }, new Set(["value"])).value as Props;

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error("The call was expected to fail.");
}

describe("lab provider: service", function () {
  this.timeout(60_000);
  let functions: FunctionRunner;
  let emulator: Emulator;
  let driver: Driver;
  let world: World;

  before(async () => {
    functions = await startEchoingFunctions();
    emulator = await startEmulator({ OVERFLOW_FUNCTIONS_URL: functions.url });
    driver = await Driver.start(emulator.url, { defaultTags: `{"tags":{"overflow:environment":"dev"}}` });
    world = new World(driver);
  });

  after(async () => {
    driver.stop();
    await emulator.stop();
    await functions.stop();
  });

  it("wraps a secret again in every answer, and tagsAll with it", async () => {
    const urn = urnOf("aws:ec2/vpc:Vpc");
    const { inputs } = await driver.check(urn, {
      cidrBlock: "10.1.0.0/16",
      tags: { token: secretOf("hidden-token") },
    });
    expect(JSON.stringify(inputs.cidrBlock)).to.equal(`"10.1.0.0/16"`);
    const preview = await driver.create(urn, inputs, true);
    const { id, state } = await driver.create(urn, inputs);
    const found = await driver.read(urn, id, inputs, state);
    const updated = await driver.update(urn, id, { state, olds: inputs, news: inputs });
    await driver.delete(urn, id, state);
    for (const answer of [inputs, preview.state, state, found!.state, found!.inputs, updated])
      for (const [key, value] of Object.entries(answer))
        if (JSON.stringify(value).includes("hidden-token"))
          expect(unsealed({ value }), key).not.to.deep.equal({ value });
    expect(unsealed(state).tagsAll).to.deep.equal({ token: "hidden-token", "overflow:environment": "dev" });
  });

  it("keeps the keys of a VPN connection secret", async () => {
    const customer = await world.make("aws:ec2/customerGateway:CustomerGateway", {
      bgpAsn: "65000",
      ipAddress: "203.0.113.10",
      type: "ipsec.1",
    });
    const gateway = await world.make("aws:ec2/vpnGateway:VpnGateway", {});
    const urn = urnOf("aws:ec2/vpnConnection:VpnConnection");
    const news = { customerGatewayId: customer.id, vpnGatewayId: gateway.id, type: "ipsec.1" };
    const { inputs } = await driver.check(urn, news);
    const { id, state } = await driver.create(urn, inputs);
    const key = text(unsealed(state), "tunnel1PresharedKey") ?? "";
    await driver.delete(urn, id, state);
    expect(key).to.match(/^[A-Za-z0-9._]{8,64}$/);
    const open = Object.entries(state).filter(
      ([, value]) => typeof value === "string" && value.includes(key),
    );
    expect(open.map(([name]) => name)).to.deep.equal([]);
  });

  it("adds the provider's default tags, and removes them when they change", async () => {
    const tagged = await Driver.start(emulator.url, { defaultTags: `{"tags":{"owner":"build"}}` });
    try {
      const urn = urnOf("aws:ec2/vpc:Vpc");
      const { inputs } = await tagged.check(urn, { cidrBlock: "10.2.0.0/16" });
      const { id, state } = await tagged.create(urn, inputs);
      expect(state.tagsAll).to.deep.equal({ owner: "build" });
      await tagged.configure({ defaultTags: `{"tags":{"cost":"ci"}}` });
      const next = await tagged.check(urn, { cidrBlock: "10.2.0.0/16" }, inputs);
      expect((await tagged.diff(urn, id, inputs, next.inputs)).changed).to.deep.equal(["tagsAll"]);
      const after = await tagged.update(urn, id, { state, olds: inputs, news: next.inputs });
      expect(after.tagsAll).to.deep.equal({ cost: "ci" });
      await tagged.delete(urn, id, after);
    } finally {
      tagged.stop();
    }
  });

  it("works in the region that a resource names", async () => {
    const urn = urnOf("aws:ec2/vpc:Vpc");
    const { inputs } = await driver.check(urn, { cidrBlock: "10.3.0.0/16", region: "eu-west-1" });
    const { id, state } = await driver.create(urn, inputs);
    expect(state.region).to.equal("eu-west-1");
    expect(state.arn).to.contain(":eu-west-1:");
    expect(await driver.read(urn, id)).to.equal(undefined);
    await driver.delete(urn, id, state);
    expect(await driver.read(urn, id, inputs, state)).to.equal(undefined);
  });

  it("imports a resource by its id alone, so that declaring it again shows no change", async () => {
    const vpc = await world.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.4.0.0/16", tags: { Name: "old" } });
    const urn = urnOf("aws:ec2/vpc:Vpc");
    const found = await driver.read(urn, vpc.id);
    expect(found!.inputs).to.deep.include({ cidrBlock: "10.4.0.0/16", tags: { Name: "old" } });
    expect(found!.inputs).not.to.have.any.keys("arn", "id", "ownerId");
  });

  it("finds what was changed behind its back", async () => {
    const urn = urnOf("aws:ec2/vpc:Vpc");
    const { inputs } = await driver.check(urn, { cidrBlock: "10.5.0.0/16", enableDnsHostnames: true });
    const { id, state } = await driver.create(urn, inputs);
    await driver.update(urn, id, { state, olds: inputs, news: { ...inputs, enableDnsHostnames: false } });
    const found = await driver.read(urn, id, inputs, state);
    expect((await driver.diff(urn, id, found!.inputs, inputs)).changed).to.deep.equal(["enableDnsHostnames"]);
    await driver.delete(urn, id, state);
  });

  it("previews a type that it does not run, and refuses to make one", async () => {
    const urn = urnOf("aws:ec2/internetGateway:InternetGateway");
    const { inputs } = await driver.check(urn, { vpcId: "vpc-1", tags: { Name: "way out" } });
    const preview = await driver.create(urn, inputs, true);
    expect(preview.state).to.deep.include({ vpcId: "vpc-1", tags: { Name: "way out" }, id: unknownValue });
    const error = await failureOf(driver.create(urn, inputs));
    expect(error.message).to.contain("The lab does not run aws:ec2/internetGateway:InternetGateway");
  });

  it("says what is wrong with inputs before anything is made", async () => {
    const failures = async (token: string, news: Props): Promise<string[]> =>
      (await driver.check(urnOf(token), news)).failures;
    expect(await failures("aws:ec2/subnet:Subnet", {})).to.deep.equal([
      `vpcId: Missing required property "vpcId".`,
    ]);
    const [route] = await failures("aws:ec2/route:Route", { routeTableId: "rtb-1", gatewayId: "vgw-1" });
    expect(route).to.contain("Exactly one of destinationCidrBlock");
    const [item] = await failures("aws:dynamodb/tableItem:TableItem", {
      hashKey: "pk",
      tableName: "t",
      item: "{",
    });
    expect(item).to.contain("It is not JSON");
  });

  it("fails with AWS's code and words", async () => {
    const urn = urnOf("aws:ec2/subnet:Subnet");
    const error = await failureOf(
      driver.create(urn, { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/24" }),
    );
    expect(error.message).to.match(/^InvalidVpcID\.NotFound: /);
  });

  it("deletes once what uses the resource is gone", async () => {
    const vpc = await driver.create(urnOf("aws:ec2/vpc:Vpc"), { cidrBlock: "10.6.0.0/16" });
    const subnet = await driver.create(urnOf("aws:ec2/subnet:Subnet"), {
      vpcId: vpc.id,
      cidrBlock: "10.6.1.0/24",
    });
    const urn = urnOf("aws:ec2/vpc:Vpc");
    const deletion = driver.delete(urn, vpc.id, vpc.state);
    await driver.delete(urnOf("aws:ec2/subnet:Subnet"), subnet.id, subnet.state);
    await deletion;
    expect(await driver.read(urn, vpc.id)).to.equal(undefined);
  });

  it("fails when the function that it calls fails, and keeps no record of the call", async () => {
    const made = await makeFunction(world);
    const urn = urnOf("aws:lambda/invocation:Invocation");
    const { inputs } = await driver.check(urn, { functionName: made.id, input: `{"fail":true}` });
    const error = await failureOf(driver.create(urn, inputs));
    expect(error.message).to.contain(`The function ${made.id}, called at create, failed (Unhandled)`);
  });

  it("completes what is there at the first look, although the engine cancels: a group keeps no open rule", async () => {
    const vpc = await world.vpc();
    const other = await Driver.start(emulator.url);
    try {
      const urn = urnOf("aws:ec2/securityGroup:SecurityGroup");
      const { inputs } = await other.check(urn, { vpcId: vpc.id });
      const creation = other.create(urn, inputs);
      await other.cancel();
      const { id, state } = await creation;
      expect(unsealed(state)["egress"]).to.deep.equal([]);
      await driver.delete(urn, id, state);
    } finally {
      other.stop();
    }
  });

  it("ends a wait when the engine cancels, and tells it of the half-made resource", async () => {
    const vpc = await world.vpc();
    const subnet = await world.subnet(vpc);
    const other = await Driver.start(emulator.url);
    await emulator.setTimings({ networkSeconds: 600 });
    try {
      const urn = urnOf("aws:ec2/vpcEndpoint:VpcEndpoint");
      const creation = failureOf(
        other.create(urn, {
          vpcId: vpc.id,
          serviceName: "com.amazonaws.eu-central-1.logs",
          vpcEndpointType: "Interface",
          subnetIds: [subnet.id],
        }),
      );
      await emulator.called("CreateVpcEndpoint");
      await other.cancel();
      const error = await creation;
      expect(error.message).to.contain("Cancelled");
      expect(error.incompleteId).to.match(/^vpce-[0-9a-f]+$/);
      await emulator.setTimings({ networkSeconds: 0.05 });
      await driver.delete(urn, error.incompleteId!, {});
    } finally {
      await emulator.setTimings({ networkSeconds: 0.05 });
      other.stop();
    }
  });
});
