import { type LifeCase, type World } from "../world";

const domainList = "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList";
const ruleGroup = "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup";

const makeList = (world: World, ...domains: string[]) => world.make(domainList, { domains });

async function makeZone(world: World) {
  const vpc = await world.vpc();
  return world.make("aws:route53/zone:Zone", { name: "staging.internal", vpcs: [{ vpcId: vpc.id }] });
}

const zones: readonly LifeCase[] = [
  {
    token: "aws:route53/zone:Zone",
    async prepare(world) {
      const [first, second] = [await world.vpc(), await world.vpc()];
      return {
        inputs: { name: "Staging.Overflow.internal.", vpcs: [{ vpcId: first.id }], forceDestroy: true },
        expected: {
          comment: "Managed by Pulumi",
          primaryNameServer: "ns-1536.awsdns-00.co.uk.",
        },
        updates: [
          { comment: "names of staging" },
          { vpcs: [{ vpcId: second.id }, { vpcId: first.id, vpcRegion: "eu-central-1" }] },
          { vpcs: [{ vpcId: second.id }] },
          { forceDestroy: false },
        ],
        replacements: { name: "other.internal", delegationSetId: "N1" },
      };
    },
  },
  {
    token: "aws:route53/record:Record",
    async prepare(world) {
      const zone = await makeZone(world);
      return {
        inputs: { zoneId: zone.id, name: "Master", type: "A", ttl: 60, records: ["10.20.0.10"] },
        expected: { fqdn: "master.staging.internal", id: `${zone.id}_master_A` },
        updates: [{ records: ["10.20.0.11", "10.20.0.10"] }, { ttl: 300 }],
        replacements: { name: "other", zoneId: "Z1" },
      };
    },
  },
  {
    token: "aws:route53/record:Record",
    async prepare(world) {
      const zone = await makeZone(world);
      const alias = { name: "dualstack.LB.elb.amazonaws.com", zoneId: "Z3F0SRJ5LGBH90" };
      return {
        inputs: {
          zoneId: zone.id,
          name: "*.mirror.staging.internal",
          type: "A",
          aliases: [{ ...alias, evaluateTargetHealth: true }],
        },
        expected: { fqdn: "*.mirror.staging.internal" },
        updates: [{ aliases: [{ ...alias, evaluateTargetHealth: false }] }],
      };
    },
  },
  {
    token: "aws:route53/record:Record",
    async prepare(world) {
      const zone = await makeZone(world);
      return {
        inputs: { zoneId: zone.id, name: "", type: "TXT", ttl: 60, records: ["v=1 of staging"] },
        expected: { fqdn: "staging.internal" },
        updates: [{ records: ["v=2"] }],
      };
    },
  },
  {
    token: "aws:route53/record:Record",
    async prepare(world) {
      const zone = await makeZone(world);
      return {
        inputs: { zoneId: zone.id, name: "www", type: "CNAME", ttl: 60, records: ["git.corp.example"] },
        updates: [{ type: "A", records: ["10.20.0.12"] }],
      };
    },
  },
];

const firewall: readonly LifeCase[] = [
  {
    token: domainList,
    prepare: () =>
      Promise.resolve({
        inputs: { domains: ["*", "staging.internal"] },
        updates: [{ domains: ["*.staging.internal"] }, { domains: [] }],
        replacements: { name: "other" },
      }),
  },
  {
    token: ruleGroup,
    prepare: () =>
      Promise.resolve({
        inputs: {},
        expected: { ownerId: "123456789012", shareStatus: "NOT_SHARED" },
        replacements: { name: "other" },
      }),
  },
  {
    token: "aws:route53/resolverFirewallRule:ResolverFirewallRule",
    absent: ["firewallThreatProtectionId"],
    async prepare(world) {
      const list = await makeList(world, "*");
      const group = await world.make(ruleGroup, {});
      return {
        inputs: {
          firewallRuleGroupId: group.id,
          firewallDomainListId: list.id,
          priority: 200,
          action: "BLOCK",
          blockResponse: "NXDOMAIN",
        },
        expected: {
          id: `${group.id}:${list.id}`,
          firewallDomainRedirectionAction: "INSPECT_REDIRECTION_DOMAIN",
        },
        updates: [
          { priority: 300 },
          { blockResponse: "NODATA" },
          { action: "ALLOW", blockResponse: undefined },
          { firewallDomainRedirectionAction: "TRUST_REDIRECTION_DOMAIN" },
          { qType: "A" },
        ],
        replacements: { firewallRuleGroupId: "other", firewallDomainListId: "other" },
      };
    },
  },
  {
    token: "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
    async prepare(world) {
      const group = await world.make(ruleGroup, {});
      const vpc = await world.vpc();
      return {
        inputs: { firewallRuleGroupId: group.id, vpcId: vpc.id, priority: 101 },
        expected: { mutationProtection: "DISABLED" },
        updates: [{ priority: 102 }, { mutationProtection: "ENABLED" }, { mutationProtection: "DISABLED" }],
        replacements: { firewallRuleGroupId: "other", vpcId: "other" },
      };
    },
  },
  {
    token: "aws:route53/resolverFirewallConfig:ResolverFirewallConfig",
    permanent: true,
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: { resourceId: vpc.id, firewallFailOpen: "DISABLED" },
        expected: { ownerId: "123456789012" },
        updates: [{ firewallFailOpen: "ENABLED" }],
        replacements: { resourceId: "other" },
      };
    },
  },
];

export const nameCases: readonly LifeCase[] = [...zones, ...firewall];
