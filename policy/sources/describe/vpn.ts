import { present } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { types } from "./types";

const gone = (state: string | undefined) => state === "deleted" || state === "deleting";

/** Virtual private and customer gateways. Source: EC2 API, VpnGateway, CustomerGateway. */
export function readVpnGateways(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-vpn-gateways")) {
    if (gone(item.text("State"))) continue;
    const attached = item
      .list("VpcAttachments")
      .find((one) => ["attached", "attaching"].includes(one.text("State") ?? "attached"));
    collection.add(
      types.vpnGateway,
      item.id("VpnGatewayId"),
      { vpcId: attached?.text("VpcId"), availabilityZone: item.text("AvailabilityZone") },
      item,
    );
  }
  for (const item of answers.items("describe-customer-gateways")) {
    if (gone(item.text("State"))) continue;
    collection.add(
      types.customerGateway,
      item.id("CustomerGatewayId"),
      {
        ipAddress: item.text("IpAddress"),
        bgpAsn: item.text("BgpAsn"),
        certificateArn: item.text("CertificateArn"),
        deviceName: item.text("DeviceName"),
        type: item.text("Type"),
      },
      item,
    );
  }
}

/** VPN connections with their selectors and static routes; never their keys. Source: EC2 API, VpnConnection. */
export function readVpnConnections(answers: Answers, collection: Collection): void {
  const attachments = attachmentsByVpn(answers);
  for (const item of answers.items("describe-vpn-connections")) {
    if (gone(item.text("State"))) continue;
    const id = item.id("VpnConnectionId");
    const options = item.object("Options");
    const routes = item.list("Routes").filter((route) => !gone(route.text("State")));
    const tunnels = options?.list("TunnelOptions") ?? [];
    collection.add(
      types.vpnConnection,
      id,
      {
        customerGatewayId: item.text("CustomerGatewayId"),
        vpnGatewayId: item.text("VpnGatewayId"),
        transitGatewayId: item.text("TransitGatewayId"),
        transitGatewayAttachmentId: attachments.get(id),
        coreNetworkArn: item.text("CoreNetworkArn"),
        type: item.text("Type"),
        presharedKeyArn: item.text("PreSharedKeyArn"),
        // Source: EC2 API, VpnConnection, PreSharedKeyArn: where the key is kept, if it is.
        presharedKeyStorage: item.text("PreSharedKeyArn") === undefined ? "Standard" : "SecretsManager",
        staticRoutesOnly: options?.flag("StaticRoutesOnly") ?? false,
        localIpv4NetworkCidr: options?.text("LocalIpv4NetworkCidr"),
        remoteIpv4NetworkCidr: options?.text("RemoteIpv4NetworkCidr"),
        localIpv6NetworkCidr: options?.text("LocalIpv6NetworkCidr"),
        remoteIpv6NetworkCidr: options?.text("RemoteIpv6NetworkCidr"),
        outsideIpAddressType: options?.text("OutsideIpAddressType"),
        tunnelInsideIpVersion: options?.text("TunnelInsideIpVersion"),
        routes: routes.map((route) =>
          present({
            destinationCidrBlock: route.text("DestinationCidrBlock"),
            source: route.text("Source"),
            state: route.text("State"),
          }),
        ),
        ...Object.fromEntries(
          tunnels.slice(0, 2).flatMap((tunnel, index) => tunnelProps(tunnel, `tunnel${index + 1}`)),
        ),
      },
      item,
    );
    for (const route of routes) {
      const destinationCidrBlock = route.text("DestinationCidrBlock");
      if (destinationCidrBlock === undefined) continue;
      const props = { vpnConnectionId: id, destinationCidrBlock };
      collection.add(types.vpnRoute, `${destinationCidrBlock}:${id}`, props, route);
    }
  }
}

type Tunnel = ReturnType<Answers["items"]>[number];

/** What the tunnels agree on, by the provider's names. Source: EC2 API, TunnelOption; the key is not read. */
function tunnelProps(tunnel: Tunnel, prefix: string): readonly (readonly [string, unknown])[] {
  const values = (list: string) =>
    tunnel.has(list) ? tunnel.list(list).flatMap((item) => item.text("Value") ?? []) : undefined;
  const numbers = (list: string) =>
    tunnel.has(list) ? tunnel.list(list).flatMap((item) => item.number("Value") ?? []) : undefined;
  const all: Readonly<Record<string, unknown>> = {
    IkeVersions: values("IkeVersions"),
    Phase1DhGroupNumbers: numbers("Phase1DHGroupNumbers"),
    Phase1EncryptionAlgorithms: values("Phase1EncryptionAlgorithms"),
    Phase1IntegrityAlgorithms: values("Phase1IntegrityAlgorithms"),
    Phase2DhGroupNumbers: numbers("Phase2DHGroupNumbers"),
    Phase2EncryptionAlgorithms: values("Phase2EncryptionAlgorithms"),
    Phase2IntegrityAlgorithms: values("Phase2IntegrityAlgorithms"),
    InsideCidr: tunnel.text("TunnelInsideCidr"),
    Address: tunnel.text("OutsideIpAddress"),
    DpdTimeoutAction: tunnel.text("DpdTimeoutAction"),
    StartupAction: tunnel.text("StartupAction"),
  };
  return Object.entries(all).map(([name, value]) => [`${prefix}${name}`, value] as const);
}

/** A connection to a transit gateway is an attachment of it, under an id of its own. */
function attachmentsByVpn(answers: Answers): ReadonlyMap<string, string> {
  const pairs = answers
    .items("describe-transit-gateway-attachments")
    .filter((item) => item.text("ResourceType") === "vpn")
    .map((item) => [item.text("ResourceId") ?? "", item.id("TransitGatewayAttachmentId")] as const);
  return new Map(pairs);
}
