import { type ResourceFacts } from "../../../facts/resource";
import { type Step } from "../../network";
import { everyIpv4, lengthOf } from "../addresses";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { type Build, reasonOf } from "../parts";
import { addDirectLink, type DirectLink, directLinksOf } from "./directConnect";
import { gatewayIds } from "./gatewayIds";
import { addVpn, leadsHome, leaveVpn } from "./vpn";
import { type ConnectionPart, connectionsOf, staticRoutesOf } from "./vpnRoutes";

/** What joins a virtual private gateway to somebody's network. */
export interface Link {
  readonly owner: ResourceFacts;
  /** Where what comes by it enters the gateway. */
  readonly into: string;
  /** Ways out that its other side announces: some of what there is. */
  readonly learned: readonly Step[];
  readonly fixed: readonly FixedRoute[];
  /** To a device of the build network, for certain. */
  readonly isHome: boolean;
  /** Of Direct Connect. */
  readonly direct?: DirectLink;
}

/** A static route of a connection. */
export interface FixedRoute {
  /** Undefined: not known. */
  readonly block: string | undefined;
  readonly step: Step;
}

/**
 * Adds the links of a virtual private gateway. What comes by the only one is for the gateway's VPC; by one of several, for who is behind the others
 * too, and enters at a node of its own (`connectSpokes`).
 */
export function linksOf(build: Build, gateway: ResourceFacts): readonly Link[] {
  const { keys } = placesOf(build.layout);
  const key = keys.of(gateway);
  const [direct, connections] = [directLinksOf(build, gateway), connectionsOf(build, gateway)];
  const isHub =
    direct.length + connections.length > 1 &&
    (direct.length > 0 || connections.some(({ connection }) => !leadsHome(build, connection)));
  const entrance = (owner: ResourceFacts, index = 0): string => {
    if (!isHub) return gatewayIds.virtualIn(key);
    const suffix = index === 0 ? "" : `/${index + 1}`;
    const id = `vgw/${key}/from/${keys.of(owner)}${suffix}`;
    const otherwise = "it is for no VPC of the gateway, and no other link takes it";
    return build.draft.node({ id, name: gateway.name, urn: gateway.urn, otherwise });
  };
  return [
    ...direct.map((link, index): Link => {
      const earlier = direct.slice(0, index).filter(({ owner }) => owner.urn === link.owner.urn);
      const into = entrance(link.owner, earlier.length);
      const learned = [addDirectLink(build, gateway, link, into)];
      return { owner: link.owner, into, learned, fixed: [], isHome: false, direct: link };
    }),
    ...connections.map((part): Link => {
      const { connection } = part;
      const into = entrance(connection);
      const to = addVpn(build, connection);
      leaveVpn(build, connection, into, part.why);
      const learned = part.isStatic ? [] : [announced(part, to)];
      const fixed = fixedRoutes(build, gateway, part, to);
      return { owner: connection, into, learned, fixed, isHome: leadsHome(build, connection) };
    }),
  ];
}

/** The other side may announce any block, and longer ones than the static routes are: it takes some of what there is, and the rest goes on. */
function announced({ connection, why }: ConnectionPart, to: string): Step {
  const missing = why === undefined ? undefined : missingOf(connection, "vpnGatewayId", why);
  const by = reasonOf(connection, `${connection.name} learns by BGP what lies behind it: anything`, {
    property: "staticRoutesOnly",
    ...(missing && { missing }),
  });
  return { match: { destination: [everyIpv4] }, to, take: missing ? "perhaps" : "some", by };
}

function fixedRoutes(
  build: Build,
  gateway: ResourceFacts,
  part: ConnectionPart,
  to: string,
): readonly FixedRoute[] {
  return staticRoutesOf(build, part).map(({ block, owner, why }): FixedRoute => {
    const open = why ?? part.why;
    const missing = open === undefined ? undefined : missingOf(owner, "destinationCidrBlock", open);
    const text = `route ${block ?? "not known"} of ${gateway.name} to ${part.connection.name}`;
    const by = reasonOf(owner, text, {
      property: "destinationCidrBlock",
      fix: "Remove the route, or narrow it to a block of the build network.",
      ...(missing && { missing }),
    });
    const take = missing ? "perhaps" : "always";
    return { block, step: { match: { destination: [block ?? everyIpv4] }, to, take, by } };
  });
}

/** Static routes of some links, the longest first; where several connections have one, each takes some, and nothing is left for shorter ones. */
export function staticSteps(links: readonly Pick<Link, "fixed">[]): readonly Step[] {
  const length = (block: string | undefined) => (block === undefined ? Infinity : lengthOf(block));
  const isOpen = ({ step }: FixedRoute) => (step.take === "perhaps" ? 0 : 1);
  const routes = links
    .flatMap(({ fixed }) => fixed)
    .sort((a, b) =>
      length(a.block) === length(b.block) ? isOpen(a) - isOpen(b) : length(b.block) - length(a.block),
    );
  return routes.map(({ block, step }, index) => {
    const isLast = !routes.slice(index + 1).some((later) => later.block === block);
    return step.take === "always" && !isLast ? { ...step, take: "some" } : step;
  });
}
