import {
  type Match,
  type Network,
  type NetworkNode,
  type Range,
  type Step,
} from "../../../policy/network/network";
import { block, has, isV6 } from "./addresses";
import { answerTo, isIcmp, type Packet, packetText } from "./packet";

const nodesByNetwork = new WeakMap<Network, ReadonlyMap<string, NetworkNode>>();

/** A network's nodes by id; made once a network. */
export function nodesOf(network: Network): ReadonlyMap<string, NetworkNode> {
  const known = nodesByNetwork.get(network) ?? new Map(network.nodes.map((node) => [node.id, node]));
  nodesByNetwork.set(network, known);
  return known;
}

/** A packet in the normalised network; its sender undefined: anybody. */
interface Traveller {
  readonly packet: Packet;
  readonly sender: string | undefined;
}

/** A packet at a node. Where the node is of a zone, it has arrived there. */
export interface Visit extends Traveller {
  readonly node: NetworkNode;
}

/**
 * Takes one packet through a normalised network, node by node, as policy/network/network.ts says and in one of its two
 * readings: neither the prover's sets nor the checker's. What it cannot do is take every packet of a set at once.
 */
export class NetworkWalker {
  private readonly nodes: ReadonlyMap<string, NetworkNode>;

  /** @param addresses of what a packet may be for: a block that an address is rewritten to stands for those of them that it has */
  constructor(
    network: Network,
    private readonly addresses: readonly bigint[],
  ) {
    this.nodes = nodesOf(network);
  }

  walk(start: string, first: Traveller, reading: "may" | "must"): readonly Visit[] {
    const visits: Visit[] = [];
    const seen = new Set<string>();
    const queue: { id: string; traveller: Traveller }[] = [{ id: start, traveller: first }];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { id, traveller } = next;
      const key = `${id} ${traveller.sender ?? ""} ${packetText(traveller.packet)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const node = this.nodes.get(id);
      if (node === undefined) throw new Error(`no node '${id}'`);
      visits.push({ node, ...traveller });
      for (const step of node.steps) {
        if (!matches(step.match, traveller)) continue;
        if (step.to !== null && (reading === "may" || step.take !== "perhaps")) {
          const asked = visits.filter(
            (visit) => visit.node.id === step.askedAt && isAnswer(visit.packet, traveller.packet),
          );
          const after = this.changed(step, traveller, reading === "may" ? undefined : asked);
          for (const each of after) queue.push({ id: step.to, traveller: each });
        }
        if (step.take === "always" || (reading === "must" && step.take === "perhaps")) break;
      }
    }
    return visits;
  }

  /**
   * A rewritten port stays as it is if it may.
   * @param asked what a translator was asked, if it answers that alone; undefined: it may answer anybody
   */
  private changed(
    { rewrite, askedAt }: Step,
    { packet, sender }: Traveller,
    asked: readonly Visit[] | undefined,
  ): readonly Traveller[] {
    if (rewrite === undefined) return [{ packet, sender }];
    const turned = rewrite.reply === true ? answerTo(packet) : packet;
    const port = (ranges: readonly Range[] | undefined, own: number) =>
      ranges === undefined || inRanges(ranges, own) ? own : ranges[0]![0];
    const all = (blocks: readonly string[] | undefined, own: bigint): readonly bigint[] => {
      if (blocks === undefined) return [own];
      const known = this.addresses.filter((each) => inBlocks(blocks, each));
      return known.length > 0 ? known : blocks.map((text) => block(text)[0]);
    };
    const { destinationPort, protocol } = turned;
    const askers = (asked?.map((visit) => visit.packet.source) ?? this.addresses).filter((each) =>
      inBlocks(rewrite.destination, each),
    );
    const destinations =
      askedAt === undefined ? all(rewrite.destination, turned.destination) : [...new Set(askers)];
    return all(rewrite.source, turned.source).flatMap((source) =>
      destinations.map((destination) => ({
        sender: rewrite.sender ?? sender,
        packet: {
          ...{ ...turned, source, destination, sourcePort: port(rewrite.sourcePorts, turned.sourcePort) },
          destinationPort: isIcmp(protocol)
            ? destinationPort
            : port(rewrite.destinationPorts, destinationPort),
        },
      })),
    );
  }
}

const inRanges = (ranges: readonly Range[] | undefined, number: number): boolean =>
  ranges?.some(([first, last]) => number >= first && number <= last) ?? true;

const inBlocks = (blocks: readonly string[] | undefined, address: bigint): boolean =>
  blocks?.some((one) => has(block(one), address)) ?? true;

/** Of an IPv6 packet that a translator takes, which IPv4 address it was for is not looked at. */
const isAnswer = (asked: Packet, answer: Packet): boolean =>
  asked.state === "new" && (asked.destination === answer.source || isV6(asked.destination));

function matches(match: Match, { packet, sender }: Traveller): boolean {
  return (
    inBlocks(match.source, packet.source) &&
    inBlocks(match.destination, packet.destination) &&
    inRanges(match.protocols, packet.protocol) &&
    inRanges(match.sourcePorts, packet.sourcePort) &&
    inRanges(match.destinationPorts, packet.destinationPort) &&
    (match.senders === undefined || sender === undefined || match.senders.includes(sender)) &&
    (match.state === undefined || match.state === packet.state)
  );
}
