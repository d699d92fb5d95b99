import { type ResourceFacts } from "../facts/resource";
import { resolverZone } from "../network/build/gateways/resolver";
import { type InterfacePart, zones } from "../network/build/parts";
import { type Network, type Zone } from "../network/network";
import { UnusableInput } from "../sources/unusableInput";
import { blockOf, ofAddress } from "./addresses";
import { type Named, type Surroundings } from "./named";
import { nearNames } from "./nearNames";

/** Zones that may be asked about even where the network has no way to them. */
const alwaysZones: readonly Zone[] = [
  ...[zones.inside, zones.internet, zones.buildNetwork, zones.beyondLink, zones.unknown],
  resolverZone,
];

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
