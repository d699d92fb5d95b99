import { type Fact } from "../../../facts/fact";
import { type ResourceFacts } from "../../../facts/resource";
import { PrefixSet } from "../../../prefixes";
import { type Match, type Reason, type Zone } from "../../network";
import { allBut, blockOf, everyIpv4, everyIpv6, hostBlock, isIpv4 } from "../addresses";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { type Build, reasonOf, zones } from "../parts";
import { tokens } from "../tokens";
import { addSendingZone, enterFrom } from "./zoneNodes";

/** What is at the other end of a connection: the build network, with all that lies beyond it, or a device that nobody declared. */
interface FarEnd {
  readonly side: "build-network" | "foreign";
  readonly why?: string;
}

const fix = "Connect to a customer gateway of the build network only.";

/**
 * Adds a VPN connection: its nodes, and the zones at its other end.
 * @returns the node at which packets enter the tunnels
 */
export function addVpn(build: Build, connection: ResourceFacts): string {
  const { draft } = build;
  const { name, urn } = connection;
  const [out, into] = idsOf(build, connection);
  if (draft.has(out)) return out;
  draft.node({ id: out, name, urn, otherwise: "the connection's selectors do not take it" });
  draft.node({ id: into, name, urn, otherwise: "the connection's selectors do not take it" });
  const pairs = selectorsOf(connection);
  for (const end of farEndsOf(build, connection)) {
    for (const zone of zonesOf(build, end, connection)) {
      const text = `${name} carries it to ${zone.name}`;
      for (const { far, near, why } of pairs) {
        const open = end.why ?? why;
        const by = reason(connection, text, "customerGatewayId", open);
        const destination = within(far, zone.blocks);
        if (destination.length === 0) continue;
        const take = open === undefined ? "always" : "perhaps";
        const match: Match = { source: [near], destination };
        draft.steps(out, { match, to: zone.node, take, by });
      }
      const by = reason(connection, `${zone.name} sends through ${name}`, "customerGatewayId", end.why);
      enterFrom(build, zone.zone, into, {}, by);
    }
  }
  return out;
}

const idsOf = (build: Build, connection: ResourceFacts) => {
  const key = placesOf(build.layout).keys.of(connection);
  return [`vpn/${key}/out`, `vpn/${key}/in`] as const;
};

/**
 * Leads what comes out of a connection's tunnels on, to its virtual private gateway or transit attachment. Once for each that it may be of.
 * @param why what is not known of it; undefined: it is this one's
 */
export function leaveVpn(build: Build, connection: ResourceFacts, to: string, why?: string): void {
  const [, into] = idsOf(build, connection);
  for (const { far, near, why: open = why } of selectorsOf(connection)) {
    const text = `${connection.name} takes it out of the tunnel`;
    const property = why === undefined ? "remoteIpv4NetworkCidr" : "vpnGatewayId";
    const by = reason(connection, text, property, open);
    const take = open === undefined ? "always" : "perhaps";
    build.draft.steps(into, { match: { source: [far], destination: [near] }, to, take, by });
  }
}

function reason(connection: ResourceFacts, text: string, property: string, why: string | undefined): Reason {
  const missing = why === undefined ? undefined : missingOf(connection, property, why);
  return reasonOf(connection, text, { property, fix, ...(missing && { missing }) });
}

interface FarZone {
  readonly zone: Zone;
  readonly name: string;
  readonly node: string;
  /** Undefined: any. */
  readonly blocks: readonly string[] | undefined;
}

function zonesOf(build: Build, { side }: FarEnd, connection: ResourceFacts): readonly FarZone[] {
  if (side === "build-network") return linkZones(build);
  const id = connection.props.text("customerGatewayId");
  const gateway = build.references.of(connection, "customerGatewayId", id, [tokens.customerGateway]);
  const places = placesOf(build.layout);
  const key =
    gateway?.kind === "resource"
      ? places.keys.of(gateway.resource)
      : gateway?.kind === "outside"
        ? gateway.id
        : places.keys.of(connection);
  const zone = zones.foreign(key);
  const name = `the device of ${key}`;
  return [{ zone, name, node: addSendingZone(build, zone, name), blocks: undefined }];
}

/** The build network, and what else may come and go through the same link. */
export function linkZones(build: Build): readonly FarZone[] {
  const { blocks } = build.buildNetwork;
  const make = (zone: Zone, name: string, own: readonly string[]): FarZone => {
    const ipv4 = own.filter(isIpv4);
    const ipv6 = own.filter((block) => !isIpv4(block));
    const packets: Match[] = [
      ...(ipv4.length > 0 ? [{ source: ipv4, destination: [everyIpv4] }] : []),
      ...(ipv6.length > 0 ? [{ source: ipv6, destination: [everyIpv6] }] : []),
    ];
    return { zone, name, node: addSendingZone(build, zone, name, packets), blocks: own };
  };
  return [
    make(zones.buildNetwork, "build network", blocks),
    make(zones.beyondLink, "beyond the link", allBut(blocks)),
  ];
}

/** The common part of a selector and a zone's blocks. */
function within(selector_: string, blocks: readonly string[] | undefined): readonly string[] {
  if (blocks === undefined) return [selector_];
  return PrefixSet.of(selector_).intersect(PrefixSet.of(...blocks)).prefixes;
}

/** True if a connection's device is for certain one of the build network's. */
export function leadsHome(build: Build, connection: ResourceFacts): boolean {
  return farEndsOf(build, connection).every(({ side, why }) => side === "build-network" && why === undefined);
}

function farEndsOf(build: Build, connection: ResourceFacts): readonly FarEnd[] {
  const { gateways } = build.buildNetwork;
  if (gateways === undefined) return [{ side: "build-network" }];
  const id = connection.props.text("customerGatewayId");
  const named = build.references.of(connection, "customerGatewayId", id, [tokens.customerGateway]);
  const either = (why: string): FarEnd[] => [
    { side: "build-network", why },
    { side: "foreign", why },
  ];
  switch (named?.kind) {
    case undefined:
      return either("names no customer gateway");
    case "outside":
      return either(`is '${named.id}', which the stack does not declare`);
    case "oneOf":
    case "unknown":
      return either(named.why);
    case "resource": {
      const address = named.resource.props.text("ipAddress");
      if (address.state === "unknown") return either(address.why);
      // A device that is told by its certificate has no fixed address, so none that was declared.
      if (address.state === "absent") return [{ side: "foreign" }];
      const own = hostBlock(address.value);
      return [{ side: gateways.some((one) => hostBlock(one) === own) ? "build-network" : "foreign" }];
    }
  }
}

interface Selectors {
  /** The customer's side. */
  readonly far: string;
  /** AWS's side. */
  readonly near: string;
  readonly why?: string;
}

/**
 * What may pass the tunnels, by family: `local…` is the customer's side, `remote…` AWS's. Connections of a virtual private gateway are
 * for IPv4; those of a transit gateway for what `tunnelInsideIpVersion` says.
 * Source: EC2 API, VpnConnectionOptionsSpecification; VPN guide, "IPv4 and IPv6 traffic".
 */
function selectorsOf({ props }: ResourceFacts): readonly Selectors[] {
  const version = props.text("tunnelInsideIpVersion");
  const isTransit = props.get("vpnGatewayId").state === "absent";
  const isIpv6 = isTransit && version.state === "known" && version.value === "ipv6";
  const isOpen = isTransit && version.state === "unknown";
  const families = isOpen ? [4, 6] : [isIpv6 ? 6 : 4];
  return families.map((family): Selectors => {
    const [far, farWhy] = selector(props.text(`localIpv${family}NetworkCidr`), family);
    const [near, nearWhy] = selector(props.text(`remoteIpv${family}NetworkCidr`), family);
    const why = farWhy ?? nearWhy ?? (isOpen ? version.why : undefined);
    return { far, near, ...(why !== undefined && { why }) };
  });
}

function selector(fact: Fact<string>, family: number): readonly [block: string, why?: string] {
  const every = family === 4 ? everyIpv4 : everyIpv6;
  if (fact.state === "absent") return [every];
  if (fact.state === "unknown") return [every, fact.why];
  const block = blockOf(fact.value);
  return block === undefined ? [every, "is no CIDR block"] : [block];
}
