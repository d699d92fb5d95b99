import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Settings } from "./settings/schema";
import { tunnelOptions } from "./tunnel";

export interface VpnLinkArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly link: Settings["link"];
  /** Blocks of the build network: each gets a static route, nothing else does. */
  readonly blocks: readonly string[];
  /** Route tables whose subnets may reach the build network, by role. */
  readonly routeTableIds: Readonly<Record<string, pulumi.Input<string>>>;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly logGroupName: string;
}

/**
 * The link to the build network: two tunnels to one customer gateway, with static routes. Propagation stays off: what
 * the other side announces never enters a route table, least of all a default route.
 */
export class VpnLink extends pulumi.ComponentResource {
  readonly connectionId: pulumi.Output<string>;

  constructor(name: string, args: VpnLinkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:VpnLink", name, {}, opts);
    const parent = { parent: this };
    const tags = { Name: name };
    const customerGateway = new aws.ec2.CustomerGateway(
      name,
      { type: "ipsec.1", ipAddress: args.link.gatewayAddress, bgpAsn: String(args.link.gatewayAsn), tags },
      parent,
    );
    const gateway = new aws.ec2.VpnGateway(
      name,
      { amazonSideAsn: String(args.link.amazonAsn), tags },
      parent,
    );
    const attachment = new aws.ec2.VpnGatewayAttachment(
      name,
      { vpcId: args.vpcId, vpnGatewayId: gateway.id },
      parent,
    );
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-tunnels`,
      { name: args.logGroupName, retentionInDays: args.link.logRetentionDays, kmsKeyId: args.kmsKeyArn },
      parent,
    );
    const [first = "", second = ""] = args.link.tunnelBlocks;
    const connection = new aws.ec2.VpnConnection(
      name,
      {
        type: "ipsec.1",
        customerGatewayId: customerGateway.id,
        vpnGatewayId: gateway.id,
        staticRoutesOnly: true,
        // The API then shows the keys as REDACTED, and none lands in the state.
        presharedKeyStorage: "SecretsManager",
        ...tunnelOptions({
          blocks: [first, second],
          holdMaintenance: args.link.holdMaintenance,
          logGroupArn: logGroup.arn,
        }),
        tags,
      },
      parent,
    );
    for (const destinationCidrBlock of args.blocks) {
      const label = `${name}-${destinationCidrBlock.replace("/", "-")}`;
      new aws.ec2.VpnConnectionRoute(label, { vpnConnectionId: connection.id, destinationCidrBlock }, parent);
      for (const [role, routeTableId] of Object.entries(args.routeTableIds)) {
        new aws.ec2.Route(
          `${label}-${role}`,
          { routeTableId, destinationCidrBlock, gatewayId: gateway.id },
          // A route to a gateway that is not attached to the VPC is refused.
          { parent: this, dependsOn: [attachment] },
        );
      }
    }
    this.connectionId = connection.id;
    this.registerOutputs({ connectionId: this.connectionId });
  }
}
