import { type ResourceFacts } from "../../../facts/resource";
import { type Match, type Zone } from "../../network";
import { blockOf } from "../addresses";
import { named } from "../candidates";
import { gatewayIds } from "./gatewayIds";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { anything, type Build, nodeIds, reasonOf, zones } from "../parts";
import { tokens } from "../tokens";
import { addSendingZone, enterFrom } from "./zoneNodes";

const type = (name: string) => `aws:directconnect/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

const types = {
  gateway: type("Gateway"),
  association: type("GatewayAssociation"),
  /** Links to one's own network, of which some name a virtual private gateway. */
  private: [type("PrivateVirtualInterface"), type("HostedPrivateVirtualInterfaceAccepter")],
} as const;

/** What a link leads to. */
interface LinkZone {
  readonly zone: Zone;
  readonly name: string;
}

const fix = "Remove it: only the declared VPN link may lead out.";

/**
 * Adds Direct Connect at virtual private gateways; at transit gateways an association is one of their attachments. A public virtual
 * interface leads to the public addresses of AWS, and what a VPC sends there goes through its internet gateway: zone `internet`.
 * Source: Direct Connect guide, "Virtual interfaces", "Gateways", "Allowed prefixes interactions".
 */
export function addDirectConnect(build: Build): void {
  for (const association of build.stack.ofType(types.association)) {
    for (const zone of linkZones(build, association))
      joinGateway(build, association, "associatedGatewayId", zone, allowed(association));
  }
  for (const vif of types.private.flatMap((of) => build.stack.ofType(of))) {
    if (vif.props.get("vpnGatewayId").state === "absent") continue;
    const name = `direct-connect-${placesOf(build.layout).keys.of(vif)}`;
    joinGateway(build, vif, "vpnGatewayId", { zone: zones.foreign(name), name }, anything);
  }
}

/** The zones that are behind the Direct Connect gateway of an association. */
export function linkZones(build: Build, association: ResourceFacts): readonly LinkZone[] {
  const { resources, outside } = named(build, association, "dxGatewayId", [types.gateway]);
  const { keys } = placesOf(build.layout);
  const own = resources.map((resource) => keys.of(resource));
  const ids = outside === undefined ? own : [...own, outside];
  return (ids.length > 0 ? ids : [keys.of(association)]).map((id) => {
    const name = `direct-connect-${id}`;
    return { zone: zones.foreign(name), name };
  });
}

/** What AWS announces to the other side, and so what may come from there; by default the VPC's blocks. */
function allowed({ props }: ResourceFacts): Match {
  const list = props.texts("allowedPrefixes");
  if (list.state !== "known" || list.value.length === 0) return anything;
  const blocks = list.value.map((fact) => (fact.state === "known" ? blockOf(fact.value) : undefined));
  return blocks.every((block) => block !== undefined) ? { destination: blocks } : anything;
}

/** Out: by routes that the other side announces, which no resource says; in: to the VPC of the gateway. */
function joinGateway(
  build: Build,
  owner: ResourceFacts,
  property: string,
  { zone, name }: LinkZone,
  arriving: Match,
): void {
  const found = named(build, owner, property, [tokens.vpnGateway]);
  const all = found.isAnything ? build.stack.ofType(tokens.vpnGateway) : found.resources;
  for (const gateway of all) {
    const key = placesOf(build.layout).keys.of(gateway);
    const [out, into] = [gatewayIds.virtualOut(key), gatewayIds.virtualIn(key)];
    if (!build.draft.has(out) || !build.draft.has(into)) continue;
    addSendingZone(build, zone, name);
    const unsure = found.why === undefined ? undefined : missingOf(owner, property, found.why);
    const text = `${owner.name} learns by BGP what lies behind it: anything`;
    const by = reasonOf(owner, text, { property, fix, ...(unsure && { missing: unsure }) });
    // Some of what there is: what else may be announced, longer than a static route is.
    const take = unsure === undefined ? "some" : "perhaps";
    build.draft.steps(out, { match: anything, to: nodeIds.zone(zone), take, by });
    const back = reasonOf(owner, `${name} sends through ${owner.name} to ${gateway.name}`, {
      ...{ property, fix },
      ...(unsure && { missing: unsure }),
    });
    enterFrom(build, zone, into, arriving, back);
  }
}
