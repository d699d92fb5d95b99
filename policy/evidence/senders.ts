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

  private readonly known = new Map<string, Behind>();

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
    const { ids, names } = this.first(packet, {});
    const found = new Set(ids);
    const seen = new Set(names);
    // Gateways may send to each other in many orders: each is looked behind once.
    for (const name of seen) {
      const behind = this.behind(name);
      for (const id of behind.ids) found.add(id);
      for (const next of behind.names) seen.add(next);
    }
    return found;
  }

  /** Who sent what is sent on under a name, and the names under which it came there. */
  private behind(name: string): Behind {
    const there = this.known.get(name);
    if (there !== undefined) return there;
    const [ids, names] = [new Set<string>(), new Set<string>()];
    for (const { step, packets } of this.renaming.get(name) ?? []) {
      for (const packet of packets) {
        if (packet.state === "reply") continue;
        const first = this.first(packet, step.match);
        for (const id of first.ids) ids.add(id);
        for (const next of first.names) names.add(next);
      }
    }
    const made = { ids, names };
    this.known.set(name, made);
    return made;
  }

  /** @param taken what a step takes of the packets: their sources are still those of who sent them */
  private first({ senders, source }: Match, taken: Match): Behind {
    const names = new Set(senders);
    const ids = this.starts
      .filter((start) =>
        senders === undefined ? mayBeOf(start, { ...(source && { source }) }) : names.has(start.id),
      )
      .filter((start) => mayBeOf(start, taken))
      .map(({ id }) => id);
    return { ids: new Set(ids), names };
  }
}

interface Behind {
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** True if a start may send from one of the sources. */
function mayBeOf({ packets, anySender }: Start, { source }: Match): boolean {
  if (source === undefined || anySender === true) return true;
  const sources = PrefixSet.of(...source);
  return packets.some(
    (packet) => packet.source === undefined || !PrefixSet.of(...packet.source).intersect(sources).isEmpty,
  );
}
