import { unknownFlag, unknownList, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { add, ec2, instance, linkRoute, networkInterface, route, rowOf, subnet, table } from "../shapes";

const main = rowOf(11, "explicit-route-table");
const propagation = rowOf(12, "no-route-propagation");
const server = rowOf(13, "no-route-server");
const lists = rowOf(14, "known-prefix-lists");
const router = rowOf(15, "source-destination-check");

const vpcAdd = add("vpc");
const rulesIn = { securityGroupId: [own.workersGroup] };
const byDevice = { gatewayId: [own.vpnGateway] };
const association = (props: object, sources: object = {}) =>
  ec2(
    "RouteTableAssociation",
    "association",
    { routeTableId: unknownText, ...props },
    { routeTableId: [own.workersTable], ...sources },
  );
const list = (entries: unknown, props: object = {}) =>
  ec2("ManagedPrefixList", "list", { name: "list", addressFamily: "IPv4", maxEntries: 5, entries, ...props });
const byList = linkRoute(
  "way",
  { destinationPrefixListId: unknownText },
  { destinationPrefixListId: ["list"] },
);
const toForeign = { destinationPrefixListId: "pl-0123456789abcdef0" };
const groupRule = (kind: string, prefixListId: string, sources: object = {}) =>
  vpcAdd(
    kind,
    "rule",
    { securityGroupId: unknownText, ipProtocol: "tcp", fromPort: 443, toPort: 443, prefixListId },
    { ...rulesIn, ...sources },
  );

/** Rows 11 to 15: what decides where packets go beside the routes themselves. */
export const tables: readonly EscapeCase[] = [
  main.escape("routes in the main table", [subnet("more")], {
    changes: { [own.mainTable]: { routes: [{ cidrBlock: "10.20.0.0/16", gatewayId: "vgw-1" }] } },
  }),
  main.escape("a route of the main table, by its resource", [
    subnet("more"),
    linkRoute("way", {}, { routeTableId: [own.mainTable] }),
  ]),
  main.escape("a route of the main table, by the VPC's own answer", [
    subnet("more"),
    linkRoute("way", {}, { routeTableId: [own.vpc] }),
  ]),
  main.escape("another table made the main one", [
    table("more", { routes: [{ cidrBlock: "10.20.0.0/16", gatewayId: unknownText }] }, [own.vpnGateway]),
    ec2(
      "MainRouteTableAssociation",
      "main",
      { vpcId: unknownText, routeTableId: unknownText },
      { vpcId: [own.vpc], routeTableId: ["more"] },
    ),
  ]),
  main.escape("a subnet without a table, where the main one is not declared", [subnet("more")], {
    removes: [own.mainTable],
  }),
  main.escape(
    "a subnet with a table from outside, by its literal id",
    association(
      { subnetId: unknownText, routeTableId: "rtb-1" },
      { subnetId: [own.workersSubnet], routeTableId: [] },
    ),
  ),
  main.escape(
    "a subnet with nobody knows which table",
    association({ subnetId: unknownText }, { subnetId: [own.workersSubnet], routeTableId: [] }),
  ),
  main.escape(
    "a route in a table from outside, by its literal id",
    linkRoute("way", { routeTableId: "rtb-0123456789abcdef0" }, { routeTableId: [] }),
  ),
  main.escape("a table for the VPN gateway", association({ gatewayId: unknownText }, byDevice)),
  main.escape(
    "a table for a gateway, by its literal id",
    association({ gatewayId: "igw-0123456789abcdef0" }),
  ),
  main.twin("a subnet on the main table, which leads nowhere", subnet("more")),
  main.twin("a subnet with the workers' table", [
    subnet("more"),
    association({ subnetId: unknownText }, { subnetId: ["more"] }),
  ]),

  propagation.escape(
    "as a resource of its own",
    ec2(
      "VpnGatewayRoutePropagation",
      "learn",
      { vpnGatewayId: unknownText, routeTableId: unknownText },
      { vpnGatewayId: [own.vpnGateway], routeTableId: [own.workersTable] },
    ),
  ),
  propagation.escape("as a property of a table", table("more", { propagatingVgws: [unknownText] })),
  propagation.escape("as a property of the main table, by a literal id", [], {
    changes: { [own.mainTable]: { propagatingVgws: ["vgw-0123456789abcdef0"] } },
  }),
  propagation.escape("as a property of the workers' table", [], {
    changes: { [own.workersTable]: { propagatingVgws: ["vgw-0123456789abcdef0"] } },
  }),
  propagation.escape(
    "from gateways of which nothing is known",
    table("more", { propagatingVgws: unknownList }),
  ),
  propagation.twin("a table that learns nothing", table("more", { propagatingVgws: [] })),

  ...[
    "RouteServer",
    "RouteServerEndpoint",
    "RouteServerPeer",
    "RouteServerPropagation",
    "RouteServerVpcAssociation",
  ].map((kind) =>
    server.escape(`its ${kind}`, vpcAdd(kind, "server", { routeServerId: "rs-0123456789abcdef0" })),
  ),
  server.twin("a route that is written down", linkRoute("way")),

  lists.escape("a route to a list from outside", linkRoute("way", toForeign)),
  lists.escape(
    "an inline route to a list from outside",
    table("more", { routes: [{ ...toForeign, gatewayId: unknownText }] }, [own.vpnGateway]),
  ),
  lists.escape(
    "a list of which nothing is known",
    linkRoute("way", { destinationPrefixListId: unknownText }),
  ),
  lists.escape("egress to a list from outside", groupRule("SecurityGroupEgressRule", "pl-63a5400a")),
  lists.escape("ingress from a list from outside", groupRule("SecurityGroupIngressRule", "pl-63a5400a")),
  lists.escape(
    "egress to a list from outside, in the older type",
    ec2(
      "SecurityGroupRule",
      "rule",
      {
        ...{ type: "egress", protocol: "-1", fromPort: 0, toPort: 0 },
        ...{ securityGroupId: unknownText, prefixListIds: ["pl-63a5400a"] },
      },
      rulesIn,
    ),
  ),
  lists.escape(
    "egress to a list from outside, inline",
    ec2(
      "SecurityGroup",
      "group",
      {
        vpcId: unknownText,
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, prefixListIds: ["pl-63a5400a"] }],
      },
      { vpcId: [own.vpc] },
    ),
  ),
  lists.escape("every address in halves, in a list of the stack", [
    list([{ cidr: "0.0.0.0/1" }, { cidr: "128.0.0.0/1" }]),
    byList,
  ]),
  lists.escape("a public address as an entry of its own", [
    list([{ cidr: "10.20.7.0/24" }]),
    ec2(
      "ManagedPrefixListEntry",
      "entry",
      { prefixListId: unknownText, cidr: "198.51.100.0/24" },
      { prefixListId: ["list"] },
    ),
    byList,
  ]),
  lists.escape("IPv6 in a list of the stack", list([{ cidr: "2000::/3" }], { addressFamily: "IPv6" })),
  lists.escape("entries of which nothing is known", [list(unknownList), byList]),
  lists.escape(
    "an entry for a list from outside",
    ec2("ManagedPrefixListEntry", "entry", { prefixListId: "pl-1", cidr: "10.20.7.0/24" }),
  ),
  lists.twin("a list of the build network's blocks, with an entry of its own", [
    list([{ cidr: "10.20.7.0/24" }]),
    ec2(
      "ManagedPrefixListEntry",
      "entry",
      { prefixListId: unknownText, cidr: "10.20.9.0/24" },
      { prefixListId: ["list"] },
    ),
    byList,
  ]),
  lists.twin(
    "egress to the list of a gateway endpoint",
    groupRule("SecurityGroupEgressRule", unknownText, { prefixListId: [own.s3Endpoint] }),
  ),

  router.escape("a machine that passes on", instance("vm", { sourceDestCheck: false })),
  router.escape("a machine of which it is not known", instance("vm", { sourceDestCheck: unknownFlag })),
  router.escape("an interface that passes on", networkInterface("nic", { sourceDestCheck: false })),
  router.escape(
    "a spot machine that passes on",
    ec2(
      "SpotInstanceRequest",
      "spot",
      { sourceDestCheck: false, subnetId: unknownText },
      { subnetId: [own.workersSubnet] },
    ),
  ),
  router.escape("a proxy, with the route that leads to it", [
    networkInterface("nic", { sourceDestCheck: false }),
    route("way", { networkInterfaceId: unknownText }, { networkInterfaceId: ["nic"] }),
  ]),
  router.escape(
    "a route to an interface from outside",
    route("way", { networkInterfaceId: "eni-0123456789abcdef0" }),
  ),
  router.escape(
    "an inline route to an interface",
    table("more", { routes: [{ cidrBlock: "10.20.0.0/16", networkInterfaceId: "eni-1" }] }),
  ),
  router.twin("a machine that says that it checks", instance("vm", { sourceDestCheck: true })),
  router.twin("an interface that says so", networkInterface("nic", { sourceDestCheck: true })),
];
