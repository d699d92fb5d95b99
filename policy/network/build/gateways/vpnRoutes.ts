import { type ResourceFacts } from "../../../facts/resource";
import { blockOf } from "../addresses";
import { type Build } from "../parts";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";

/** A VPN connection of a virtual private gateway. */
export interface ConnectionPart {
  readonly connection: ResourceFacts;
  /** True: only its static routes lead into it. False, or not known: the other side announces what does. */
  readonly isStatic: boolean;
  /** Whether it is this gateway's is not known. */
  readonly why?: string;
}

const byGateway = perBuild((build): ReadonlyMap<string, readonly ConnectionPart[]> => {
  const { stack, references } = build;
  const found = new Map<string, ConnectionPart[]>();
  for (const connection of stack.ofType(tokens.vpnConnection)) {
    const id = connection.props.text("vpnGatewayId");
    const named = references.of(connection, "vpnGatewayId", id, [tokens.vpnGateway]);
    if (named === undefined || named.kind === "outside" || hasEnded(connection)) continue;
    const gateways =
      named.kind === "resource"
        ? [named.resource]
        : named.kind === "oneOf"
          ? named.resources
          : stack.ofType(tokens.vpnGateway);
    const only = connection.props.flag("staticRoutesOnly");
    const isStatic = only.state === "known" && only.value;
    for (const { urn } of gateways) {
      const part = { connection, isStatic, ...(named.kind !== "resource" && { why: named.why }) };
      found.set(urn, [...(found.get(urn) ?? []), part]);
    }
  }
  return found;
});

/** Source: EC2 API, VpnConnection, State. */
function hasEnded({ props }: ResourceFacts): boolean {
  const state = props.text("state");
  return state.state === "known" && ["deleted", "deleting"].includes(state.value);
}

/** The VPN connections of a virtual private gateway. */
export function connectionsOf(build: Build, gateway: ResourceFacts): readonly ConnectionPart[] {
  return byGateway(build).get(gateway.urn) ?? [];
}

/** A static route of a connection; its block is undefined if it is not known. */
export interface StaticRoute {
  readonly owner: ResourceFacts;
  readonly block: string | undefined;
  readonly why?: string;
}

const byConnection = perBuild((build): ReadonlyMap<string, readonly StaticRoute[]> => {
  const { stack, references } = build;
  const found = new Map<string, StaticRoute[]>();
  for (const owner of stack.ofType(tokens.vpnConnectionRoute)) {
    const id = owner.props.text("vpnConnectionId");
    const named = references.of(owner, "vpnConnectionId", id, [tokens.vpnConnection]);
    if (named === undefined || named.kind === "outside") continue;
    const connections =
      named.kind === "resource"
        ? [named.resource]
        : named.kind === "oneOf"
          ? named.resources
          : stack.ofType(tokens.vpnConnection);
    const fact = owner.props.text("destinationCidrBlock");
    const block = fact.state === "known" ? blockOf(fact.value) : undefined;
    const open = fact.state === "unknown" ? fact.why : "is no CIDR block";
    const why = named.kind === "resource" ? (block === undefined ? open : undefined) : named.why;
    for (const { urn } of connections)
      found.set(urn, [...(found.get(urn) ?? []), { owner, block, ...(why !== undefined && { why }) }]);
  }
  return found;
});

/** Static routes into a connection; the longest first. */
export function staticRoutesOf(
  build: Build,
  { connection }: Pick<ConnectionPart, "connection">,
): readonly StaticRoute[] {
  return byConnection(build).get(connection.urn) ?? [];
}
