import { type TestResource, unknownList, unknownObject, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { ec2, linkRoute, networkInterface, route, rowOf, table } from "../shapes";

const byTarget = rowOf(10, "routes-through-link-only");
const byPlace = rowOf(10, "private-routes-only");
const inVpc = { vpcId: [own.vpc] };

/** Every target that a route has, by the literal id of something outside the stack. Source: EC2 API, CreateRoute. */
const foreign: Readonly<Record<string, string>> = {
  "an internet gateway": "gatewayId=igw-0123456789abcdef0",
  "another VPN gateway": "gatewayId=vgw-0123456789abcdef0",
  "a gateway endpoint": "gatewayId=vpce-0123456789abcdef0",
  "a NAT gateway": "natGatewayId=nat-0123456789abcdef0",
  "an egress-only gateway": "egressOnlyGatewayId=eigw-0123456789abcdef0",
  "a carrier gateway": "carrierGatewayId=cagw-0123456789abcdef0",
  "a local gateway": "localGatewayId=lgw-0123456789abcdef0",
  "a transit gateway": "transitGatewayId=tgw-0123456789abcdef0",
  "a peering": "vpcPeeringConnectionId=pcx-0123456789abcdef0",
  "an endpoint": "vpcEndpointId=vpce-0123456789abcdef0",
  "a network interface": "networkInterfaceId=eni-0123456789abcdef0",
  "a core network": "coreNetworkArn=arn:aws:networkmanager::999999999999:core-network/core-network-1",
  "a database network": "odbNetworkArn=arn:aws:odb:us-east-1:999999999999:odb-network/odbnet-1",
};

function targetOf(text: string): Record<string, string> {
  const [property = "", ...value] = text.split("=");
  return { [property]: value.join("=") };
}

/** Gateways of the stack itself, whose ids are not known at the first preview: what a route is made from tells. */
const declared: Readonly<Record<string, readonly [TestResource, property: string]>> = {
  "an internet gateway": [ec2("InternetGateway", "other", { vpcId: unknownText }, inVpc), "gatewayId"],
  "an egress-only gateway": [ec2("EgressOnlyInternetGateway", "other", {}, inVpc), "egressOnlyGatewayId"],
  "a NAT gateway": [
    ec2("NatGateway", "other", { subnetId: unknownText }, { subnetId: [own.workersSubnet] }),
    "natGatewayId",
  ],
  "a carrier gateway": [ec2("CarrierGateway", "other", { vpcId: unknownText }, inVpc), "carrierGatewayId"],
  "a peering": [
    ec2("VpcPeeringConnection", "other", { peerVpcId: "vpc-1" }, inVpc),
    "vpcPeeringConnectionId",
  ],
  "a network interface": [networkInterface("other", { sourceDestCheck: false }), "networkInterfaceId"],
};

const literals = Object.entries(foreign).flatMap(([what, text]) => {
  const target = targetOf(text);
  const inline = [{ cidrBlock: "10.20.0.0/16", ...target }];
  return [
    byTarget.escape(`${what}, by its literal id`, route("way", target)),
    byTarget.escape(`${what}, inline, by its literal id`, table("more", { routes: inline })),
    byTarget.escape(`${what}, in the main table, by its literal id`, [], {
      changes: { [own.mainTable]: { routes: inline } },
    }),
  ];
});

const before = Object.entries(declared).flatMap(([what, [made, property]]) => [
  byTarget.escape(`${what} of the stack, before it exists`, [
    made,
    route("way", { [property]: unknownText }, { [property]: ["other"] }),
  ]),
  byTarget.escape(`${what} of the stack, inline, before it exists`, [
    made,
    table("more", { routes: [{ cidrBlock: "10.20.0.0/16", [property]: unknownText }] }, ["other"]),
  ]),
]);

/** Destinations that are too much, through the VPN itself. */
const wide: Readonly<Record<string, readonly (readonly [name: string, props: object])[]>> = {
  "a default route": [["all", { destinationCidrBlock: "0.0.0.0/0" }]],
  "a default route in halves": [
    ["low", { destinationCidrBlock: "0.0.0.0/1" }],
    ["high", { destinationCidrBlock: "128.0.0.0/1" }],
  ],
  "a default route in quarters": ["0", "64", "128", "192"].map((first) => [
    `quarter-${first}`,
    { destinationCidrBlock: `${first}.0.0.0/2` },
  ]),
  "an IPv6 default route": [["six", { destinationIpv6CidrBlock: "::/0" }]],
  "an IPv6 default route, written out": [["six", { destinationIpv6CidrBlock: "0:0:0:0:0:0:0:0/0" }]],
  "IPv6 in halves": [
    ["low", { destinationIpv6CidrBlock: "::/1" }],
    ["high", { destinationIpv6CidrBlock: "8000::/1" }],
  ],
  "the public IPv6 block": [["six", { destinationIpv6CidrBlock: "2000::/3" }]],
  "one public address": [["one", { destinationCidrBlock: "198.51.100.7/32" }]],
  "a block that starts in a private one": [["wide", { destinationCidrBlock: "172.16.0.0/11" }]],
  "a destination that is not known": [["way", { destinationCidrBlock: unknownText }]],
};

const places = Object.entries(wide).flatMap(([what, routes]) => [
  byPlace.escape(
    `${what} through the VPN`,
    routes.map(([name, props]) => linkRoute(name, { ...props })),
  ),
  byPlace.escape(
    `${what} through the VPN, inline`,
    table(
      "more",
      {
        routes: routes.map(([, props]) => {
          const [block] = Object.values(props) as string[];
          const isSix = "destinationIpv6CidrBlock" in props;
          return { [isSix ? "ipv6CidrBlock" : "cidrBlock"]: block, gatewayId: unknownText };
        }),
      },
      [own.vpnGateway],
    ),
  ),
]);

const list = (...cidrs: readonly string[]) =>
  ec2("ManagedPrefixList", "list", {
    ...{ name: "list", addressFamily: "IPv4", maxEntries: 5 },
    entries: cidrs.map((cidr) => ({ cidr })),
  });
const byList = linkRoute(
  "way",
  { destinationPrefixListId: unknownText },
  { destinationPrefixListId: ["list"] },
);

/** Row 10: routes, by target and by destination, in each shape. */
export const routes: readonly EscapeCase[] = [
  ...literals,
  ...before,
  ...places,
  byPlace.escape("a default route in halves, by a prefix list of the stack", [
    list("0.0.0.0/1", "128.0.0.0/1"),
    byList,
  ]),
  byPlace.escape("half by a prefix list and half by a route", [
    list("0.0.0.0/1"),
    byList,
    linkRoute("high", { destinationCidrBlock: "128.0.0.0/1" }),
  ]),
  byTarget.escape("a private block that the VPN does not serve, by a prefix list", [
    list("10.0.0.0/8"),
    byList,
  ]),
  byTarget.escape(
    "a private block that the VPN does not serve",
    linkRoute("way", { destinationCidrBlock: "10.0.0.0/8" }),
  ),
  byTarget.escape("a gateway of which nothing is known", route("way", { gatewayId: unknownText })),
  byTarget.escape("inline routes of which nothing is known", table("more", { routes: unknownList })),
  byTarget.escape("an inline route of which nothing is known", table("more", { routes: [unknownObject] })),
  byTarget.escape("a route without a target", route("way", {})),
  byTarget.twin(
    "a part of the build network through the VPN",
    linkRoute("way", { destinationCidrBlock: "10.20.7.0/24" }),
  ),
  byTarget.twin(
    "the same, inline",
    table("more", { routes: [{ cidrBlock: "10.20.7.0/24", gatewayId: unknownText }] }, [own.vpnGateway]),
  ),
  byTarget.twin(
    "the same, by the gateway's attachment",
    linkRoute("way", {}, { gatewayId: [own.attachment] }),
  ),
  byPlace.twin("the same, by a prefix list of the stack", [list("10.20.7.0/24", "10.20.9.0/24"), byList]),
];
