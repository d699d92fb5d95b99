import { type ResourceFacts } from "../../../facts/resource";
import { attachedOf } from "../interfaces/attachments";
import { everyIpv4, lengthOf } from "../addresses";
import { gatewayIds } from "../gateways/gatewayIds";
import { missingOf } from "../missing";
import { type Build, reasonOf, type VpcPart } from "../parts";
import { type Propagation, propagationsByTable } from "./routeFacts";
import { first, outsideOf, type RankedStep } from "./routes";
import { unknownPlace } from "./targets";
import { tokens } from "../tokens";
import { connectionsOf, staticRoutesOf } from "../gateways/vpnRoutes";

const fix = "Turn the propagation off and write a static route for each block of the build network.";

/**
 * Routes that a table learns from virtual private gateways: the static routes of their VPN connections, and whatever the other
 * side of a connection with BGP announces. Source: VPN guide, "Site-to-Site VPN routing options"; virtual private gateways know no IPv6.
 */
export function propagatedRoutes(build: Build, vpc: VpcPart, table: ResourceFacts): readonly RankedStep[] {
  // AWS's own answer has what was learned among the table's routes.
  const areListed = table.props.flag("learnedRoutesAreListed");
  if (areListed.state === "known" && areListed.value) return [];
  const found = propagationsByTable(build).get(table.urn) ?? [];
  return found.flatMap((propagation) => learned(build, vpc, propagation));
}

function learned(build: Build, vpc: VpcPart, propagation: Propagation): readonly RankedStep[] {
  const { owner, property, fact } = propagation;
  const top = property.split("[")[0] ?? property;
  const reference = build.references.of(owner, top, fact, [tokens.vpnGateway]);
  if (reference === undefined) return [];
  const anyDestination = outsideOf(vpc, everyIpv4);
  const anywhere = (to: string, why: string): RankedStep => ({
    length: first,
    rank: 2,
    step: {
      match: { destination: anyDestination },
      to,
      take: "perhaps",
      by: reasonOf(owner, "a route that the other side announces", {
        property,
        fix,
        missing: missingOf(owner, property, why, fix),
      }),
    },
  });
  if (reference.kind === "outside" || reference.kind === "unknown") {
    const why =
      reference.kind === "outside" ? `is '${reference.id}', which the stack does not declare` : reference.why;
    return [anywhere(unknownPlace(build, vpc, owner, property, why), why)];
  }
  const gateways = reference.kind === "resource" ? [reference.resource] : reference.resources;
  const doubt = propagation.why ?? (reference.kind === "oneOf" ? reference.why : undefined);
  return gateways.flatMap((gateway): readonly RankedStep[] => {
    if (!attachedOf(build, gateway).vpcs.includes(vpc)) return [];
    const to = gatewayIds.out(gateway, vpc, build);
    if (to === undefined) return [];
    const connections = connectionsOf(build, gateway);
    return [
      ...connections.flatMap((connection) =>
        staticRoutesOf(build, connection).flatMap(({ block, owner: route, why }): RankedStep[] => {
          const open = doubt ?? why;
          if (block === undefined) return [anywhere(to, why ?? "is not known")];
          const destination = outsideOf(vpc, block);
          if (destination.length === 0) return [];
          const by = reasonOf(route, `route ${block} that ${gateway.name} announces`, {
            property: "destinationCidrBlock",
            fix,
            ...(open !== undefined && { missing: missingOf(owner, property, open) }),
          });
          const take = open === undefined ? "always" : "perhaps";
          return [{ length: lengthOf(block), rank: 2, step: { match: { destination }, to, take, by } }];
        }),
      ),
      // A gateway without a connection learns nothing; one with BGP learns what the other side says.
      ...connections
        .filter((connection) => !connection.isStatic)
        .slice(0, 1)
        .map(() => anywhere(to, "is learned from the other side, and no resource says what it announces")),
    ];
  });
}
