import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { formatAddress, parseCidr } from "../cidr";
import { type LinkConnection, type LinkTunnel } from "../outputs";
import { type LinkSettings } from "../settings/groups/link";
import { tunnelOptions } from "./tunnel";

export interface VpnTunnelsArgs {
  /** Its name in the settings. */
  readonly gateway: string;
  readonly customer: LinkSettings["gateways"][string];
  /**
   * Unique in the region: AWS answers a second request with the same address and number with the gateway that is there,
   * another environment's. Source: EC2 API, CreateCustomerGateway.
   */
  readonly deviceName: string;
  readonly vpnGatewayId: pulumi.Input<string>;
  readonly link: LinkSettings;
  /** Blocks behind the gateway; empty with BGP, where the gateway announces them. */
  readonly staticBlocks: readonly string[];
  readonly logGroupArn: pulumi.Input<string>;
  readonly bgpLogGroupArn: pulumi.Input<string> | undefined;
}

/** Largest number that the API takes as `BgpAsn`; others are `BgpAsnExtended`. Source: EC2 API, CreateCustomerGateway. */
const largestShortAsn = 2_147_483_647;

/** One customer gateway, and the connection of two tunnels that ends there. */
export class VpnTunnels extends pulumi.ComponentResource {
  /** Its name in the settings. */
  readonly gateway: string;
  readonly connectionId: pulumi.Output<string>;
  /** What the machine at the other end, and the alarms, must know. No secret in it. */
  readonly facts: pulumi.Output<LinkConnection>;

  constructor(name: string, args: VpnTunnelsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:VpnTunnels", name, {}, opts);
    const { customer, link } = args;
    const parent = { parent: this };
    const tags = { Name: name };
    const asn = String(customer.asn);
    const customerGateway = new aws.ec2.CustomerGateway(
      name,
      {
        type: "ipsec.1",
        ipAddress: customer.address,
        ...(customer.asn > largestShortAsn ? { bgpAsnExtended: asn } : { bgpAsn: asn }),
        deviceName: args.deviceName,
        tags,
      },
      parent,
    );
    const [first = "", second = ""] = customer.tunnelBlocks;
    const connection = new aws.ec2.VpnConnection(
      name,
      {
        type: "ipsec.1",
        customerGatewayId: customerGateway.id,
        vpnGatewayId: args.vpnGatewayId,
        staticRoutesOnly: link.routing === "static",
        // The API then shows the keys as REDACTED, and none lands in the state.
        presharedKeyStorage: "SecretsManager",
        ...tunnelOptions({
          blocks: [first, second],
          holdMaintenance: link.holdMaintenance,
          logGroupArn: args.logGroupArn,
          bgpLogGroupArn: args.bgpLogGroupArn,
        }),
        tags,
      },
      parent,
    );
    for (const destinationCidrBlock of args.staticBlocks) {
      new aws.ec2.VpnConnectionRoute(
        `${name}-${destinationCidrBlock.replace("/", "-")}`,
        { vpnConnectionId: connection.id, destinationCidrBlock },
        parent,
      );
    }
    this.gateway = args.gateway;
    this.connectionId = connection.id;
    this.facts = pulumi.output({
      gateway: args.gateway,
      connectionId: connection.id,
      gatewayAddress: customer.address,
      gatewayAsn: customer.asn,
      amazonAsn: link.amazonAsn,
      routing: link.routing,
      tunnels: [
        tunnel(first, connection.tunnel1Address, connection.presharedKeyArn),
        tunnel(second, connection.tunnel2Address, connection.presharedKeyArn),
      ],
    });
    this.registerOutputs({ connectionId: this.connectionId });
  }
}

/** AWS's side has the first address of the block, the other side the second. Source: VPN guide, "Tunnel options". */
function tunnel(
  insideBlock: string,
  outsideAddress: pulumi.Output<string>,
  presharedKeySecretArn: pulumi.Output<string>,
): pulumi.Output<LinkTunnel> {
  const block = parseCidr(insideBlock);
  if (block === undefined) throw new RangeError(`${insideBlock} is no IPv4 block`);
  return pulumi.output({
    outsideAddress,
    insideBlock,
    amazonInsideAddress: formatAddress(block.address + 1),
    gatewayInsideAddress: formatAddress(block.address + 2),
    presharedKeySecretArn,
  });
}
