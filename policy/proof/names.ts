import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type InterfacePart, type Layout, type SubnetPart, zones } from "../network/build/parts";
import { type Network, type Zone } from "../network/network";
import { parsePrefix, PrefixSet, prefixText } from "../prefixes";
import { UnusableInput } from "../sources/unusableInput";
import { nearNames } from "./nearNames";

/** What names are looked up in. */
export interface Surroundings {
  readonly stack: StackFacts;
  readonly network: Network;
  readonly layout: Layout;
}

/** What a name in a question stands for. */
export type Named =
  | {
      readonly kind: "interfaces";
      readonly interfaces: readonly InterfacePart[];
      /** The address that was asked for, as a block: one of theirs. */
      readonly address?: string;
      /** There if none of them has the address for certain; any may get it. */
      readonly doubt?: string;
    }
  /** The public address of an interface. */
  | { readonly kind: "public"; readonly interfaces: readonly InterfacePart[]; readonly address: string }
  | { readonly kind: "subnet"; readonly subnet: SubnetPart; readonly address?: string }
  | { readonly kind: "zones"; readonly zones: readonly Zone[]; readonly address?: string };

/** Zones that may be asked about even where the network has no way to them. */
const alwaysZones: readonly Zone[] = [
  ...[zones.inside, zones.internet, zones.buildNetwork, zones.beyondLink, zones.unknown],
  "resolver",
];

/** The zone of an address that several have: the first of these, then others. */
const zoneOrder: readonly Zone[] = [zones.buildNetwork, "foreign/", "service/", zones.internet, "resolver"];

const typeOf = { instance: /:Instance$/, eni: /:NetworkInterface$/ } as const;

/**
 * What a name stands for: `instance:i-…`, `eni:eni-…`, `subnet:…`, `ip:…`, a zone, or a resource's name. The part before the colon may be left
 * out where it is plain (`i-…`, `10.0.0.1`).
 * @param near keys of VPCs: an address that several interfaces have is the one in these, for blocks of VPCs may overlap
 * @throws UnusableInput if nothing has the name, or several things have; it lists them, or the nearest names
 */
export function named(text: string, view: Surroundings, near: ReadonlySet<string> = new Set()): Named {
  const [, kind = "", rest = ""] = /^(instance|eni|subnet|ip|zone|name):(.+)$/.exec(text) ?? [];
  const name = rest === "" ? text : rest;
  const isAddress = blockOf(name) !== undefined;
  if (kind === "ip" || (kind === "" && isAddress)) return ofAddress(name, view, near);
  if (kind === "zone" || (kind === "" && zoneNames(view.network).has(name))) return ofZone(name, view);
  const found = candidates(name, kind, view);
  const [only, ...others] = found;
  if (only === undefined) throw unknownName(text, name, view);
  if (others.length > 0) {
    const list = found.map(({ label }) => label).join(", ");
    throw new UnusableInput(
      `'${text}' is the name of ${found.length} things: ${list}. Ask for one by its id or URN.`,
    );
  }
  return only.named;
}

/** An address as a block of one; undefined if the text is none. */
function blockOf(text: string): string | undefined {
  const prefix = parsePrefix(`${text}/32`);
  const whole = prefix?.family === 4 ? prefix : parsePrefix(`${text}/128`);
  return whole === undefined ? undefined : prefixText(whole);
}

/** An address or block of a part, as a block. */
export function asBlock(text: string): string {
  return blockOf(text) ?? text;
}

function ofAddress(text: string, view: Surroundings, near: ReadonlySet<string>): Named {
  const address = blockOf(text);
  if (address === undefined)
    throw new UnusableInput(`'${text}' is no IP address, e.g. 10.20.0.1 or fd00::1.`);
  const { interfaces, subnets } = view.layout;
  const having = interfaces.filter(
    (part) => part.isExact && part.addresses.some((each) => asBlock(each) === address),
  );
  const exact = preferred(having, [
    ({ subnet }) => near.has(subnet.vpc.key),
    ({ subnet }) => subnet.vpc.zone === zones.inside,
  ]);
  if (exact.length > 1) {
    const names = exact.map(({ name, key }) => `${name} (${key})`).join(", ");
    throw new UnusableInput(
      `${text} is an address of ${exact.length} interfaces: ${names}. Ask for one by its id.`,
    );
  }
  if (exact.length > 0) return { kind: "interfaces", interfaces: exact, address };
  const outside = interfaces.filter((part) =>
    part.publicAddresses.some(([, open]) => asBlock(open) === address),
  );
  if (outside.length > 0) return { kind: "public", interfaces: outside, address };
  const one = PrefixSet.of(address);
  const has = (blocks: readonly string[]): boolean => PrefixSet.of(...blocks.map(asBlock)).contains(one);
  const may = interfaces.filter((part) => !part.isExact && has(part.addresses));
  if (may.length > 0) {
    const doubt = `which of its subnet's addresses it has`;
    return { kind: "interfaces", interfaces: may, address, doubt };
  }
  const subnet = subnets.find(({ vpc, blocks }) => vpc.zone === zones.inside && has(blocks));
  if (subnet !== undefined) return { kind: "subnet", subnet, address };
  const found = zonesWith(one, view.network);
  if (found.length > 0) return { kind: "zones", zones: found, address };
  throw new UnusableInput(`${text} is in no subnet and in no zone of this network.`);
}

/** The items for which a wish holds, the first that any fulfils; all if none does. */
function preferred<T>(items: readonly T[], wishes: readonly ((item: T) => boolean)[]): readonly T[] {
  for (const wish of wishes) {
    const found = items.filter(wish);
    if (found.length > 0) return found;
  }
  return items;
}

/** Zones that send from such addresses; of several the likeliest. */
function zonesWith(address: PrefixSet, network: Network): readonly Zone[] {
  const having = new Set(
    network.starts
      .filter(({ packets }) => packets.some(({ source = [] }) => PrefixSet.of(...source).contains(address)))
      .map(({ zone }) => zone)
      .filter((zone) => zone !== zones.inside),
  );
  for (const wanted of zoneOrder) {
    const found = [...having].filter((zone) =>
      wanted.endsWith("/") ? zone.startsWith(wanted) : zone === wanted,
    );
    if (found.length > 0) return found;
  }
  return [...having];
}

function zoneNames(network: Network): ReadonlySet<Zone> {
  return new Set([
    ...alwaysZones,
    ...network.starts.map(({ zone }) => zone),
    ...network.nodes.flatMap(({ zone }) => zone ?? []),
  ]);
}

function ofZone(zone: string, { network }: Surroundings): Named {
  const known = zoneNames(network);
  if (known.has(zone)) return { kind: "zones", zones: [zone] };
  throw new UnusableInput(`There is no zone '${zone}'. Zones: ${[...known].sort().join(", ")}.`);
}

interface Candidate {
  readonly label: string;
  readonly named: Named;
}

/** All that has a name: each set of interfaces, and each subnet, once. */
function candidates(name: string, kind: string, { stack, layout }: Surroundings): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (key: string, label: string, what: Named): void => {
    if (!found.has(key)) found.set(key, { label, named: what });
  };
  const addInterfaces = (label: string, interfaces: readonly InterfacePart[]): void => {
    const keys = interfaces.map(({ key }) => key).sort();
    add(keys.join("\n"), label, { kind: "interfaces", interfaces });
  };
  for (const resource of stack.resources) {
    if (!namesOf(resource).includes(name)) continue;
    const subnet = layout.subnetOf(resource);
    if (subnet !== undefined && (kind === "subnet" || kind === "" || kind === "name")) {
      add(`subnet ${subnet.key}`, `subnet ${subnet.key}`, { kind: "subnet", subnet });
    }
    if (kind === "subnet" || ((kind === "instance" || kind === "eni") && !typeOf[kind].test(resource.type)))
      continue;
    const interfaces = layout.interfacesOf(resource);
    if (interfaces.length > 0) addInterfaces(resource.urn, interfaces);
  }
  if (found.size > 0) return [...found.values()];
  // A part of a resource that has a name of its own: one of a template's interfaces, an instance's first one.
  for (const part of kind === "subnet" ? [] : layout.interfaces) {
    const first = part.resource.props.text("primaryNetworkInterfaceId");
    const isFirst = first.state === "known" && first.value === name;
    if (part.key === name || part.name === name || isFirst) addInterfaces(part.key, [part]);
  }
  for (const subnet of layout.subnets) {
    if (kind === "eni" || kind === "instance") continue;
    if (subnet.key === name || subnet.name === name)
      add(`subnet ${subnet.key}`, `subnet ${subnet.key}`, { kind: "subnet", subnet });
  }
  return [...found.values()];
}

function namesOf({ urn, name, props }: ResourceFacts): readonly string[] {
  const id = props.text("id");
  const tags = props.object("tags");
  const tag = tags.state === "known" ? tags.value.text("Name") : tags;
  return [urn, name, ...[id, tag].flatMap((fact) => (fact.state === "known" ? [fact.value] : []))];
}

function unknownName(text: string, name: string, { stack, network, layout }: Surroundings): UnusableInput {
  const known = [
    ...zoneNames(network),
    ...stack.resources
      .filter((each) => layout.interfacesOf(each).length > 0 || layout.subnetOf(each) !== undefined)
      .flatMap((each) => namesOf(each).filter((other) => other !== each.urn)),
  ];
  const near = nearNames(name, known);
  return new UnusableInput(
    `Nothing in this network is called '${text}'.` +
      (near.length === 0
        ? " Ask for an instance:ID, eni:ID, subnet:ID, ip:ADDRESS, a resource's name, internet or build-network."
        : ` Is it one of these? ${near.join(", ")}`),
  );
}
