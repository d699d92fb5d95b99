import { type Match, type Network, type NetworkNode, type Step } from "../../../policy/network/network";
import { type Contract } from "../../../policy/proof/contract";
import { type Packet } from "../../../policy/proof/verdict";
import { PrefixSet } from "../../../policy/prefixes";

/** One packet, on its way. It shares nothing with the prover: fields are compared as they are written. */
export interface Walked extends Packet {
  readonly sender: string;
}

/** The values that stand for all others in the networks of `smallNetwork.ts`. */
export const universe = {
  addresses: ["10.0.0.0", "10.0.0.1", "10.9.9.9", "fd00::1", "fd00::9"],
  protocols: [1, 6, 17],
  ports: [0, 1, 7],
  senders: ["if/a", "if/b", "zone/out", "anybody"],
} as const;

const blocks = new Map<string, PrefixSet>();

function inBlock(address: string, block: string): boolean {
  const key = `${address} ${block}`;
  const set = blocks.get(key) ?? PrefixSet.of(block);
  blocks.set(key, set);
  return set.contains(PrefixSet.of(address.includes(":") ? `${address}/128` : `${address}/32`));
}

export function matches(match: Match, packet: Walked): boolean {
  const inRanges = (ranges: Match["protocols"], value: number) =>
    ranges === undefined || ranges.some(([first, last]) => first <= value && value <= last);
  const inBlocks = (list: readonly string[] | undefined, address: string) =>
    list === undefined || list.some((block) => inBlock(address, block));
  return (
    inBlocks(match.source, packet.source) &&
    inBlocks(match.destination, packet.destination) &&
    inRanges(match.protocols, packet.protocol) &&
    inRanges(match.sourcePorts, packet.sourcePort) &&
    inRanges(match.destinationPorts, packet.destinationPort) &&
    (match.senders === undefined || packet.sender === "anybody" || match.senders.includes(packet.sender)) &&
    (match.state === undefined || match.state === packet.state)
  );
}

/** All packets of the universe that match. */
export function packetsOf(match: Match, sender: readonly string[], state: "new" | "reply"): Walked[] {
  const all: Walked[] = [];
  for (const source of universe.addresses)
    for (const destination of universe.addresses)
      for (const protocol of universe.protocols)
        for (const sourcePort of universe.ports)
          for (const destinationPort of universe.ports)
            for (const from of sender)
              all.push({ source, destination, protocol, sourcePort, destinationPort, state, sender: from });
  return all.filter((packet) => matches({ ...match, state }, packet));
}

function rewritten({ rewrite }: Step, packet: Walked): Walked[] {
  if (!rewrite) return [packet];
  let packets = [packet];
  if (rewrite.reply) {
    const { source, destination, sourcePort, destinationPort } = packet;
    const turned: Walked = {
      ...packet,
      source: destination,
      destination: source,
      sourcePort: destinationPort,
      destinationPort: sourcePort,
      state: "reply",
    };
    packets = [turned];
    if (packet.protocol === 1)
      packets = universe.ports.flatMap((type) =>
        universe.ports.map((code) => ({ ...turned, sourcePort: type, destinationPort: code })),
      );
  }
  const each = <T>(
    values: readonly T[],
    inSet: ((value: T) => boolean) | undefined,
    set: (value: T, on: Walked) => Walked,
  ) => {
    if (inSet) packets = packets.flatMap((on) => values.filter(inSet).map((value) => set(value, on)));
  };
  const { source, destination, sourcePorts, destinationPorts, sender } = rewrite;
  const inRanges = (ranges: NonNullable<typeof sourcePorts>) => (port: number) =>
    ranges.some(([first, last]) => first <= port && port <= last);
  const inBlocks = (list: readonly string[]) => (address: string) =>
    list.some((block) => inBlock(address, block));
  each(universe.addresses, source && inBlocks(source), (value, on) => ({ ...on, source: value }));
  each(universe.addresses, destination && inBlocks(destination), (value, on) => ({
    ...on,
    destination: value,
  }));
  each(universe.ports, sourcePorts && inRanges(sourcePorts), (value, on) => ({ ...on, sourcePort: value }));
  each(universe.ports, destinationPorts && inRanges(destinationPorts), (value, on) => ({
    ...on,
    destinationPort: value,
  }));
  return sender === undefined ? packets : packets.map((on) => ({ ...on, sender }));
}

/** Where one packet goes from a node, in one step. */
export function successors(
  node: NetworkNode,
  packet: Walked,
  reading: "may" | "must",
): (readonly [to: string, packet: Walked])[] {
  const next: (readonly [string, Walked])[] = [];
  for (const step of node.steps) {
    if (!matches(step.match, packet)) continue;
    const { to } = step;
    if (to !== null && (reading === "may" || step.take !== "perhaps"))
      next.push(...rewritten(step, packet).map((sent) => [to, sent] as const));
    if (step.match.senders && packet.sender === "anybody") continue;
    if (step.take === "always" || (step.take === "perhaps" && reading === "must")) break;
  }
  return next;
}

export function keyOf(
  node: string,
  { source, destination, protocol, sourcePort, destinationPort, state, sender }: Walked,
): string {
  return [node, source, destination, protocol, sourcePort, destinationPort, state, sender].join(" ");
}

/** Every packet at every node, and after how many steps it is first there. */
export function walk(
  network: Network,
  zone: string,
  reading: "may" | "must",
): Map<string, { node: NetworkNode; packet: Walked; steps: number }> {
  const nodes = new Map(network.nodes.map((node) => [node.id, node]));
  const found = new Map<string, { node: NetworkNode; packet: Walked; steps: number }>();
  let now = network.starts
    .filter((start) => start.zone === zone)
    .flatMap((start) => {
      const senders = [start.anySender ? "anybody" : start.id];
      return start.packets.flatMap((match) =>
        packetsOf(match, senders, "new").map((packet) => [start.node, packet] as const),
      );
    });
  for (let steps = 0; now.length > 0; steps++) {
    const next: (readonly [string, Walked])[] = [];
    for (const [id, packet] of now) {
      const key = keyOf(id, packet);
      const node = nodes.get(id);
      if (!node || found.has(key)) continue;
      found.set(key, { node, packet, steps });
      next.push(...successors(node, packet, reading));
    }
    now = next;
  }
  return found;
}

/** The zones between which something goes that may not, as `prove` tells them. */
export function forbiddenPairs(
  network: Network,
  contract: Contract,
  reading: "may" | "must",
): Map<string, number> {
  const zoneOf = new Map(network.starts.map(({ id, zone }) => [id, zone]));
  const isAllowed = (from: string, to: string, packet: Walked) =>
    (from === "inside" && to === "inside") ||
    contract.allow.some(
      (line) => line.from === from && line.to === to && matches(line.packets ?? {}, packet),
    );
  const pairs = new Map<string, number>();
  for (const from of new Set(zoneOf.values())) {
    for (const { node, packet, steps } of walk(network, from, reading).values()) {
      const { zone } = node;
      if (zone === undefined) continue;
      const answerer = zoneOf.get(packet.sender);
      const isFine =
        packet.state === "new"
          ? isAllowed(from, zone, packet)
          : answerer !== undefined && asked(packet).some((question) => isAllowed(zone, answerer, question));
      if (isFine) continue;
      const to = packet.state === "reply" && zone === from ? (answerer ?? zone) : zone;
      const key = `${from} ${to}`;
      pairs.set(key, Math.min(steps, pairs.get(key) ?? Infinity));
    }
  }
  return pairs;
}

/** What a packet may be the answer to, whoever asked. */
function asked(packet: Walked): Walked[] {
  const { source, destination, sourcePort, destinationPort } = packet;
  const question: Walked = {
    ...packet,
    source: destination,
    destination: source,
    sourcePort: destinationPort,
    destinationPort: sourcePort,
    state: "new",
  };
  const types = packet.protocol === 1 ? universe.ports : undefined;
  return types
    ? types.flatMap((type) => types.map((code) => ({ ...question, sourcePort: type, destinationPort: code })))
    : [question];
}
