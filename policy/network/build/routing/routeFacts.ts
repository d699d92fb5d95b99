import { absent, type Fact } from "../../../facts/fact";
import { type Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";

import { perBuild } from "../perBuild";
import { tableNames } from "./routeTables";
import { tokens } from "../tokens";

/** What a route leads to: the first of these properties that is given. Source: EC2 API, CreateRoute. */
export const targetProperties = [
  "gatewayId",
  "natGatewayId",
  "egressOnlyGatewayId",
  "carrierGatewayId",
  "localGatewayId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
  "vpcEndpointId",
  "networkInterfaceId",
  "instanceId",
  "coreNetworkArn",
  "odbNetworkArn",
] as const;

export type TargetProperty = (typeof targetProperties)[number];

/** A route that a table or a resource of its own declares. */
export interface RouteFacts {
  readonly owner: ResourceFacts;
  /** Before a property's name: `routes[2].`; empty for a resource of its own. */
  readonly path: string;
  readonly blocks: readonly { readonly property: string; readonly fact: Fact<string> }[];
  readonly prefixList: Fact<string>;
  /** What is given of the targets; several, if an unknown one stands beside a known one. */
  readonly targets: readonly { readonly property: TargetProperty; readonly fact: Fact<string> }[];
  readonly isBlackhole: boolean;
  /** Whether it is a route of this table is not known, or nothing is known of it. */
  readonly why?: string;
}

/** Routes by the key of their table: its URN, or that of the VPC whose main table nobody declares. */
export const routesByTable = perBuild((build): ReadonlyMap<string, readonly RouteFacts[]> => {
  const { stack } = build;
  const names = tableNames(build);
  const byTable = new Map<string, RouteFacts[]>();
  const give = (key: string, route: RouteFacts) => {
    const same = byTable.get(key);
    if (same === undefined) byTable.set(key, [route]);
    else same.push(route);
  };
  for (const table of [tokens.routeTable, tokens.defaultRouteTable].flatMap((type) => stack.ofType(type)))
    for (const route of inlineRoutes(table)) give(table.urn, route);
  for (const owner of stack.ofType(tokens.route)) {
    const named = names.of(owner, "routeTableId", owner.props.text("routeTableId"));
    const route = routeOf(owner, "", owner.props, ["destinationCidrBlock", "destinationIpv6CidrBlock"]);
    for (const key of named.keys)
      give(key, named.why === undefined ? route : { ...route, why: route.why ?? named.why });
  }
  return byTable;
});

function inlineRoutes(owner: ResourceFacts): readonly RouteFacts[] {
  const list = owner.props.objects("routes");
  if (list.state === "absent") return [];
  const open = (path: string, why: string): RouteFacts => ({
    ...{ owner, path, blocks: [], prefixList: absent, targets: [], isBlackhole: false, why },
  });
  if (list.state === "unknown") return [open("routes", list.why)];
  return list.value.flatMap((item, index) => {
    const path = `routes[${index}]`;
    if (item.state === "absent") return [];
    if (item.state === "unknown") return [open(path, item.why)];
    return [routeOf(owner, `${path}.`, item.value, ["cidrBlock", "ipv6CidrBlock", ...ownNames])];
  });
}

/** A source of facts may write the names of a route of its own into a table too. */
const ownNames = ["destinationCidrBlock", "destinationIpv6CidrBlock"];

function routeOf(owner: ResourceFacts, path: string, props: Props, names: readonly string[]): RouteFacts {
  const state = props.text("state");
  return {
    owner,
    path,
    blocks: names
      .map((name) => ({ property: `${path}${name}`, fact: props.text(name) }))
      .filter(({ fact }) => fact.state !== "absent"),
    prefixList: props.text("destinationPrefixListId"),
    targets: targetProperties
      .map((property) => ({ property, fact: props.text(property) }))
      .filter(({ fact }) => fact.state !== "absent"),
    isBlackhole: state.state === "known" && state.value === "blackhole",
  };
}

/** Virtual private gateways whose routes a table learns. */
export interface Propagation {
  readonly owner: ResourceFacts;
  readonly property: string;
  readonly fact: Fact<string>;
  readonly why?: string;
}

/** By the key of the table. Source: VPN guide, "Route propagation in your VPC route table". */
export const propagationsByTable = perBuild((build): ReadonlyMap<string, readonly Propagation[]> => {
  const { stack } = build;
  const names = tableNames(build);
  const byTable = new Map<string, Propagation[]>();
  const give = (key: string, propagation: Propagation) =>
    byTable.set(key, [...(byTable.get(key) ?? []), propagation]);
  for (const owner of [tokens.routeTable, tokens.defaultRouteTable].flatMap((type) => stack.ofType(type))) {
    const list = owner.props.texts("propagatingVgws");
    if (list.state === "absent") continue;
    const items: readonly Fact<string>[] = list.state === "unknown" ? [list] : list.value;
    items.forEach((fact, index) => {
      const property = list.state === "unknown" ? "propagatingVgws" : `propagatingVgws[${index}]`;
      give(owner.urn, { owner, property, fact, ...(list.state === "unknown" && { why: list.why }) });
    });
  }
  for (const owner of stack.ofType(tokens.propagation)) {
    const named = names.of(owner, "routeTableId", owner.props.text("routeTableId"));
    const fact = owner.props.text("vpnGatewayId");
    for (const key of named.keys)
      give(key, {
        owner,
        property: "vpnGatewayId",
        fact,
        ...(named.why !== undefined && { why: named.why }),
      });
  }
  return byTable;
});
