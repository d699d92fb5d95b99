import { controls } from "../controls";
import { expectUnset } from "../expect";
import { type Fact } from "../facts/fact";
import { PrefixLists, prefixListType } from "../facts/prefixLists";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type RouteFacts, routesOf, routeTableTypes, routeType } from "../facts/routes";
import { parsePrefix, PrefixSet } from "../prefixes";
import { declaredBlocks } from "../privateBlocks";
import { type Finding, ofTypes, refused, type Rule, shown, undetermined } from "../rule";

const fix = "Point the route at the VPN gateway of this stack (gatewayId).";
const reason = "Traffic leaves the network by the VPN alone.";

/** Targets of a route beside `gatewayId`: none of them is the VPN. Source: API CreateRoute. */
const otherTargets = [
  "carrierGatewayId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "instanceId",
  "localGatewayId",
  "natGatewayId",
  "networkInterfaceId",
  "odbNetworkArn",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
];

const gatewayType = "aws:ec2/vpnGateway:VpnGateway";

/** The VPN gateway itself, or its attachment, through which a route may wait for it. */
const linkTypes = ofTypes(gatewayType, "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment");

/** What a route's sources may be beside its target: lists of destinations, and the table itself. */
const besideTargets = ofTypes(prefixListType, "aws:ec2/vpc:Vpc");

/** Ids of a VPN gateway; `local` is the network's own route. Other gateways have other prefixes: `igw-`, `vpce-` … */
const isLinkId = (id: string): boolean => id === "local" || id.startsWith("vgw-");

function checkTargets({ owner, path, props }: RouteFacts): readonly Finding[] {
  const others = otherTargets.flatMap((name) =>
    expectUnset(owner, `${path}${name}`, props.get(name), reason, fix),
  );
  const gateway = props.text("gatewayId");
  if (gateway.state === "known" && !isLinkId(gateway.value)) {
    return [...others, refused([owner, `${path}gatewayId`], shown(gateway), reason, fix)];
  }
  return others;
}

/** A gateway's id is unknown until the gateway exists; then what it will be is told by where the value comes from. */
function relateTarget(route: RouteFacts, gatewayIds: ReadonlySet<string>): readonly Finding[] {
  const { owner, path, props } = route;
  const gateway = props.text("gatewayId");
  const sources = owner.sources(route.sourceProperty("gatewayId"));
  const foreign = sources.filter(({ type }) => !linkTypes(type) && !besideTargets(type));
  const place = [owner, `${path}gatewayId`] as const;
  if (gateway.state === "unknown") {
    if (foreign[0]) return [refused(place, `made from ${foreign[0].name} (${foreign[0].type})`, reason, fix)];
    return sources.some(({ type }) => linkTypes(type)) ? [] : [undetermined(place, gateway, reason, fix)];
  }
  if (gateway.state === "absent") {
    const hasOther = otherTargets.some((name) => props.text(name).state !== "absent");
    return hasOther ? [] : [refused(place, "not set", "The route has no target.", fix)];
  }
  // What is no VPN gateway at all, `check` has refused already.
  if (!isLinkId(gateway.value) || gateway.value === "local" || gatewayIds.has(gateway.value)) return [];
  const declared = sources.some(({ type }) => linkTypes(type));
  return declared ? [] : [refused(place, shown(gateway), "The stack declares no such VPN gateway.", fix)];
}

function relateDestinations(route: RouteFacts, declared: PrefixSet, lists: PrefixLists): readonly Finding[] {
  const property = `${route.path}destinationPrefixListId`;
  const named = lists.named(route.owner, property, route.prefixList);
  const entries = named?.kind === "list" ? named.entries.map(({ fact }) => ({ property, fact })) : [];
  return [...route.destinations, ...entries].flatMap(({ property, fact }) => {
    const prefix = fact.state === "known" ? parsePrefix(fact.value) : undefined;
    if (!prefix) return [];
    const outside = PrefixSet.from([prefix]).subtract(declared);
    if (outside.isEmpty) return [];
    const why = `The stack declares no such network: ${outside.describe()} is outside ${declared.describe(8)}.`;
    const advice = "Declare the block as a route of the VPN connection, or take it out of the route.";
    return [refused([route.owner, property], shown(fact), why, advice)];
  });
}

function knownText(fact: Fact<string>): readonly string[] {
  return fact.state === "known" ? [fact.value] : [];
}

function relate(stack: StackFacts): readonly Finding[] {
  const lists = new PrefixLists(stack);
  const blocks = declaredBlocks(stack);
  const declared = blocks?.network.union(blocks.link);
  const owners: readonly ResourceFacts[] = [routeType, ...routeTableTypes].flatMap((type) =>
    stack.ofType(type),
  );
  const gatewayIds = new Set(stack.ofType(gatewayType).flatMap(({ props }) => knownText(props.text("id"))));
  return owners.flatMap((owner) =>
    routesOf(owner).flatMap((route) =>
      "unknown" in route
        ? []
        : [
            ...relateTarget(route, gatewayIds),
            ...(declared ? relateDestinations(route, declared, lists) : []),
          ],
    ),
  );
}

export const routesThroughLinkOnly: Rule = {
  id: "routes-through-link-only",
  title: "Every route out of the network goes through the VPN gateway, to a block that the VPN serves.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7(4)", "SC-7(5)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html",
  cause:
    "A route to any target but the VPN gateway, or to a block that no VPN connection of the stack routes.",
  fix,
  judges: ofTypes(routeType, ...routeTableTypes),
  check: (owner) =>
    routesOf(owner).flatMap((route) =>
      "unknown" in route
        ? [undetermined([owner, route.path], route.unknown, reason, fix)]
        : checkTargets(route),
    ),
  relate,
};
