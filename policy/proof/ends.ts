import { type InterfacePart, nodeIds, zones } from "../network/build/parts";
import { type Match, type Missing } from "../network/network";
import { PrefixSet } from "../prefixes";
import { asBlock } from "./addresses";
import { type Named, type Surroundings } from "./named";
import { named } from "./names";

/** A question's ends, as the prover takes them. */
export interface Ends {
  /** Ids of starts; none: that end sends nothing. */
  readonly starts: readonly string[];
  /** Ids of nodes; none: the network has no such place. */
  readonly targets: readonly string[];
  /** Of which addresses the packets are. */
  readonly packets: Match;
  /**
   * Addresses that the target has, where it was not asked for by one of them: a packet that a balancer or a public address brings there was sent
   * to another.
   */
  readonly arrivesAt?: readonly string[];
  /** There if it is not known whether an end is what was asked for: "reachable" is then "undetermined". */
  readonly missing?: Missing;
}

/**
 * The ends of a question. A destination is the target's private addresses; asked from the internet, its public ones, for a private address is
 * never reached from there.
 * @throws UnusableInput if a name is not known or not of one thing
 */
export function endsOf(from: string, to: string, view: Surroundings): Ends {
  const source = named(from, view);
  const target = named(to, view, new Set(interfacesOf(source, view).map(({ subnet }) => subnet.vpc.key)));
  const fromInternet = source.kind === "zones" && source.zones.includes(zones.internet);
  const sources = sourcesOf(source, view);
  const destinations = destinationsOf(target, fromInternet, view);
  const arrivesAt = target.kind === "public" ? undefined : ownAddressesOf(target, view);
  const missing = doubtOf(source) ?? doubtOf(target);
  return {
    starts: startsOf(source, view),
    targets: targetsOf(target, view),
    packets: {
      ...(sources !== undefined && { source: sources }),
      ...(destinations !== undefined && { destination: destinations }),
    },
    ...(arrivesAt !== undefined && { arrivesAt }),
    ...(missing !== undefined && { missing }),
  };
}

function interfacesOf(end: Named, { layout }: Surroundings): readonly InterfacePart[] {
  if (end.kind === "interfaces" || end.kind === "public") return end.interfaces;
  if (end.kind === "zones" || end.address !== undefined) return [];
  return layout.interfaces.filter(({ subnet }) => subnet.key === end.subnet.key);
}

function startsOf(end: Named, view: Surroundings): readonly string[] {
  const isStart =
    end.kind === "zones"
      ? ({ zone }: { zone: string }) => end.zones.includes(zone)
      : (start: { id: string }) => keys.has(start.id);
  const keys = new Set(interfacesOf(end, view).map(({ key }) => nodeIds.at(key)));
  return view.network.starts.filter(isStart).map(({ id }) => id);
}

/** Its own addresses only: what it might claim is another question. Undefined: whatever the zone sends. */
function sourcesOf(end: Named, view: Surroundings): readonly string[] | undefined {
  if (end.kind === "zones") return end.address === undefined ? undefined : [end.address];
  if (end.kind === "interfaces" && end.address !== undefined) return [end.address];
  const all = end.kind === "public" ? privateOf(end) : addressesOf(interfacesOf(end, view));
  return all.length === 0 ? undefined : all;
}

function targetsOf(end: Named, view: Surroundings): readonly string[] {
  const { nodes } = view.network;
  if (end.kind === "zones") {
    const { address } = end;
    const own = new Set(address === undefined ? end.zones : beyond(address, view));
    return nodes.filter(({ zone }) => zone !== undefined && own.has(zone)).map(({ id }) => id);
  }
  const interfaces = interfacesOf(end, view);
  // An empty subnet is reached where packets are delivered in it; an address that no interface has is reached by nothing.
  const all =
    end.kind === "subnet" && end.address === undefined && interfaces.length === 0
      ? [nodeIds.subnetDeliver(end.subnet.key)]
      : interfaces.map(({ key }) => nodeIds.at(key));
  // An interface without a zone is AWS's, to pass on what others send: who reaches it has reached nobody.
  const counts = new Set(
    nodes.filter(({ id, zone }) => zone !== undefined || !id.startsWith("if/")).map(({ id }) => id),
  );
  return all.filter((id) => counts.has(id));
}

/**
 * Zones in which a packet has gone to an address that no VPC has: whoever has it, it left by some way for it. The internet passes no private one.
 */
function beyond(address: string, view: Surroundings): readonly string[] {
  const isPublic = PrefixSet.of(...(internetBlocks(view) ?? [])).contains(PrefixSet.of(address));
  return view.network.nodes.flatMap(({ zone }) =>
    zone === undefined ||
    zone === zones.inside ||
    zone === zones.unknown ||
    (zone === zones.internet && !isPublic)
      ? []
      : [zone],
  );
}

/** Undefined: any address. */
function destinationsOf(
  end: Named,
  fromInternet: boolean,
  view: Surroundings,
): readonly string[] | undefined {
  if (end.kind === "public") return [end.address];
  if (end.kind === "zones") {
    if (end.address !== undefined) return [end.address];
    return end.zones.includes(zones.internet) ? internetBlocks(view) : undefined;
  }
  if (end.address !== undefined) return [end.address];
  const interfaces = interfacesOf(end, view);
  if (fromInternet) {
    const open = interfaces.flatMap((part) => [
      ...part.publicAddresses.map(([, address]) => asBlock(address)),
      // An IPv6 address is public as it is.
      ...part.addresses.filter((address) => address.includes(":")).map(asBlock),
    ]);
    // One that gets a public address at launch: not known which.
    if (
      interfaces.some(({ mayHavePublic, publicAddresses }) => mayHavePublic && publicAddresses.length === 0)
    )
      return undefined;
    if (open.length > 0) return open;
  }
  return ownAddressesOf(end, view);
}

/** The internet's addresses: what is for others is not for it, wherever that stops. */
function internetBlocks({ network }: Surroundings): readonly string[] | undefined {
  const own = network.starts.filter(({ zone }) => zone === zones.internet);
  const blocks = own.flatMap(({ packets }) => packets.flatMap(({ source }) => source ?? []));
  return blocks.length === 0 ? undefined : blocks;
}

/** The private addresses of what is asked for by its name; undefined: by an address, or a zone. */
function ownAddressesOf(end: Named, view: Surroundings): readonly string[] | undefined {
  if (end.kind === "zones" || end.address !== undefined) return undefined;
  return end.kind === "subnet" ? end.subnet.blocks.map(asBlock) : addressesOf(interfacesOf(end, view));
}

function addressesOf(interfaces: readonly InterfacePart[]): readonly string[] {
  return [...new Set(interfaces.flatMap(({ addresses }) => addresses.map(asBlock)))];
}

/** The private addresses behind a public one. */
function privateOf(end: Extract<Named, { readonly kind: "public" }>): readonly string[] {
  return end.interfaces.flatMap(({ publicAddresses }) =>
    publicAddresses.filter(([, open]) => asBlock(open) === end.address).map(([own]) => asBlock(own)),
  );
}

function doubtOf(end: Named): Missing | undefined {
  if (end.kind !== "interfaces" || end.doubt === undefined) return undefined;
  const names = [...new Set(end.interfaces.map(({ resource }) => resource.name))].join(", ");
  return {
    resource: names,
    why: "is not known before it is launched",
    property: end.doubt,
    settle: "Ask for it by its name, or judge the account once it runs.",
  };
}
