import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type WatchedTunnel } from "../alarms/alarms";
import { type LinkSettings } from "../settings/groups/link";
import { VpnTunnels } from "./vpnTunnels";

export interface VpnLinkArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly environment: string;
  readonly link: LinkSettings;
  /** Blocks of the build network: each gets a static route, nothing else does. */
  readonly blocks: readonly string[];
  /** Route tables whose subnets may reach the build network, by role; the role is part of logical names. */
  readonly routeTableIds: Readonly<Record<string, pulumi.Input<string>>>;
  readonly kmsKeyArn: pulumi.Input<string>;
  /** The key must admit both log groups by name. */
  readonly logGroups: { readonly tunnels: string; readonly bgp: string };
}

/**
 * The link to the build network: one or two customer gateways, each with a VPN connection of two tunnels to the VPC's one
 * VPN gateway.
 *
 * ```
 *   route tables ── static routes ──> VPN gateway ══ 2 tunnels ══ gateway main    ── build network
 *                                                 ══ 2 tunnels ══ gateway spare   ── (bgp only)
 * ```
 *
 * The VPC's routes are static for the declared blocks with either routing, and propagation stays off: what the other side
 * announces chooses the tunnel, and never enters a route table, least of all as a default route.
 */
export class VpnLink extends pulumi.ComponentResource {
  /** By gateway, in the settings' order. */
  readonly connections: readonly VpnTunnels[];

  constructor(name: string, args: VpnLinkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:VpnLink", name, {}, opts);
    const parent = { parent: this };
    const { link } = args;
    const gateway = new aws.ec2.VpnGateway(
      name,
      { amazonSideAsn: String(link.amazonAsn), tags: { Name: name } },
      parent,
    );
    const attachment = new aws.ec2.VpnGatewayAttachment(
      name,
      { vpcId: args.vpcId, vpnGatewayId: gateway.id },
      parent,
    );
    // AWS's own log delivery writes to them: it amends the account's log resource policy when a connection names a group.
    const logGroup = (kind: keyof VpnLinkArgs["logGroups"]) =>
      new aws.cloudwatch.LogGroup(
        `${name}-${kind}`,
        { name: args.logGroups[kind], retentionInDays: link.logRetentionDays, kmsKeyId: args.kmsKeyArn },
        parent,
      );
    const tunnelLog = logGroup("tunnels");
    const bgpLog = link.routing === "bgp" ? logGroup("bgp") : undefined;
    this.connections = Object.entries(link.gateways).map(
      ([gatewayName, customer]) =>
        new VpnTunnels(
          `${name}-${gatewayName}`,
          {
            gateway: gatewayName,
            customer,
            deviceName: `overflow-${args.environment}-${gatewayName}`,
            vpnGatewayId: gateway.id,
            link,
            staticBlocks: link.routing === "static" ? args.blocks : [],
            logGroupArn: tunnelLog.arn,
            bgpLogGroupArn: bgpLog?.arn,
          },
          parent,
        ),
    );
    for (const destinationCidrBlock of args.blocks) {
      const label = `${name}-${destinationCidrBlock.replace("/", "-")}`;
      for (const [role, routeTableId] of Object.entries(args.routeTableIds)) {
        new aws.ec2.Route(
          `${label}-${role}`,
          { routeTableId, destinationCidrBlock, gatewayId: gateway.id },
          // A route to a gateway that is not attached to the VPC is refused.
          { parent: this, dependsOn: [attachment] },
        );
      }
    }
    this.registerOutputs({ connectionIds: this.connections.map(({ connectionId }) => connectionId) });
  }

  /** Every tunnel, for what watches them. */
  tunnels(): readonly WatchedTunnel[] {
    return this.connections.flatMap(({ gateway, connectionId, facts }) =>
      ([1, 2] as const).map((number) => ({
        gateway,
        number,
        connectionId,
        outsideAddress: facts.apply(({ tunnels }) => tunnels[number - 1]?.outsideAddress ?? ""),
      })),
    );
  }
}
