import { type Match, type Network, type NetworkNode, type Start, type Zone } from "../network/network";
import { type ZoneCertificate } from "../proof/verdict";
import { Senders } from "./senders";

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
  readonly packets: readonly Match[];
}

export interface Flows {
  readonly talkers: readonly Talker[];
  readonly flows: readonly Flow[];
  /** By zone: names of what leads to it or in from it. */
  readonly hops: ReadonlyMap<Zone, readonly string[]>;
}

export const zoneKey = (zone: Zone): string => `zone:${zone}`;

/** Reads from reached sets which resource may talk to which resource or zone: new packets only, answers follow them. */
export function flowsOf(network: Network, sets: readonly ZoneCertificate[]): Flows {
  const nodes = new Map(network.nodes.map((node) => [node.id, node]));
  const starts = network.starts.filter(({ zone }) => zone === inside);
  const keyOf = new Map(starts.map((start) => [start.id, talkerKey(start, nodes)]));
  const flows = new Map<string, { from: string; to: string; packets: Match[] }>();
  const hops = new Map<Zone, Set<string>>();
  const through = new Set<string>();
  for (const set of sets) {
    const { from, reached } = set;
    const sent = new Senders(network, set);
    for (const { node: id, packets } of reached) {
      const node = nodes.get(id);
      if (node === undefined) continue;
      for (const step of node.steps) {
        const next = step.to === null ? undefined : nodes.get(step.to);
        const zone = next?.zone;
        if (zone !== undefined && zone !== inside && zone !== node.zone) {
          add(hops, zone, step.by.resource);
          if (node.urn !== undefined) through.add(node.urn);
        }
      }
      if (node.zone === undefined) continue;
      const to = node.zone === inside ? talkerKey(node, nodes) : zoneKey(node.zone);
      for (const packet of packets) {
        if (packet.state === "reply") continue;
        const senders = from === inside ? [...sent.of(packet)].map((id) => keyOf.get(id)) : [zoneKey(from)];
        for (const sender of new Set(senders)) {
          if (sender === undefined || sender === to) continue;
          const key = `${sender}\n${to}`;
          const flow = flows.get(key) ?? { from: sender, to, packets: [] };
          flow.packets.push(packet);
          flows.set(key, flow);
        }
      }
    }
  }
  for (const [zone, names] of entriesOf(network, nodes)) for (const name of names) add(hops, zone, name);
  const isHop = (key: string): boolean => through.has(key);
  return {
    talkers: talkersOf(starts, nodes).filter(({ key }) => !isHop(key)),
    flows: [...flows.values()].filter(({ from, to }) => !isHop(from) && !isHop(to)),
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
      (nodes.get(node)?.steps ?? []).flatMap(({ to, by }) => (to === null ? [] : by.resource)),
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
  const all = [...talkers].map(([key, { name, blocks }]) => ({ key, name, blocks: [...blocks] }));
  // A load balancer and the machines behind it may have one name.
  return all.map((talker) => {
    const isAlone = all.every(({ key, name }) => key === talker.key || name !== talker.name);
    const type = talker.key.split("::")[2]?.split(":").at(-1);
    return isAlone || type === undefined ? talker : { ...talker, name: `${talker.name} (${type})` };
  });
}
