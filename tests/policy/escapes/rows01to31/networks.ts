import { unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { add, ec2, route, rowOf } from "../shapes";

const inVpc = { vpcId: [own.vpc] };
const peering = rowOf(22, "no-peering");
const transit = rowOf(23, "no-transit-gateway");
const wan = rowOf(24, "no-cloud-wan");
const direct = rowOf(25, "no-direct-connect");
const client = rowOf(26, "no-client-vpn");

const tgw = add("ec2transitgateway");
const networkManager = add("networkmanager");
const dx = add("directconnect");
const clientVpn = add("ec2clientvpn");

const attachment = tgw(
  "VpcAttachment",
  "attachment",
  { vpcId: unknownText, subnetIds: [unknownText], transitGatewayId: "tgw-0123456789abcdef0" },
  { ...inVpc, subnetIds: [own.workersSubnet] },
);

/** Rows 22 to 26: other networks; `links.ts` has their twins. */
export const networks: readonly EscapeCase[] = [
  peering.escape(
    "with a VPC of the same account",
    ec2(
      "VpcPeeringConnection",
      "peering",
      { vpcId: unknownText, peerVpcId: "vpc-1", autoAccept: true },
      inVpc,
    ),
  ),
  peering.escape(
    "with a VPC of another account and region",
    ec2(
      "VpcPeeringConnection",
      "peering",
      { vpcId: unknownText, peerVpcId: "vpc-1", peerOwnerId: "999999999999", peerRegion: "eu-west-1" },
      inVpc,
    ),
  ),
  peering.escape("with a route to it", [
    ec2("VpcPeeringConnection", "peering", { vpcId: unknownText, peerVpcId: "vpc-1" }, inVpc),
    route("way", { vpcPeeringConnectionId: unknownText }, { vpcPeeringConnectionId: ["peering"] }),
  ]),
  peering.escape(
    "the acceptance of somebody's peering, by its literal id",
    ec2("VpcPeeringConnectionAccepter", "accept", { vpcPeeringConnectionId: "pcx-1", autoAccept: true }),
  ),
  peering.escape(
    "the options of somebody's peering",
    ec2("PeeringConnectionOptions", "options", {
      vpcPeeringConnectionId: "pcx-1",
      accepter: { allowRemoteVpcDnsResolution: true },
    }),
  ),

  transit.escape("a gateway", tgw("TransitGateway", "hub")),
  transit.escape(
    "a gateway that takes whoever asks",
    tgw("TransitGateway", "hub", { autoAcceptSharedAttachments: "enable" }),
  ),
  transit.escape("an attachment to a gateway from outside, by its literal id", attachment),
  transit.escape("an attachment with a route to it", [
    attachment,
    route("way", { transitGatewayId: "tgw-0123456789abcdef0" }),
  ]),
  transit.escape(
    "the acceptance of an attachment",
    tgw("VpcAttachmentAccepter", "accept", { transitGatewayAttachmentId: "tgw-attach-1" }),
  ),
  transit.escape(
    "a peering of gateways",
    tgw("PeeringAttachment", "peer", { peerTransitGatewayId: "tgw-2" }),
  ),
  transit.escape(
    "the acceptance of such a peering",
    tgw("PeeringAttachmentAccepter", "accept", { transitGatewayAttachmentId: "tgw-attach-1" }),
  ),
  transit.escape("a connect attachment", tgw("Connect", "connect", { transitGatewayId: "tgw-1" })),
  transit.escape("a connect peer", tgw("ConnectPeer", "peer", { peerAddress: "10.9.0.1" })),
  transit.escape("a route of a gateway", tgw("Route", "out", { destinationCidrBlock: "0.0.0.0/0" })),
  transit.escape(
    "a propagation",
    tgw("RouteTablePropagation", "learn", { transitGatewayRouteTableId: "tgw-rtb-1" }),
  ),
  transit.escape(
    "an association",
    tgw("RouteTableAssociation", "association", { transitGatewayRouteTableId: "tgw-rtb-1" }),
  ),
  transit.escape("a prefix list of a gateway", tgw("PrefixListReference", "list", { prefixListId: "pl-1" })),
  transit.escape("a multicast domain", tgw("MulticastDomain", "domain", { transitGatewayId: "tgw-1" })),
  transit.escape(
    "a member of a multicast group",
    tgw("MulticastGroupMember", "member", { groupIpAddress: "224.0.0.1" }),
  ),

  ...["VpcAttachment", "SiteToSiteVpnAttachment", "ConnectAttachment", "ConnectPeer", "TransitGatewayPeering"]
    .concat(
      "DxGatewayAttachment",
      "TransitGatewayRouteTableAttachment",
      "CoreNetwork",
      "GlobalNetwork",
      "Site",
    )
    .concat("AttachmentAccepter", "CoreNetworkPolicyAttachment", "TransitGatewayRegistration")
    .map((kind) =>
      wan.escape(`its ${kind}`, networkManager(kind, "wan", { coreNetworkId: "core-network-1" })),
    ),
  wan.escape("a route to a core network from outside, with an attachment", [
    networkManager("VpcAttachment", "wan", { vpcArn: unknownText, subnetArns: [unknownText] }),
    route("way", { coreNetworkArn: "arn:aws:networkmanager::999999999999:core-network/core-network-1" }),
  ]),

  ...["PrivateVirtualInterface", "PublicVirtualInterface", "TransitVirtualInterface"]
    .concat("HostedPrivateVirtualInterface", "HostedPublicVirtualInterface", "HostedTransitVirtualInterface")
    .concat("HostedPrivateVirtualInterfaceAccepter", "HostedPublicVirtualInterfaceAccepter")
    .concat(
      "HostedTransitVirtualInterfaceAcceptor",
      "Gateway",
      "GatewayAssociation",
      "GatewayAssociationProposal",
    )
    .concat("Connection", "HostedConnection", "LinkAggregationGroup", "BgpPeer")
    .map((kind) => direct.escape(`its ${kind}`, dx(kind, "line", { sitelinkEnabled: true }))),
  direct.escape(
    "our own VPN gateway on a Direct Connect gateway from outside",
    dx(
      "GatewayAssociation",
      "line",
      { dxGatewayId: "1", associatedGatewayId: unknownText, allowedPrefixes: ["0.0.0.0/0"] },
      { associatedGatewayId: [own.vpnGateway] },
    ),
  ),

  client.escape("an endpoint", clientVpn("Endpoint", "people", { clientCidrBlock: "10.99.0.0/16" })),
  client.escape(
    "the association of an endpoint from outside, by its literal id",
    clientVpn(
      "NetworkAssociation",
      "people",
      { clientVpnEndpointId: "cvpn-endpoint-1", subnetId: unknownText },
      { subnetId: [own.workersSubnet] },
    ),
  ),
  client.escape("a route", clientVpn("Route", "people", { destinationCidrBlock: "0.0.0.0/0" })),
  client.escape(
    "an authorisation of everybody",
    clientVpn("AuthorizationRule", "people", { authorizeAllGroups: true, targetNetworkCidr: "0.0.0.0/0" }),
  ),
];
