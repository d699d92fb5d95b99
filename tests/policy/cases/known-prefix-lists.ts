import { resource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const list = (entries: unknown, props: object = {}) =>
  resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", {
    addressFamily: "IPv4",
    entries,
    ...props,
  });
const entry = (props: object, from: readonly string[] = ["list"]) =>
  resource(
    "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
    "entry",
    { prefixListId: unknownText, cidr: "10.20.0.0/16", ...props },
    { sources: { prefixListId: from } },
  );
const route = (destinationPrefixListId: string, from: readonly string[] = []) =>
  resource(
    "aws:ec2/route:Route",
    "route",
    { destinationPrefixListId },
    { sources: { destinationPrefixListId: from } },
  );
const groupRule = (prefixListId: string, from: readonly string[] = []) =>
  resource(
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "rule",
    { prefixListId },
    { sources: { prefixListId: from } },
  );
const endpoint = (props: object = {}) => resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", { ...props });

export const cases: RuleCases = {
  accepts: {
    "a list of private blocks, and a route to it": {
      resources: [list([{ cidr: "10.20.0.0/16" }]), route(unknownText, ["list"])],
    },
    "a list by its id": {
      resources: [list([{ cidr: "10.20.0.0/16" }], { id: "pl-1" }), route("pl-1"), groupRule("pl-1")],
    },
    "an entry of its own": { resources: [list([]), entry({})] },
    "a gateway endpoint's list, before it exists and by its id": {
      resources: [endpoint({ prefixListId: "pl-2" }), groupRule("pl-2")],
    },
    "a gateway endpoint's list, before it exists": {
      resources: [endpoint(), groupRule(unknownText, ["s3"])],
    },
    "a block that the operator declares private": {
      resources: [list([{ cidr: "100.64.0.0/16" }])],
      options: { privateBlocks: ["100.64.0.0/10"] },
    },
  },
  refuses: {
    "public addresses in halves, in the list and as an entry of their own": {
      resources: [list([{ cidr: "0.0.0.0/1" }]), entry({ cidr: "128.0.0.0/1" })],
      finds: [
        ["refused", "list", "entries[0].cidr"],
        ["refused", "entry", "cidr"],
      ],
    },
    "entries that are not known": {
      resources: [list(unknownList), entry({ cidr: unknownText })],
      finds: [
        ["undetermined", "list", "entries"],
        ["undetermined", "entry", "cidr"],
      ],
    },
    "an entry for a list of somebody else's": {
      resources: [entry({ prefixListId: "pl-foreign" }, [])],
      finds: [["refused", "entry", "prefixListId"]],
    },
    "a list of somebody else's, in a route, a group and a rule": {
      resources: [
        route("pl-foreign"),
        groupRule("pl-foreign"),
        resource("aws:ec2/securityGroup:SecurityGroup", "group", {
          egress: [{ prefixListIds: ["pl-foreign"] }],
        }),
        resource("aws:ec2/routeTable:RouteTable", "table", {
          routes: [{ destinationPrefixListId: "pl-foreign" }],
        }),
      ],
      finds: [
        ["refused", "group", "egress[0].prefixListIds[0]"],
        ["refused", "rule", "prefixListId"],
        ["refused", "route", "destinationPrefixListId"],
        ["refused", "table", "routes[0].destinationPrefixListId"],
      ],
    },
    "a list of which nothing is known": {
      resources: [route(unknownText), groupRule(unknownText)],
      finds: [
        ["undetermined", "rule", "prefixListId"],
        ["undetermined", "route", "destinationPrefixListId"],
      ],
    },
  },
};
