import { expect } from "chai";
import { type Props, unsealed } from "../../lab/provider/values";
import { Driver, ProviderError, urnOf } from "./provider/driver";
import { type Emulator, startEmulator } from "./provider/emulator";
import { Part, World } from "./provider/world";

const zoneToken = "aws:route53/zone:Zone";
const recordToken = "aws:route53/record:Record";
const ruleToken = "aws:route53/resolverFirewallRule:ResolverFirewallRule";
const associationToken =
  "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation";
const alarmToken = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("lab provider: names, firewall, alarms", function () {
  this.timeout(60_000);
  let emulator: Emulator;
  let driver: Driver;
  let world: World;

  before(async () => {
    emulator = await startEmulator();
    driver = await Driver.start(emulator.url);
  });

  after(async () => {
    driver.stop();
    await emulator.stop();
  });

  beforeEach(() => {
    world = new World(driver);
  });

  afterEach(() => world.remove());

  async function failsWith(reason: RegExp, call: Promise<unknown>): Promise<void> {
    const error = await call.then(
      () => undefined,
      (problem: unknown) => problem,
    );
    if (!(error instanceof ProviderError)) throw new Error("The call was expected to fail.");
    expect(error.message).to.match(reason);
  }

  async function make(token: string, news: Props): Promise<{ urn: string; part: Part; inputs: Props }> {
    const urn = urnOf(token);
    const { inputs, failures } = await driver.check(urn, news);
    expect(failures).to.deep.equal([]);
    const { state } = await driver.create(urn, inputs);
    return { urn, part: new Part(unsealed(state)), inputs };
  }

  async function makeZone(name: string, more: Props = {}) {
    const vpc = await world.vpc();
    return make(zoneToken, { name, vpcs: [{ vpcId: vpc.id }], ...more });
  }

  async function imported(token: string, id: string): Promise<Props> {
    return (await driver.read(urnOf(token), id))!.inputs;
  }

  it("imports records, rules and alarms by the ids that the real provider takes", async () => {
    const zone = await world.make(zoneToken, {
      name: "one.internal",
      vpcs: [{ vpcId: (await world.vpc()).id }],
    });
    const values = { zoneId: zone.id, name: "a_b.one.internal", type: "A", ttl: 60, records: ["10.0.0.1"] };
    const record = await world.make(recordToken, values);
    expect(record.id).to.equal(`${zone.id}_a_b.one.internal_A`);
    expect(await imported(recordToken, record.id)).to.include({ name: "a_b.one.internal", ttl: 60 });
    const list = await world.make("aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList", {});
    const group = await world.make("aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup", {});
    const ids = { firewallRuleGroupId: group.id, firewallDomainListId: list.id };
    const rule = await world.make(ruleToken, { ...ids, priority: 100, action: "ALLOW" });
    expect(await imported(ruleToken, rule.id)).to.deep.include({ ...ids, priority: 100, action: "ALLOW" });
    const metric = { metricName: "TunnelState", namespace: "AWS/VPN", statistic: "Maximum", period: 60 };
    const threshold = { evaluationPeriods: 1, threshold: 1, comparisonOperator: "LessThanThreshold" };
    const alarm = await world.make(alarmToken, { ...metric, ...threshold });
    expect(await imported(alarmToken, alarm.id)).to.deep.include({ ...metric, ...threshold, name: alarm.id });
  });

  it("creates no record over one that is there, unless it may", async () => {
    const zone = await world.make(zoneToken, {
      name: "two.internal",
      vpcs: [{ vpcId: (await world.vpc()).id }],
    });
    const values = { zoneId: zone.id, name: "a", type: "A", ttl: 60, records: ["10.0.0.1"] };
    await world.make(recordToken, values);
    const second = { ...values, records: ["10.0.0.2"] };
    await failsWith(/InvalidChangeBatch.*already exists/, driver.create(urnOf(recordToken), second));
    const written = await make(recordToken, { ...second, allowOverwrite: true });
    expect(written.part.props.records).to.deep.equal(["10.0.0.2"]);
  });

  it("deletes a zone with its records only by force", async () => {
    for (const force of [false, true]) {
      const { urn, part } = await makeZone(`force-${String(force)}.internal`, { forceDestroy: force });
      const record = { zoneId: part.id, name: "*.a", type: "A", ttl: 60, records: ["10.0.0.1"] };
      const kept = await make(recordToken, record);
      const deletion = driver.delete(urn, part.id, part.props);
      if (force) await deletion;
      else await failsWith(/HostedZoneNotEmpty/, deletion);
      // Of a zone that is gone, so are the records.
      await driver.delete(kept.urn, kept.part.id, kept.part.props);
      await driver.delete(urn, part.id, part.props);
      expect(await driver.read(urn, part.id, {}, part.props)).to.equal(undefined);
    }
  });

  it("deletes a protected association only after its protection was taken away", async () => {
    const group = await world.make("aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup", {});
    const vpc = await world.vpc();
    const news = {
      firewallRuleGroupId: group.id,
      vpcId: vpc.id,
      priority: 101,
      mutationProtection: "ENABLED",
    };
    const { urn, part, inputs } = await make(associationToken, news);
    await failsWith(/RSLVR-02307/, driver.delete(urn, part.id, part.props));
    const open = { ...inputs, mutationProtection: "DISABLED" };
    const state = await driver.update(urn, part.id, { state: part.props, olds: inputs, news: open });
    await driver.delete(urn, part.id, state);
  });

  it("says which inputs do not go together", async () => {
    const wrong: readonly (readonly [token: string, inputs: Props, reason: RegExp])[] = [
      [recordToken, { zoneId: "Z", name: "a", type: "A" }, /Exactly one of "aliases" and "records"/],
      [
        recordToken,
        { zoneId: "Z", name: "a", type: "A", records: ["10.0.0.1"] },
        /"ttl" goes with "records"/,
      ],
      [ruleToken, { firewallRuleGroupId: "g", priority: 1, action: "BLOCK" }, /"firewallDomainListId"/],
      [alarmToken, { metricName: "TunnelState" }, /"statistic"/],
      ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy", { policyDocument: "{}" }, /"policyName"/],
    ];
    for (const [token, inputs, reason] of wrong) {
      const { failures } = await driver.check(urnOf(token), inputs);
      expect(failures.join(), token).to.match(reason);
    }
  });

  it("refuses by name what the lab does not serve", async () => {
    const weighted = { zoneId: "Z", name: "a", type: "A", ttl: 60, records: ["10.0.0.1"] };
    const policies = { weightedRoutingPolicies: [{ weight: 1 }], setIdentifier: "a" };
    await failsWith(
      /weightedRoutingPolicies/,
      driver.create(urnOf(recordToken), { ...weighted, ...policies }),
    );
    const threat = { firewallRuleGroupId: "g", priority: 1, action: "BLOCK", dnsThreatProtection: "DGA" };
    await failsWith(/dnsThreatProtection/, driver.create(urnOf(ruleToken), threat));
  });
});
