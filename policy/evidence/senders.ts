import { type Match, type Network, type Start, type Step } from "../network/network";
import { PrefixSet } from "../prefixes";
import { type ZoneCertificate } from "../proof/verdict";

/** Tells who first sent packets of a reached set, past gateways that send on under their own name. */
export class Senders {
  private readonly starts: readonly Start[];
  /** By the name that they give to packets: steps that change the sender, and what reaches them. */
  private readonly renaming = new Map<
    string,
    { readonly step: Step; readonly packets: readonly Match[] }[]
  >();

  constructor(network: Network, { from, reached }: ZoneCertificate) {
    this.starts = network.starts.filter(({ zone }) => zone === from);
    const packetsAt = new Map(reached.map(({ node, packets }) => [node, packets]));
    for (const { id, steps } of network.nodes) {
      const packets = packetsAt.get(id);
      if (packets === undefined) continue;
      for (const step of steps) {
        const name = step.rewrite?.sender;
        // What a zone answers is no sending on.
        if (name === undefined || step.rewrite?.reply === true) continue;
        const same = this.renaming.get(name);
        if (same === undefined) this.renaming.set(name, [{ step, packets }]);
        else same.push({ step, packets });
      }
    }
  }

  /** Ids of the starts that may have sent such packets. */
  of(packet: Match): ReadonlySet<string> {
    return this.behind(packet, {}, new Set());
  }

  /** @param taken what a step takes of the packets: their sources are still those of who sent them */
  private behind({ senders, source }: Match, taken: Match, seen: ReadonlySet<string>): ReadonlySet<string> {
    const named = new Set(senders);
    const found = new Set(
      this.starts
        .filter((start) =>
          senders === undefined ? mayBeOf(start, { ...(source && { source }) }) : named.has(start.id),
        )
        .filter((start) => mayBeOf(start, taken))
        .map(({ id }) => id),
    );
    for (const name of named) {
      if (seen.has(name)) continue;
      for (const { step, packets } of this.renaming.get(name) ?? []) {
        for (const packet of packets) {
          if (packet.state === "reply") continue;
          for (const id of this.behind(packet, step.match, new Set([...seen, name]))) found.add(id);
        }
      }
    }
    return found;
  }
}

/** True if a start may send from one of the sources. */
function mayBeOf({ packets, anySender }: Start, { source }: Match): boolean {
  if (source === undefined || anySender === true) return true;
  const sources = PrefixSet.of(...source);
  return packets.some(
    (packet) => packet.source === undefined || !PrefixSet.of(...packet.source).intersect(sources).isEmpty,
  );
}
