import { type LifeCase, type World } from "../world";

async function outbound(world: World) {
  const vpc = await world.vpc();
  const subnet = await world.subnet(vpc);
  const group = await world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
  const inputs = {
    direction: "OUTBOUND",
    securityGroupIds: [group.id],
    ipAddresses: [{ subnetId: subnet.id }, { subnetId: subnet.id, ip: "10.130.1.40" }],
  };
  return { vpc, subnet, inputs };
}

async function makeRule(world: World) {
  const { vpc, inputs } = await outbound(world);
  const endpoint = await world.make("aws:route53/resolverEndpoint:ResolverEndpoint", inputs);
  const rule = {
    ruleType: "FORWARD",
    domainName: "corp.example",
    resolverEndpointId: endpoint.id,
    targetIps: [{ ip: "10.20.0.53" }],
  };
  return { vpc, inputs: rule };
}

export const resolverCases: readonly LifeCase[] = [
  {
    token: "aws:route53/resolverConfig:ResolverConfig",
    permanent: true,
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: { resourceId: vpc.id, autodefinedReverseFlag: "DISABLE" },
        updates: [{ autodefinedReverseFlag: "ENABLE" }],
        replacements: { resourceId: "other" },
      };
    },
  },
  {
    token: "aws:route53/resolverDnsSecConfig:ResolverDnsSecConfig",
    async prepare(world) {
      const vpc = await world.vpc();
      return {
        inputs: { resourceId: vpc.id },
        expected: { validationStatus: "ENABLED" },
        replacements: { resourceId: "other" },
      };
    },
  },
  {
    token: "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
    async prepare(world) {
      const group = await world.make("aws:cloudwatch/logGroup:LogGroup", {});
      return {
        inputs: { destinationArn: group.text("arn") },
        expected: { ownerId: "123456789012", shareStatus: "NOT_SHARED" },
        replacements: { destinationArn: "other", name: "other" },
      };
    },
  },
  {
    token: "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    async prepare(world) {
      const group = await world.make("aws:cloudwatch/logGroup:LogGroup", {});
      const config = await world.make("aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig", {
        destinationArn: group.text("arn"),
      });
      const vpc = await world.vpc();
      return {
        inputs: { resolverQueryLogConfigId: config.id, resourceId: vpc.id },
        replacements: { resolverQueryLogConfigId: "other", resourceId: "other" },
      };
    },
  },
  {
    token: "aws:route53/resolverEndpoint:ResolverEndpoint",
    async prepare(world) {
      const { vpc, subnet, inputs } = await outbound(world);
      return {
        inputs,
        expected: { hostVpcId: vpc.id, protocols: ["Do53"], resolverEndpointType: "IPV4" },
        updates: [
          { name: "to-the-build-network" },
          { protocols: ["Do53", "DoH"] },
          { ipAddresses: [{ subnetId: subnet.id, ip: "10.130.1.41" }, { subnetId: subnet.id }] },
        ],
        replacements: { direction: "INBOUND", securityGroupIds: ["other"] },
      };
    },
  },
  {
    token: "aws:route53/resolverRule:ResolverRule",
    async prepare(world) {
      const { inputs } = await makeRule(world);
      return {
        inputs,
        expected: { ownerId: "123456789012", shareStatus: "NOT_SHARED" },
        updates: [{ name: "corp" }, { targetIps: [{ ip: "10.20.0.53", port: 5353 }, { ip: "10.20.0.54" }] }],
        replacements: { domainName: "other", ruleType: "SYSTEM", resolverEndpointId: undefined },
      };
    },
  },
  {
    token: "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
    async prepare(world) {
      const { vpc, inputs } = await makeRule(world);
      const rule = await world.make("aws:route53/resolverRule:ResolverRule", inputs);
      return {
        inputs: { resolverRuleId: rule.id, vpcId: vpc.id },
        replacements: { resolverRuleId: "other", vpcId: "other", name: "other" },
      };
    },
  },
];
