import { type Fact, type Unknown } from "./fact";
import { Props } from "./props";
import { type ResourceFacts } from "./resource";

export const routeType = "aws:ec2/route:Route";
export const routeTableTypes = [
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/defaultRouteTable:DefaultRouteTable",
] as const;
export const linkRouteType = "aws:ec2/vpnConnectionRoute:VpnConnectionRoute";

/** One route, however it was declared: as a resource of its own, or inside a route table. */
export interface RouteFacts {
  readonly owner: ResourceFacts;
  /** Before a property's name, e.g. `routes[2].`; empty for a resource of its own. */
  readonly path: string;
  /** The owner's property whose sources name what the route points to; inline routes share one. */
  readonly sourceProperty: (target: string) => string;
  readonly destinations: readonly { readonly property: string; readonly fact: Fact<string> }[];
  readonly prefixList: Fact<string>;
  readonly props: Props;
}

/** The routes of a resource, or what is not known of them. */
export function routesOf(owner: ResourceFacts): readonly (RouteFacts | { path: string; unknown: Unknown })[] {
  if (owner.type === routeType) {
    return [route(owner, "", owner.props, ["destinationCidrBlock", "destinationIpv6CidrBlock"])];
  }
  if (owner.type === linkRouteType) return [route(owner, "", owner.props, ["destinationCidrBlock"])];
  const routes = owner.props.objects("routes");
  if (routes.state === "absent") return [];
  if (routes.state === "unknown") return [{ path: "routes", unknown: routes }];
  return routes.value.map((fact, index) => {
    const path = `routes[${index}]`;
    if (fact.state === "unknown") return { path, unknown: fact };
    const props = fact.state === "known" ? fact.value : new Props({});
    return route(owner, `${path}.`, props, ["cidrBlock", "ipv6CidrBlock"]);
  });
}

function route(owner: ResourceFacts, path: string, props: Props, names: readonly string[]): RouteFacts {
  return {
    owner,
    path,
    props,
    sourceProperty: (target) => (path === "" ? target : "routes"),
    destinations: names.map((name) => ({ property: `${path}${name}`, fact: props.text(name) })),
    prefixList: props.text("destinationPrefixListId"),
  };
}
