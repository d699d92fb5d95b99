import { type TestResource, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { add, connection, ec2, linkRoute, rowOf } from "../shapes";

const device = rowOf(19, "known-customer-gateway");
const link = rowOf(20, "known-vpn-link");
const gateway = rowOf(21, "one-vpn-gateway");

const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const customer = (props: object): TestResource =>
  ec2("CustomerGateway", "other", { type: "ipsec.1", bgpAsn: "65020", ...props });
const linkTo = (props: object, sources: object = {}): TestResource =>
  connection("second", { ...props }, { ...sources });
const linkRouteOf = (props: object, sources: object = {}): TestResource =>
  ec2(
    "VpnConnectionRoute",
    "far",
    { vpnConnectionId: unknownText, destinationCidrBlock: "10.20.7.0/24", ...props },
    { vpnConnectionId: [own.connection], ...sources },
  );
const inVpc = { vpcId: [own.vpc] };
const peopleIn = (cidrIpv4: string): TestResource =>
  add("vpc")(
    "SecurityGroupIngressRule",
    "people",
    { securityGroupId: unknownText, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4 },
    { securityGroupId: [own.workersGroup] },
  );

/** Rows 19 to 21: the link to the build network, and what is not that. */
export const links: readonly EscapeCase[] = [
  device.escape("a device that is not the build network's", [
    customer({ ipAddress: "198.51.100.99" }),
    linkTo({}, { customerGatewayId: ["other"] }),
  ]),
  device.escape("our own device, at another address", [], {
    changes: { [own.device]: { ipAddress: "198.51.100.99" } },
  }),
  device.escape("a device without an address", customer({})),
  device.escape("a device whose address is not known", customer({ ipAddress: unknownText })),
  device.escape("a device by a certificate that is not listed", customer({ certificateArn: certificate })),
  device.escape(
    "a link to a device from outside, by its literal id",
    linkTo({ customerGatewayId: "cgw-0123456789abcdef0" }, { customerGatewayId: [] }),
  ),
  device.escape("a link to nobody knows which device", linkTo({}, { customerGatewayId: [] })),
  device.twin("a second number of our own device, and a link to it", [
    customer({ ipAddress: "203.0.113.10" }),
    linkTo({}, { customerGatewayId: ["other"] }),
  ]),

  link.escape("a link to a transit gateway", linkTo({ vpnGatewayId: undefined, transitGatewayId: "tgw-1" })),
  link.escape(
    "a link to a concentrator",
    linkTo({ vpnGatewayId: undefined, vpnConcentratorId: unknownText }),
  ),
  link.escape("a concentrator by itself", ec2("VpnConcentrator", "concentrator", { type: "ipsec.1" })),
  link.escape(
    "a link over Direct Connect",
    linkTo({ outsideIpAddressType: "PrivateIpv4", transportTransitGatewayAttachmentId: "tgw-attach-1" }),
  ),
  link.escape("an accelerated link", linkTo({ enableAcceleration: true })),
  link.escape("a link of no gateway", linkTo({ vpnGatewayId: undefined })),
  link.escape(
    "a link of a gateway from outside, by its literal id",
    linkTo({ vpnGatewayId: "vgw-0123456789abcdef0" }, { vpnGatewayId: [] }),
  ),
  link.escape("a link of nobody knows which gateway", linkTo({}, { vpnGatewayId: [] })),
  link.escape("a selector for half of all addresses", linkTo({ localIpv4NetworkCidr: "0.0.0.0/1" })),
  link.escape("a selector for another private network", linkTo({ localIpv4NetworkCidr: "10.99.0.0/16" })),
  link.escape("a selector that is not known", linkTo({ localIpv4NetworkCidr: unknownText })),
  link.escape("a selector that offers public addresses", linkTo({ remoteIpv4NetworkCidr: "128.0.0.0/1" })),
  link.escape("a selector for all of IPv6", linkTo({ localIpv6NetworkCidr: "::/0" })),
  link.escape("a selector that offers public IPv6", linkTo({ remoteIpv6NetworkCidr: "2000::/3" })),
  link.escape("our own link, with a selector changed", [], {
    changes: { [own.connection]: { localIpv4NetworkCidr: "198.51.100.0/24" } },
  }),
  link.escape("a route to another private network", linkRouteOf({ destinationCidrBlock: "10.99.0.0/16" })),
  link.escape("routes to every address, in halves", [
    linkRouteOf({ destinationCidrBlock: "0.0.0.0/1" }),
    { ...linkRouteOf({ destinationCidrBlock: "128.0.0.0/1" }), name: "farther" },
  ]),
  link.escape("a route that is not known", linkRouteOf({ destinationCidrBlock: unknownText })),
  link.escape(
    "a route of a link from outside, by its literal id",
    linkRouteOf({ vpnConnectionId: "vpn-0123456789abcdef0" }, { vpnConnectionId: [] }),
  ),
  link.escape("keys that the API shows", linkTo({ presharedKeyStorage: "Standard" })),
  link.escape("a key of the program's own", linkTo({ tunnel1PresharedKey: "its-value" })),
  link.twin("a second link, with selectors of both networks", [
    linkTo({
      ...{ localIpv4NetworkCidr: "10.20.0.0/16", remoteIpv4NetworkCidr: "10.130.0.0/16" },
      ...{ outsideIpAddressType: "PublicIpv4", enableAcceleration: false, transitGatewayId: "" },
    }),
    linkRouteOf({}, { vpnConnectionId: ["second"] }),
  ]),

  gateway.escape("a second gateway", ec2("VpnGateway", "other", { vpcId: unknownText }, inVpc)),
  gateway.escape("a second gateway that nothing is attached to", ec2("VpnGateway", "other")),
  gateway.escape(
    "the attachment of a gateway from outside, by its literal id",
    ec2(
      "VpnGatewayAttachment",
      "attachment",
      { vpcId: unknownText, vpnGatewayId: "vgw-0123456789abcdef0" },
      inVpc,
    ),
  ),
  gateway.escape(
    "our gateway in a VPC from outside",
    ec2(
      "VpnGatewayAttachment",
      "attachment",
      { vpcId: "vpc-0123456789abcdef0", vpnGatewayId: unknownText },
      { vpnGatewayId: [own.vpnGateway] },
    ),
  ),
  gateway.escape("our gateway in a VPC from outside, by its own property", [], {
    changes: { [own.vpnGateway]: { vpcId: "vpc-0123456789abcdef0" } },
  }),
  gateway.escape(
    "the attachment of nobody knows which gateway",
    ec2("VpnGatewayAttachment", "attachment", { vpcId: unknownText, vpnGatewayId: unknownText }, inVpc),
  ),
  gateway.twin("one more route through our gateway", linkRoute("way")),

  ...[
    rowOf(22, "no-peering").twin("people of the build network, over the VPN", peopleIn("10.20.9.0/24")),
    rowOf(23, "no-transit-gateway").twin(
      "a link that says that it has none",
      linkTo({ transitGatewayId: "" }),
    ),
    rowOf(24, "no-cloud-wan").twin("one more route of our own link", linkRouteOf({})),
    rowOf(25, "no-direct-connect").twin(
      "a link with public addresses outside",
      linkTo({ outsideIpAddressType: "PublicIpv4" }),
    ),
    rowOf(26, "no-client-vpn").twin("people of the build network, over the VPN", peopleIn("10.20.9.0/24")),
  ],
];
