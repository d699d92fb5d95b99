import { expect } from "chai";
import { chargeOf } from "../../reports/charges";
import { dollarsPerMonth, floor, type FloorFacts } from "../../reports/floor";
import { floorSum, floorText } from "../../reports/floorText";
import { priceNote, prices } from "../../reports/prices";
import { type StackResource } from "../../reports/stackResource";
import { type Config, recordEnvironment } from "../infra/mocks";

const resource = (type: string, inputs: Record<string, unknown> = {}, name = "name"): StackResource => ({
  urn: `urn:pulumi:local::overflow::${type}::${name}`,
  type,
  inputs,
  outputs: {},
});
const facts = (over: Partial<FloorFacts> = {}): FloorFacts => ({
  disks: { gib: 0, maximumGib: null },
  declaredHour: {},
  ...over,
});
const floorOf = (resources: readonly StackResource[], over: Partial<FloorFacts> = {}) =>
  floor(resources, facts(over), prices);
const counts = (resources: readonly StackResource[], over: Partial<FloorFacts> = {}) =>
  floorOf(resources, over).map(({ component, count }) => [component, count]);
const group = resource("aws:autoscaling/group:Group", { minSize: 2, maxSize: 3 }, "mirror-try");
const template = (instanceType: string): StackResource =>
  resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    {
      instanceType,
      blockDeviceMappings: [{ ebs: { volumeSize: 10 } }, { ebs: { volumeSize: 100 } }, {}, "?"],
    },
    "mirror-try",
  );

describe("the floor", () => {
  it("counts an interface endpoint once a zone and a gateway endpoint not at all", () => {
    const lines = floorOf([
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", {
        vpcEndpointType: "Interface",
        subnetIds: ["subnet-1", "subnet-2"],
      }),
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Gateway", subnetIds: [] }),
    ]);
    expect(lines.map(({ component, count }) => [component, count])).to.deep.equal([
      ["interface endpoints × zones", 2],
    ]);
    expect(dollarsPerMonth(lines)).to.be.closeTo(14.6, 1e-9);
  });

  it("is 36.50 dollars for a link, AWS's own figure, and 3.65 for the address of each of its tunnels", () => {
    const lines = floorOf([resource("aws:ec2/vpnConnection:VpnConnection")]);
    expect(lines.map(({ dollarsPerMonth: dollars }) => dollars)).to.deep.equal([36.5, 7.3]);
  });

  it("is 182.50 dollars for a resolver endpoint of two addresses, AWS's own figure", () => {
    const endpoint = resource("aws:route53/resolverEndpoint:ResolverEndpoint", { ipAddresses: [{}, {}] });
    expect(dollarsPerMonth(floorOf([endpoint]))).to.be.closeTo(182.5, 1e-9);
  });

  it("counts the secret in which AWS keeps the tunnels' keys", () => {
    const vpn = resource("aws:ec2/vpnConnection:VpnConnection", { presharedKeyStorage: "SecretsManager" });
    const lines = floorOf([vpn, resource("aws:secretsmanager/secret:Secret")]);
    expect(lines.find(({ component }) => component === "secrets")?.count).to.equal(2);
  });

  it("counts the mirrors that are always there, with their disks, and says how many there may be", () => {
    const lines = floorOf([group, template("c6in.large")]);
    expect(lines.map(({ component, count }) => [component, count])).to.deep.equal([
      ["instances of mirror-try (c6in.large)", 2],
      ["disks of mirror-try (GiB)", 220],
    ]);
    expect(dollarsPerMonth(lines)).to.be.closeTo(2 * 0.1134 * 730 + 220 * 0.08, 1e-9);
    expect(lines.map(({ how }) => how)).to.deep.equal([
      "$0.1134/h each; at most 3",
      "gp3, $0.08/GiB-month; at most 330 GiB",
    ]);
  });

  it("takes the price of an instance that the settings state, and knows none that nobody states", () => {
    const stated = floorOf([group, template("x9.huge")], { declaredHour: { "x9.huge": 2 } });
    expect(stated[0]?.dollarsPerMonth).to.equal(2 * 2 * 730);
    const unstated = floorOf([group, template("x9.huge")]);
    expect(unstated[0]).to.include({ dollarsPerMonth: null, charge: "unknown", count: 2 });
    expect(floorSum(unstated)).to.equal("at least $17.60 a month asleep");
    expect(floorOf([group])[0]?.how).to.contain("price of its instance type unknown");
  });

  it("counts an alarm for each metric that it watches", () => {
    const alarm = (inputs: Record<string, unknown>) =>
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", inputs);
    const link = alarm({ metricQueries: [{ expression: "MAX([t0, t1])" }, { metric: {} }, { metric: {} }] });
    expect(counts([alarm({ metricName: "Errors" }), link])).to.deep.equal([["alarms × metrics", 3]]);
  });

  it("pays the scaler for a month of one run after another, and a second a minute of two", () => {
    const [line] = floorOf([resource("aws:lambda/function:Function", { memorySize: 512 })]);
    const seconds = 730 * 3600 + 730 * 60;
    expect(line?.dollarsPerMonth).to.be.closeTo(seconds * 0.5 * 0.0000166667 + 0.0438 * 0.2, 1e-9);
  });

  it("counts the disks of the workers that there are, and states what they may come to", () => {
    const [line] = floorOf([], { disks: { gib: 1_000, maximumGib: 12_000 } });
    expect(line?.dollarsPerMonth).to.be.closeTo(80, 1e-9);
    expect(line?.how).to.equal("gp3, $0.08/GiB-month; all pools at their maximum: 12000 GiB, $960.00");
    const [none] = floorOf([], { disks: { gib: 0, maximumGib: 12_000 } });
    expect(none).to.include({ count: 0, dollarsPerMonth: 0 });
    const [unread] = floorOf([], { disks: { gib: null, maximumGib: 12_000 } });
    expect(unread).to.include({ charge: "unknown", dollarsPerMonth: null });
  });

  it("names what is paid by use without a sum, and a type that nobody has looked at as unknown, not as free", () => {
    const lines = floorOf([
      resource("aws:s3/bucket:Bucket"),
      resource("aws:iam/role:Role"),
      resource("overflow:storage:Bucket"),
      resource("aws:rds/instance:Instance"),
      resource("aws:rds/instance:Instance", {}, "other"),
    ]);
    expect(floorText(lines)).to.deep.equal([
      "   by use  1 × S3 buckets",
      "  unknown  2 × aws:rds/instance:Instance (price unknown)",
    ]);
    expect(floorSum(lines)).to.equal("at least $0.00 a month asleep");
  });
});

describe("the floor of an environment", () => {
  const forwarding = (config: Config): void => {
    Object.assign(config["overflow:dns"] as object, {
      forward: { domains: ["corp.example"], servers: ["10.20.0.53"] },
    });
    Object.assign(config["overflow:alarms"] as object, { email: "builds@example.org" });
  };

  it("knows of every type how it is charged, with every option on", async () => {
    const types = (await recordEnvironment("production", forwarding)).map(({ type }) => type);
    expect([...new Set(types)].filter((type) => chargeOf(type) === "unknown")).to.deep.equal([]);
  });

  it("has a line for every component of staging", async () => {
    const recorded = await recordEnvironment("staging", forwarding);
    const resources = recorded.map(({ type, name, inputs }) => resource(type, { ...inputs }, name));
    expect(Object.fromEntries(counts(resources, { disks: { gib: 100, maximumGib: 1_400 } }))).to.deep.equal({
      "VPN connections": 1,
      "public addresses of VPN tunnels": 2,
      "interface endpoints × zones": 4,
      "addresses of resolver endpoints": 2,
      "network load balancers": 2,
      "instances of mirror-release (c6in.large)": 1,
      "disks of mirror-release (GiB)": 210,
      "instances of mirror-try (c6in.large)": 1,
      "disks of mirror-try (GiB)": 210,
      "KMS keys": 1,
      secrets: 6,
      "alarms × metrics": 8,
      "private DNS zones": 3,
      "domain names of the DNS firewall": 14,
      "scaler function (GiB)": 0.5,
      "disks of workers (GiB)": 100,
      "log groups (flows, DNS queries, tunnels, scaler)": 4,
      "DynamoDB tables": 1,
      "S3 buckets": 4,
      topics: 1,
      schedules: 1,
    });
  });
});

describe("the price note", () => {
  it("says the day, and when the region is another one", () => {
    expect(priceNote(prices.region)).to.equal(`list prices of us-east-1 as of ${prices.asOf}`);
    expect(priceNote("eu-central-1")).to.contain("eu-central-1 is not in the table and differs");
  });
});
