import { type ResourceFacts } from "../../../facts/resource";
import { type Step } from "../../network";
import { everyIpv4, isIpv4, lengthOf } from "../addresses";
import { attachedOf } from "../interfaces/attachments";
import { behindGateway } from "../routing/edgeTables";
import { gatewayIds } from "./gatewayIds";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { type Build, reasonOf } from "../parts";
import { tokens } from "../tokens";
import { addVpn } from "./vpn";
import { type ConnectionPart, connectionsOf, staticRoutesOf } from "./vpnRoutes";

/** Makes the nodes of virtual private gateways, so that others can add ways from and to them. */
export function addVirtualGateways(build: Build): void {
  for (const gateway of build.stack.ofType(tokens.vpnGateway)) {
    const { name, urn } = gateway;
    const key = placesOf(build.layout).keys.of(gateway);
    const otherwise = "no route of a VPN connection takes it";
    build.draft.node({ id: gatewayIds.virtualOut(key), name, urn, otherwise });
    build.draft.node({
      id: gatewayIds.virtualIn(key),
      name,
      urn,
      otherwise: "it is for no VPC of the gateway",
    });
  }
}

/**
 * What virtual private gateways do: out by the routes of their VPN connections, in to the blocks of their VPC, which needs no route
 * in a subnet's table. Source: VPN guide, "Site-to-Site VPN routing options": a VPC announces its blocks.
 */
export function connectVirtualGateways(build: Build): void {
  const { draft } = build;
  for (const gateway of build.stack.ofType(tokens.vpnGateway)) {
    const key = placesOf(build.layout).keys.of(gateway);
    const into = gatewayIds.virtualIn(key);
    const connections = connectionsOf(build, gateway);
    const ends = new Map(connections.map((part) => [part, addVpn(build, part.connection, into)] as const));
    draft.steps(gatewayIds.virtualOut(key), ...outSteps(build, gateway, ends));
    const { vpcs, why } = attachedOf(build, gateway);
    for (const vpc of vpcs) {
      const to = behindGateway(build, gateway, vpc, `vgw/${key}/routes/${vpc.key}`);
      const missing = why === undefined ? undefined : missingOf(gateway, "vpcId", why);
      const by = reasonOf(gateway, `${gateway.name} is attached to ${vpc.name}`, {
        ...(missing && { missing }),
      });
      const destination = vpc.blocks.filter(isIpv4);
      const take = missing === undefined ? "always" : "perhaps";
      if (destination.length > 0) draft.steps(into, { match: { destination }, to, take, by });
      for (const { blocks } of vpc.unsure) {
        const some = blocks.filter(isIpv4);
        if (some.length > 0)
          draft.steps(into, { match: { destination: some }, to, take: missing ? "perhaps" : "some", by });
      }
    }
  }
}

/**
 * Connections with BGP first, as the other side may announce any block, and longer ones than the static routes are; it takes some of
 * what there is, and the rest goes on. Then static routes, the longest first; where several connections have one, each takes some.
 */
function outSteps(
  build: Build,
  gateway: ResourceFacts,
  ends: ReadonlyMap<ConnectionPart, string>,
): readonly Step[] {
  const parts = [...ends];
  const doubtOf = ({ connection, why }: ConnectionPart) =>
    why === undefined ? undefined : missingOf(connection, "vpnGatewayId", why);
  const dynamic = parts
    .filter(([{ isStatic }]) => !isStatic)
    .map(([part, to]): Step => {
      const missing = doubtOf(part);
      const text = `${part.connection.name} learns by BGP what lies behind it: anything`;
      const by = reasonOf(part.connection, text, {
        property: "staticRoutesOnly",
        ...(missing && { missing }),
      });
      return { match: { destination: [everyIpv4] }, to, take: missing ? "perhaps" : "some", by };
    });
  const routes = parts.flatMap(([part, to]) =>
    staticRoutesOf(build, part).map((route) => ({ ...route, part, to })),
  );
  const count = new Map<string, Set<string>>();
  for (const { block, to } of routes)
    if (block !== undefined) count.set(block, (count.get(block) ?? new Set()).add(to));
  const length = (block: string | undefined) => (block === undefined ? Infinity : lengthOf(block));
  const sorted = [...routes].sort((a, b) =>
    length(a.block) === length(b.block) ? 0 : length(b.block) - length(a.block),
  );
  const fixed = sorted.map(({ block, owner, why, part, to }): Step => {
    const open = why ?? part.why;
    const missing = open === undefined ? undefined : missingOf(owner, "destinationCidrBlock", open);
    const by = reasonOf(
      owner,
      `route ${block ?? "not known"} of ${gateway.name} to ${part.connection.name}`,
      {
        property: "destinationCidrBlock",
        fix: "Remove the route, or narrow it to a block of the build network.",
        ...(missing && { missing }),
      },
    );
    const isShared = block !== undefined && (count.get(block)?.size ?? 0) > 1;
    const take = missing ? "perhaps" : isShared ? "some" : "always";
    return { match: { destination: [block ?? everyIpv4] }, to, take, by };
  });
  return [...dynamic, ...fixed];
}
