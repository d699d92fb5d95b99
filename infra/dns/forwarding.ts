import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type DnsSettings } from "../settings/groups/dns";

export interface ForwardingArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly forward: NonNullable<DnsSettings["forward"]>;
  /** One address is taken from each: two at least. Source: Route 53 guide, "Considerations when creating endpoints". */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** May open UDP and TCP 53 to the servers, and nothing else. */
  readonly securityGroupId: pulumi.Input<string>;
}

/** Has the build network's own servers answer its domains: an outbound endpoint, and a rule for each domain. */
export class Forwarding extends pulumi.ComponentResource {
  constructor(name: string, args: ForwardingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:dns:Forwarding", name, {}, opts);
    const parent = { parent: this };
    const endpoint = new aws.route53.ResolverEndpoint(
      name,
      {
        direction: "OUTBOUND",
        resolverEndpointType: "IPV4",
        protocols: ["Do53"],
        securityGroupIds: [args.securityGroupId],
        ipAddresses: args.subnetIds.map((subnetId) => ({ subnetId })),
        tags: { Name: name },
      },
      parent,
    );
    for (const domainName of args.forward.domains) {
      const label = `${name}-${domainName}`;
      // Names of rules hold no dot; they need not be unique. Source: Route 53 Resolver API, CreateResolverRule.
      const physical = label.replaceAll(".", "-");
      const rule = new aws.route53.ResolverRule(
        label,
        {
          name: physical,
          domainName,
          ruleType: "FORWARD",
          resolverEndpointId: endpoint.id,
          targetIps: args.forward.servers.map((ip) => ({ ip, port: 53 })),
        },
        parent,
      );
      new aws.route53.ResolverRuleAssociation(
        label,
        { name: physical, resolverRuleId: rule.id, vpcId: args.vpcId },
        parent,
      );
    }
    this.registerOutputs({ endpointId: endpoint.id });
  }
}
