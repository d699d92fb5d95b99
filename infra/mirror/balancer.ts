import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { heartbeatPort } from "./target";

export interface BalancerArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly port: number;
  /** Zone of the names, and the names in it that lead here. */
  readonly zoneId: pulumi.Input<string>;
  readonly hostNames: readonly string[];
  readonly protect: boolean;
}

/** Seconds in which a mirror that leaves ends its transfers. */
const deregistrationSeconds = 60;

/** Seconds between two looks at a mirror; two bad answers take it out, two good ones in. */
const healthCheckSeconds = 10;

/**
 * One address for the mirrors of a trust level: an internal network load balancer, which passes TLS through, and a name
 * for each upstream. Zones stay apart (the default): a build's bytes do not cross zones, and each zone fills its cache.
 */
export class Balancer extends pulumi.ComponentResource {
  readonly targetGroupArn: pulumi.Output<string>;
  /** As metrics name the balancer and its targets. Source: NLB guide, "CloudWatch metrics", dimensions. */
  readonly metricNames: { readonly balancer: pulumi.Output<string>; readonly targets: pulumi.Output<string> };

  constructor(name: string, args: BalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:mirrors:Balancer", name, {}, opts);
    const parent = { parent: this };
    const balancer = new aws.lb.LoadBalancer(
      name,
      {
        loadBalancerType: "network",
        // The default is a public one.
        internal: true,
        ipAddressType: "ipv4",
        subnets: args.subnetIds,
        // Only at creation: a network load balancer made without groups can never have one.
        securityGroups: [args.securityGroupId],
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
        enableCrossZoneLoadBalancing: false,
        enableDeletionProtection: args.protect,
        tags: { Name: name },
      },
      parent,
    );
    const target = new aws.lb.TargetGroup(
      name,
      {
        vpcId: args.vpcId,
        protocol: "TCP",
        port: args.port,
        targetType: "instance",
        preserveClientIp: "true",
        deregistrationDelay: deregistrationSeconds,
        healthCheck: {
          protocol: "HTTP",
          port: String(heartbeatPort),
          path: "/heartbeat",
          matcher: "200",
          interval: healthCheckSeconds,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
        },
        tags: { Name: name },
      },
      parent,
    );
    const listener = new aws.lb.Listener(
      name,
      {
        loadBalancerArn: balancer.arn,
        protocol: "TCP",
        port: args.port,
        defaultActions: [{ type: "forward", targetGroupArn: target.arn }],
      },
      parent,
    );
    for (const hostName of args.hostNames) {
      new aws.route53.Record(
        `${name}-${hostName}`,
        {
          zoneId: args.zoneId,
          name: hostName,
          type: "A",
          aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }],
        },
        parent,
      );
    }
    // A group is told of a target group only once a balancer uses it.
    this.targetGroupArn = pulumi.all([target.arn, listener.arn]).apply(([arn]) => arn);
    this.metricNames = { balancer: balancer.arnSuffix, targets: target.arnSuffix };
    this.registerOutputs({ targetGroupArn: this.targetGroupArn });
  }
}
