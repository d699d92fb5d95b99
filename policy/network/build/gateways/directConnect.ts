import { type ResourceFacts } from "../../../facts/resource";
import { type Match, type Step, type Zone } from "../../network";
import { blockOf } from "../addresses";
import { named } from "../candidates";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { anything, type Build, reasonOf, zones } from "../parts";
import { perBuild } from "../perBuild";
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

/** A link of Direct Connect at a virtual private gateway. */
export interface DirectLink extends LinkZone {
  readonly owner: ResourceFacts;
  readonly property: string;
  /** What may come by it. */
  readonly arriving: Match;
  /** By a Direct Connect gateway; else by a private virtual interface of the virtual private gateway's own. */
  readonly isShared: boolean;
  /** Whether it is this gateway's is not known. */
  readonly why?: string;
}

const byGateway = perBuild((build): ReadonlyMap<string, readonly DirectLink[]> => {
  const found = new Map<string, DirectLink[]>();
  const add = (link: Omit<DirectLink, "why">) => {
    const { resources, isAnything, why } = named(build, link.owner, link.property, [tokens.vpnGateway]);
    for (const { urn } of isAnything ? build.stack.ofType(tokens.vpnGateway) : resources)
      found.set(urn, [...(found.get(urn) ?? []), { ...link, ...(why !== undefined && { why }) }]);
  };
  for (const owner of build.stack.ofType(types.association)) {
    for (const zone of linkZones(build, owner))
      add({ ...zone, owner, property: "associatedGatewayId", arriving: allowed(owner), isShared: true });
  }
  for (const owner of types.private.flatMap((of) => build.stack.ofType(of))) {
    if (owner.props.get("vpnGatewayId").state === "absent") continue;
    const name = `direct-connect-${placesOf(build.layout).keys.of(owner)}`;
    const zone = { zone: zones.foreign(name), name };
    add({ ...zone, owner, property: "vpnGatewayId", arriving: anything, isShared: false });
  }
  return found;
});

/** The links of Direct Connect at a virtual private gateway. */
export function directLinksOf(build: Build, gateway: ResourceFacts): readonly DirectLink[] {
  return byGateway(build).get(gateway.urn) ?? [];
}

/**
 * Adds a link of Direct Connect at a virtual private gateway; at transit gateways an association is one of their attachments. Out by routes that the other
 * side announces, which no resource says. A public virtual interface leads to the public addresses of AWS, and what a VPC sends there goes through its
 * internet gateway: zone `internet`. Source: Direct Connect guide, "Virtual interfaces", "Gateways", "Allowed prefixes interactions".
 * @param into where what comes by it goes on
 * @returns the step by which packets leave the gateway
 */
export function addDirectLink(build: Build, gateway: ResourceFacts, link: DirectLink, into: string): Step {
  const { owner, property, zone, name, arriving, why } = link;
  const to = addSendingZone(build, zone, name);
  const unsure = why === undefined ? undefined : missingOf(owner, property, why);
  const more = { property, fix, ...(unsure && { missing: unsure }) };
  const back = reasonOf(owner, `${name} sends through ${owner.name} to ${gateway.name}`, more);
  enterFrom(build, zone, into, arriving, back);
  const by = reasonOf(owner, `${owner.name} learns by BGP what lies behind it: anything`, more);
  // Some of what there is: what else may be announced, longer than a static route is.
  return { match: anything, to, take: unsure === undefined ? "some" : "perhaps", by };
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
