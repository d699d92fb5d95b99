import {
  CreateVpnConnectionCommand,
  DeleteVpnConnectionCommand,
  DescribeVpnConnectionsCommand,
  ModifyVpnConnectionCommand,
  ModifyVpnConnectionOptionsCommand,
  ModifyVpnTunnelOptionsCommand,
  type TunnelInsideIpVersion,
  type VpnConnection,
  type VpnConnectionOptionsSpecification,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { flag, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";
import {
  tunnelConfigurations,
  tunnelKeys,
  tunnelOptions,
  tunnelProps,
  type Tunnel,
  tunnels,
} from "./vpnTunnels";

const gatewayKeys = ["customerGatewayId", "transitGatewayId", "vpnGatewayId"];
const networkKeys = [
  "localIpv4NetworkCidr",
  "localIpv6NetworkCidr",
  "remoteIpv4NetworkCidr",
  "remoteIpv6NetworkCidr",
];
const perTunnelOutputs = ["Address", "BgpAsn", "BgpHoldtime", "CgwInsideAddress", "VgwInsideAddress"];

export async function describeVpnConnection(aws: Aws, id: string): Promise<VpnConnection | undefined> {
  const answer = await ec2(aws).send(new DescribeVpnConnectionsCommand({ VpnConnectionIds: [id] }));
  const [connection] = answer.VpnConnections ?? [];
  return connection?.State === "deleted" ? undefined : connection;
}

async function available(aws: Aws, id: string): Promise<void> {
  await until(aws, `${id} to be available`, 2400, async () =>
    (await describeVpnConnection(aws, id))?.State === "available" ? true : undefined,
  );
}

function options(inputs: Props): VpnConnectionOptionsSpecification {
  return {
    EnableAcceleration: flag(inputs, "enableAcceleration"),
    StaticRoutesOnly: flag(inputs, "staticRoutesOnly"),
    TunnelInsideIpVersion: text(inputs, "tunnelInsideIpVersion") as TunnelInsideIpVersion | undefined,
    OutsideIpAddressType: text(inputs, "outsideIpAddressType"),
    ...networkOptions(inputs),
    TunnelOptions: tunnels.map((tunnel) => tunnelOptions(inputs, tunnel)),
  };
}

const networkOptions = (inputs: Props): VpnConnectionOptionsSpecification => ({
  LocalIpv4NetworkCidr: text(inputs, "localIpv4NetworkCidr"),
  LocalIpv6NetworkCidr: text(inputs, "localIpv6NetworkCidr"),
  RemoteIpv4NetworkCidr: text(inputs, "remoteIpv4NetworkCidr"),
  RemoteIpv6NetworkCidr: text(inputs, "remoteIpv6NetworkCidr"),
});

function tunnelOutputs(connection: VpnConnection, known: Props): Props {
  const configurations = tunnelConfigurations(connection.CustomerGatewayConfiguration ?? "", known);
  const props: Props[] = tunnels.map((tunnel, index) => {
    const configuration = configurations[index];
    if (configuration === undefined) return {};
    const option = connection.Options?.TunnelOptions?.find(
      ({ OutsideIpAddress }) => OutsideIpAddress === configuration.outsideAddress,
    );
    return {
      ...(option === undefined ? {} : tunnelProps(option, tunnel)),
      [`${tunnel}Address`]: configuration.outsideAddress,
      [`${tunnel}BgpAsn`]: configuration.bgpAsn,
      [`${tunnel}BgpHoldtime`]: configuration.bgpHoldSeconds,
      [`${tunnel}CgwInsideAddress`]: configuration.customerInsideAddress,
      [`${tunnel}VgwInsideAddress`]: configuration.gatewayInsideAddress,
      [`${tunnel}PresharedKey`]: configuration.presharedKey,
    };
  });
  return Object.assign({}, ...props) as Props;
}

const changes = (keys: readonly string[], news: Props, olds: Props): string[] =>
  keys.filter((key) => news[key] !== undefined && !same(news[key], olds[key]));

async function updateTunnel(aws: Aws, id: string, tunnel: Tunnel, news: Props, olds: Props): Promise<void> {
  const changed = changes(tunnelKeys(tunnel), news, olds);
  if (changed.length === 0) return;
  await ec2(aws).send(
    new ModifyVpnTunnelOptionsCommand({
      VpnConnectionId: id,
      VpnTunnelOutsideIpAddress: text(olds, `${tunnel}Address`),
      TunnelOptions: tunnelOptions(news, tunnel, changed),
    }),
  );
  await available(aws, id);
}

export const vpnConnection: ResourceType = {
  token: "aws:ec2/vpnConnection:VpnConnection",
  required: ["customerGatewayId", "type"],
  replaceOn: [
    "enableAcceleration",
    "outsideIpAddressType",
    "presharedKeyStorage",
    "staticRoutesOnly",
    "transportTransitGatewayAttachmentId",
    "tunnelInsideIpVersion",
    "type",
    "vpnConcentratorId",
    ...tunnels.flatMap((tunnel) => [`${tunnel}InsideCidr`, `${tunnel}InsideIpv6Cidr`]),
  ],
  outputs: [
    "arn",
    "coreNetworkArn",
    "coreNetworkAttachmentArn",
    "customerGatewayConfiguration",
    "presharedKeyArn",
    "routes",
    "transitGatewayAttachmentId",
    "vgwTelemetries",
    ...tunnels.flatMap((tunnel) => perTunnelOutputs.map((name) => tunnel + name)),
  ],
  chosenByAws: [
    "enableAcceleration",
    "outsideIpAddressType",
    "staticRoutesOnly",
    "tunnelInsideIpVersion",
    ...networkKeys,
    ...tunnels.flatMap((tunnel) => [`${tunnel}InsideCidr`, `${tunnel}PresharedKey`]),
  ],
  secrets: ["customerGatewayConfiguration", "tunnel1PresharedKey", "tunnel2PresharedKey"],
  tagging: ec2Tagging,
  unsettledBy: (changed) =>
    changed.some((key) => /^tunnel\d|GatewayId$/.test(key)) ? ["customerGatewayConfiguration"] : [],
  async create(aws, inputs) {
    const { VpnConnection: made } = await ec2(aws).send(
      new CreateVpnConnectionCommand({
        CustomerGatewayId: text(inputs, "customerGatewayId"),
        TransitGatewayId: text(inputs, "transitGatewayId"),
        VpnGatewayId: text(inputs, "vpnGatewayId"),
        Type: text(inputs, "type"),
        PreSharedKeyStorage: text(inputs, "presharedKeyStorage"),
        Options: options(inputs),
        TagSpecifications: tagSpecifications("vpn-connection", inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.VpnConnectionId, "a VPN connection id"));
    await available(aws, id);
    return id;
  },
  async read(aws, id, known) {
    const found = await describeVpnConnection(aws, id);
    if (found === undefined) return undefined;
    return {
      arn: aws.arn("ec2", `vpn-connection/${id}`),
      coreNetworkArn: found.CoreNetworkArn ?? "",
      coreNetworkAttachmentArn: found.CoreNetworkAttachmentArn ?? "",
      presharedKeyArn: found.PreSharedKeyArn ?? "",
      transitGatewayAttachmentId: "",
      customerGatewayId: found.CustomerGatewayId,
      transitGatewayId: found.TransitGatewayId,
      vpnGatewayId: found.VpnGatewayId,
      type: found.Type,
      customerGatewayConfiguration: found.CustomerGatewayConfiguration ?? "",
      enableAcceleration: found.Options?.EnableAcceleration,
      staticRoutesOnly: found.Options?.StaticRoutesOnly,
      tunnelInsideIpVersion: found.Options?.TunnelInsideIpVersion,
      outsideIpAddressType: found.Options?.OutsideIpAddressType,
      localIpv4NetworkCidr: found.Options?.LocalIpv4NetworkCidr,
      localIpv6NetworkCidr: found.Options?.LocalIpv6NetworkCidr,
      remoteIpv4NetworkCidr: found.Options?.RemoteIpv4NetworkCidr,
      remoteIpv6NetworkCidr: found.Options?.RemoteIpv6NetworkCidr,
      routes: (found.Routes ?? []).map((route) => ({
        destinationCidrBlock: route.DestinationCidrBlock ?? "",
        source: route.Source ?? "",
        state: route.State ?? "",
      })),
      vgwTelemetries: (found.VgwTelemetry ?? []).map((telemetry) => ({
        acceptedRouteCount: telemetry.AcceptedRouteCount ?? 0,
        certificateArn: telemetry.CertificateArn ?? "",
        lastStatusChange: telemetry.LastStatusChange?.toISOString() ?? "",
        outsideIpAddress: telemetry.OutsideIpAddress ?? "",
        status: telemetry.Status ?? "",
        statusMessage: telemetry.StatusMessage ?? "",
      })),
      ...tunnelOutputs(found, known),
      tagsAll: tagsAll(found.Tags),
    };
  },
  async update(aws, id, news, olds) {
    if (changes(gatewayKeys, news, olds).length > 0) {
      await ec2(aws).send(
        new ModifyVpnConnectionCommand({
          VpnConnectionId: id,
          CustomerGatewayId: text(news, "customerGatewayId"),
          TransitGatewayId: text(news, "transitGatewayId"),
          VpnGatewayId: text(news, "vpnGatewayId"),
        }),
      );
      await available(aws, id);
    }
    if (changes(networkKeys, news, olds).length > 0) {
      const networks = networkOptions(news);
      await ec2(aws).send(new ModifyVpnConnectionOptionsCommand({ VpnConnectionId: id, ...networks }));
      await available(aws, id);
    }
    for (const tunnel of tunnels) await updateTunnel(aws, id, tunnel, news, olds);
  },
  async remove(aws, id) {
    await ec2(aws).send(new DeleteVpnConnectionCommand({ VpnConnectionId: id }));
    await untilGone(aws, id, 1800, () => describeVpnConnection(aws, id));
  },
};
