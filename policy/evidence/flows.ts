import { type Match, type Network, type NetworkNode, type Start, type Zone } from "../network/network";
import { PrefixSet } from "../prefixes";
import { type Certificate } from "../proof/verdict";
import { serviceWords } from "./words";

const inside: Zone = "inside";

/** Interfaces of one resource, in the picture. */
export interface Talker {
  /** URN of the resource, or the name if there is none. */
  readonly key: string;
  readonly name: string;
  readonly blocks: readonly string[];
}

/** Who may talk to whom, on what. Either end is a talker's key or `zone:<zone>`. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  /** `tcp 443`, … without repetition. */
  readonly services: readonly string[];
}

export interface Flows {
  readonly talkers: readonly Talker[];
  readonly flows: readonly Flow[];
  /** By zone: names of what leads to it or in from it. */
  readonly hops: ReadonlyMap<Zone, readonly string[]>;
}

export const zoneKey = (zone: Zone): string => `zone:${zone}`;

/** Reads from a certificate which resource may talk to which resource or zone: new packets only, answers follow them. */
export function flowsOf(network: Network, certificate: Certificate): Flows {
  const nodes = new Map(network.nodes.map((node) => [node.id, node]));
  const starts = network.starts.filter(({ zone }) => zone === inside);
  const keyOf = new Map(starts.map((start) => [start.id, talkerKey(start, nodes)]));
  const services = new Map<string, { from: string; to: string; services: Set<string> }>();
  const hops = new Map<Zone, Set<string>>();
  const through = new Set<string>();
  for (const { from, reached } of certificate.zones) {
    for (const { node: id, packets } of reached) {
      const node = nodes.get(id);
      if (node === undefined) continue;
      for (const step of node.steps) {
        const next = step.to === null ? undefined : nodes.get(step.to);
        const zone = next?.zone;
        if (zone !== undefined && zone !== inside) {
          add(hops, zone, node.name);
          if (node.urn !== undefined) through.add(node.urn);
        }
      }
      if (node.zone === undefined) continue;
      const to = node.zone === inside ? talkerKey(node, nodes) : zoneKey(node.zone);
      for (const packet of packets) {
        if (packet.state === "reply") continue;
        const senders =
          from === inside ? sendersOf(packet, starts).map((id) => keyOf.get(id)) : [zoneKey(from)];
        for (const sender of new Set(senders)) {
          if (sender === undefined || sender === to) continue;
          const key = `${sender}\n${to}`;
          const flow = services.get(key) ?? { from: sender, to, services: new Set<string>() };
          flow.services.add(serviceWords(packet));
          services.set(key, flow);
        }
      }
    }
  }
  for (const [zone, names] of entriesOf(network, nodes)) for (const name of names) add(hops, zone, name);
  const isHop = (key: string): boolean => through.has(key);
  return {
    talkers: talkersOf(starts, nodes).filter(({ key }) => !isHop(key)),
    flows: [...services.values()]
      .filter(({ from, to }) => !isHop(from) && !isHop(to))
      .map(({ from, to, services: words }) => ({ from, to, services: [...words].sort() })),
    hops: new Map([...hops].map(([zone, names]) => [zone, [...names].sort()])),
  };
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

/** By what packets of a zone come in. */
function entriesOf(
  network: Network,
  nodes: ReadonlyMap<string, NetworkNode>,
): readonly (readonly [Zone, readonly string[]])[] {
  return network.starts
    .filter(({ zone }) => zone !== inside)
    .map(({ zone, node }) => [
      zone,
      (nodes.get(node)?.steps ?? []).flatMap(({ to }) => (to === null ? [] : (nodes.get(to)?.name ?? []))),
    ]);
}

function talkerKey(item: Start | NetworkNode, nodes: ReadonlyMap<string, NetworkNode>): string {
  return nodes.get(item.id)?.urn ?? item.name;
}

function talkersOf(starts: readonly Start[], nodes: ReadonlyMap<string, NetworkNode>): readonly Talker[] {
  const talkers = new Map<string, { name: string; blocks: Set<string> }>();
  for (const start of starts) {
    const key = talkerKey(start, nodes);
    const talker = talkers.get(key) ?? { name: key.split("::").at(-1) ?? key, blocks: new Set<string>() };
    for (const { source = [] } of start.packets) for (const block of source) talker.blocks.add(block);
    talkers.set(key, talker);
  }
  return [...talkers].map(([key, { name, blocks }]) => ({ key, name, blocks: [...blocks] }));
}

/** Ids of the starts that may have sent such packets. */
function sendersOf({ senders, source }: Match, starts: readonly Start[]): readonly string[] {
  if (senders !== undefined) return senders;
  if (source === undefined) return starts.map(({ id }) => id);
  const sources = PrefixSet.of(...source);
  return starts
    .filter(
      ({ packets, anySender }) =>
        anySender ??
        packets.some(
          (packet) =>
            packet.source === undefined || !PrefixSet.of(...packet.source).intersect(sources).isEmpty,
        ),
    )
    .map(({ id }) => id);
}
