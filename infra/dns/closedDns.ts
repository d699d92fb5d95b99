import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type DnsSettings } from "../settings/groups/dns";
import { type AllowedNames } from "./allowedNames";
import { DnsFirewall } from "./dnsFirewall";
import { Forwarding, type ForwardingArgs } from "./forwarding";

export interface ClosedDnsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly dns: DnsSettings;
  /** `allowedNames` of the environment. */
  readonly allowed: AllowedNames;
  /** Where the outbound endpoint stands, and what it forwards; null: nothing is forwarded. */
  readonly forwarding: Omit<ForwardingArgs, "vpcId"> | null;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** The key must admit it by name. */
  readonly logGroupName: string;
}

/** Seconds that an answer is kept: a host that moves is found within this. */
const hostTtlSeconds = 300;

/**
 * DNS of the VPC: the stack's own zone, the declared names of the build network, AWS's few names, and nothing else.
 *
 * ```
 *   VM or function ── VPC+2 ── firewall ── own zone, a zone for each host    (answered here)
 *                                      ├── endpoints' names                  (answered by AWS)
 *                                      ├── forwarded domains ── endpoint ── link ── build network's servers
 *                                      └── any other: no such name
 * ```
 */
export class ClosedDns extends pulumi.ComponentResource {
  /** Zone of the stack's own names. */
  readonly zoneId: pulumi.Output<string>;

  constructor(name: string, args: ClosedDnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:dns:ClosedDns", name, {}, opts);
    const { vpcId, dns } = args;
    const parent = { parent: this };
    const zoneOf = (label: string, zoneName: string, comment: string) =>
      new aws.route53.Zone(label, { name: zoneName, comment, vpcs: [{ vpcId }] }, parent);
    const own = zoneOf(name, dns.zone, "Names of this stack");
    for (const [host, address] of Object.entries(dns.hosts)) {
      // A zone of its own: in a zone for the whole domain every other name of it would cease to exist.
      const zone = zoneOf(`${name}-${host}`, host, "A host of the build network");
      new aws.route53.Record(
        `${name}-${host}`,
        { zoneId: zone.zoneId, name: host, type: "A", ttl: hostTtlSeconds, records: [address] },
        parent,
      );
    }
    new DnsFirewall(`${name}-firewall`, { vpcId, allowed: args.allowed }, parent);
    // Reverse names of the VPC's addresses: nobody needs them, and the firewall would block them.
    new aws.route53.ResolverConfig(name, { resourceId: vpcId, autodefinedReverseFlag: "DISABLE" }, parent);
    this.log(name, args);
    if (args.forwarding !== null) new Forwarding(`${name}-forward`, { vpcId, ...args.forwarding }, parent);
    this.zoneId = own.zoneId;
    this.registerOutputs({ zoneId: this.zoneId });
  }

  /**
   * Every query and its answer: flow logs leave DNS out. AWS's log delivery amends the account's log resource policy by
   * itself. Source: Route 53 guide, "Resolver query logging: CloudWatch Logs permissions".
   */
  private log(name: string, { vpcId, dns, kmsKeyArn, logGroupName }: ClosedDnsArgs): void {
    const parent = { parent: this };
    const label = `${name}-queries`;
    const group = new aws.cloudwatch.LogGroup(
      label,
      { name: logGroupName, retentionInDays: dns.logRetentionDays, kmsKeyId: kmsKeyArn },
      parent,
    );
    const config = new aws.route53.ResolverQueryLogConfig(label, { destinationArn: group.arn }, parent);
    new aws.route53.ResolverQueryLogConfigAssociation(
      label,
      { resolverQueryLogConfigId: config.id, resourceId: vpcId },
      parent,
    );
  }
}
