import { resource, unknownList, unknownObject, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const route = (name: string, props: object) =>
  resource("aws:ec2/route:Route", name, { routeTableId: "rtb-1", gatewayId: unknownText, ...props });
const table = (routes: unknown) => resource("aws:ec2/routeTable:RouteTable", "table", { routes });
const to = (destinationCidrBlock: unknown) => route("route", { destinationCidrBlock });
const list = (cidr: string) =>
  resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { entries: [{ cidr }] });
const toList = resource(
  "aws:ec2/route:Route",
  "by-list",
  { routeTableId: "rtb-1", destinationPrefixListId: unknownText },
  { sources: { destinationPrefixListId: ["list"] } },
);
const destination = "destinationCidrBlock";

export const cases: RuleCases = {
  accepts: {
    "a route to a private block through a gateway that does not exist yet": {
      resources: [to("10.20.0.0/16")],
    },
    "private blocks of each kind": {
      resources: [
        route("a", { destinationCidrBlock: "192.168.7.0/24" }),
        route("b", { destinationCidrBlock: "172.31.0.0/16" }),
        route("c", { destinationIpv6CidrBlock: "fd12:3456::/32", destinationCidrBlock: "" }),
      ],
    },
    "inline routes to private blocks": {
      resources: [table([{ cidrBlock: "10.20.0.0/16", gatewayId: unknownText, ipv6CidrBlock: "" }])],
    },
    "a table whose routes are declared elsewhere": {
      resources: [resource("aws:ec2/routeTable:RouteTable", "table")],
    },
    "a prefix list of the stack with private blocks": { resources: [list("10.20.0.0/16"), toList] },
    "a block that the operator declares private": {
      resources: [to("100.64.0.0/16")],
      options: { privateBlocks: ["100.64.0.0/10"] },
    },
  },
  refuses: {
    "a default route": {
      resources: [to("0.0.0.0/0")],
      finds: [
        ["refused", "route", destination],
        ["refused", "route"],
      ],
    },
    "a default route in halves, each and together": {
      resources: [
        route("low", { destinationCidrBlock: "0.0.0.0/1" }),
        route("high", { destinationCidrBlock: "128.0.0.0/1" }),
      ],
      finds: [
        ["refused", "high", destination],
        ["refused", "low", destination],
        ["refused", "high"],
      ],
    },
    "a half alone": { resources: [to("128.0.0.0/1")], finds: [["refused", "route", destination]] },
    "an IPv6 default route": {
      resources: [route("six", { destinationIpv6CidrBlock: "::/0" })],
      finds: [
        ["refused", "six", "destinationIpv6CidrBlock"],
        ["refused", "six"],
      ],
    },
    "public IPv6 in halves, inline": {
      resources: [table([{ ipv6CidrBlock: "::/1" }, { ipv6CidrBlock: "8000::/1" }])],
      finds: [
        ["refused", "table", "routes[0].ipv6CidrBlock"],
        ["refused", "table", "routes[1].ipv6CidrBlock"],
        ["refused", "table"],
      ],
    },
    "one public address": { resources: [to("198.51.100.7/32")], finds: [["refused", "route", destination]] },
    "a block that is wider than the private one it starts with": {
      resources: [to("10.0.0.0/7")],
      finds: [["refused", "route", destination]],
    },
    "a destination that is not known": {
      resources: [to(unknownText)],
      finds: [["undetermined", "route", destination]],
    },
    "a destination that is no prefix": {
      resources: [to("10.20.0.0")],
      finds: [["refused", "route", destination]],
    },
    "a destination that is no text": { resources: [to(7)], finds: [["undetermined", "route", destination]] },
    "a route without a destination": {
      resources: [route("route", {})],
      finds: [["refused", "route", "destination"]],
    },
    "a prefix list of the stack that is not private, alone and together with a route": {
      resources: [list("128.0.0.0/1"), toList, to("0.0.0.0/1")],
      finds: [
        ["refused", "route", destination],
        ["refused", "by-list", "destinationPrefixListId"],
        ["refused", "by-list"],
      ],
    },
    "a prefix list of which an entry is not known": {
      resources: [list(unknownText), toList],
      finds: [["undetermined", "by-list", "destinationPrefixListId"]],
    },
    "the addresses of a service, past its endpoint": {
      resources: [resource("aws:ec2/vpcEndpoint:VpcEndpoint", "list"), toList],
      finds: [["refused", "by-list", "destinationPrefixListId"]],
    },
    "inline routes of which nothing is known": {
      resources: [table(unknownList)],
      finds: [["undetermined", "table", "routes"]],
    },
    "an inline route that is not known": {
      resources: [table([{ cidrBlock: "10.20.0.0/16" }, unknownObject])],
      finds: [["undetermined", "table", "routes[1]"]],
    },
    "an inline destination that is not known, in the default table": {
      resources: [
        resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
          routes: [{ cidrBlock: unknownText }],
        }),
      ],
      finds: [["undetermined", "main", "routes[0].cidrBlock"]],
    },
    "a public block behind the VPN": {
      resources: [
        resource("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "far", {
          destinationCidrBlock: "0.0.0.0/1",
        }),
      ],
      finds: [["refused", "far", destination]],
    },
    "a private block that the operator does not declare": {
      resources: [to("192.168.0.0/24")],
      options: { privateBlocks: ["10.20.0.0/16"] },
      finds: [["refused", "route", destination]],
    },
  },
};
