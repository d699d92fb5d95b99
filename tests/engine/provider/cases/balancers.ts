import { type LifeCase, type Part, type World } from "../world";

const token = {
  balancer: "aws:lb/loadBalancer:LoadBalancer",
  group: "aws:lb/targetGroup:TargetGroup",
  listener: "aws:lb/listener:Listener",
};

/** What a target group behind a network load balancer is given; shared with the cases of Auto Scaling. */
export const targetGroupInputs = (vpc: Part): Record<string, string | number> => ({
  vpcId: vpc.id,
  port: 443,
  protocol: "TCP",
});

const network = async (world: World): Promise<{ vpc: Part; subnet: Part; group: Part }> => {
  const vpc = await world.vpc();
  const subnet = await world.make("aws:ec2/subnet:Subnet", {
    vpcId: vpc.id,
    cidrBlock: "10.130.1.0/24",
    availabilityZone: "eu-central-1a",
  });
  const group = await world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
  return { vpc, subnet, group };
};

export const balancerCases: readonly LifeCase[] = [
  {
    token: token.balancer,
    async prepare(world) {
      const { vpc, subnet, group } = await network(world);
      const second = await world.make("aws:ec2/subnet:Subnet", {
        vpcId: vpc.id,
        cidrBlock: "10.130.2.0/24",
        availabilityZone: "eu-central-1b",
      });
      const other = await world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
      return {
        inputs: {
          loadBalancerType: "network",
          internal: true,
          subnets: [subnet.id],
          securityGroups: [group.id],
          enableDeletionProtection: true,
          enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
        },
        expected: { vpcId: vpc.id, zoneId: "Z3F0SRJ5LGBH90", ipAddressType: "ipv4", idleTimeout: 60 },
        updates: [
          { enableCrossZoneLoadBalancing: true },
          { securityGroups: [other.id, group.id] },
          { enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off" },
          { subnets: [subnet.id, second.id] },
          { enableDeletionProtection: false },
        ],
        replacements: { internal: false, name: "other", securityGroups: [], subnets: [second.id] },
      };
    },
  },
  {
    token: token.balancer,
    async prepare(world) {
      const { subnet, group } = await network(world);
      return {
        inputs: { loadBalancerType: "network", internal: true, subnets: [subnet.id] },
        expected: { securityGroups: [], enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "" },
        replacements: { securityGroups: [group.id] },
      };
    },
  },
  {
    token: token.group,
    async prepare(world) {
      const vpc = await world.vpc();
      const healthCheck = { protocol: "HTTP", port: "8081", path: "/heartbeat", interval: 10 };
      return {
        inputs: { ...targetGroupInputs(vpc), preserveClientIp: "true", healthCheck },
        expected: {
          targetType: "instance",
          deregistrationDelay: 300,
          connectionTermination: false,
          loadBalancingCrossZoneEnabled: "use_load_balancer_configuration",
          loadBalancerArns: [],
        },
        updates: [
          { deregistrationDelay: 60 },
          { connectionTermination: true },
          { preserveClientIp: "false" },
          { healthCheck: { ...healthCheck, matcher: "200", timeout: 5, unhealthyThreshold: 2 } },
          { healthCheck: { protocol: "TCP" } },
        ],
        replacements: { port: 80, protocol: "UDP", vpcId: "other", targetType: "ip" },
      };
    },
  },
  {
    token: token.listener,
    async prepare(world) {
      const { vpc, subnet } = await network(world);
      const balancer = await world.make(token.balancer, {
        loadBalancerType: "network",
        internal: true,
        subnets: [subnet.id],
      });
      const group = await world.make(token.group, targetGroupInputs(vpc));
      const other = await world.make(token.group, targetGroupInputs(vpc));
      return {
        inputs: {
          loadBalancerArn: balancer.id,
          port: 443,
          protocol: "TCP",
          defaultActions: [{ type: "forward", targetGroupArn: group.id }],
        },
        expected: { tcpIdleTimeoutSeconds: 350, sslPolicy: "" },
        updates: [
          { port: 8443 },
          { tcpIdleTimeoutSeconds: 600 },
          { defaultActions: [{ type: "forward", targetGroupArn: other.id }] },
          {
            defaultActions: [
              {
                type: "forward",
                forward: { targetGroups: [{ arn: group.id, weight: 1 }, { arn: other.id }] },
              },
            ],
          },
        ],
        replacements: { loadBalancerArn: "other" },
      };
    },
  },
];
