import { type Network, type Start, type Zone } from "../network/network";
import { Allowance } from "./allowance";
import { certificateOf } from "./certificate";
import { type Contract } from "./contract";
import { type Entry, type Exploration } from "./explore/exploration";
import { Graph } from "./explore/graph";
import { Tracer } from "./explore/tracer";
import { hopsOf } from "./hops";
import { pairsOf } from "./pairs";
import { type Box } from "./space/box";
import { Space, toldBy } from "./space/space";
import { Writing } from "./space/writing";
import { type Breach, type NetworkProof, type ReachedPair, type ZoneCertificate } from "./verdict";
import { exactStarts, exploreAll, startsByZone } from "./zoneStarts";

/** What arrived and may not, with the fewest steps. */
interface Found {
  readonly node: number;
  readonly entry: Entry;
  readonly box: Box;
}

/**
 * Proves that nothing goes from a zone to another but what the contract allows, whatever the unknowns are; or shows how it does.
 * docs/proof.md says what is proved.
 * @param mostExact networks with more starts are first explored in the coarse reading
 * @throws RangeError, Error if the network is none: a block that is no CIDR notation, a step that leads nowhere
 */
export function prove(network: Network, contract: Contract, mostExact = exactStarts): NetworkProof {
  const proof = new Proof(network, contract, network.starts.length > mostExact);
  const breaches = new Map<string, Breach>();
  const pairs: ReachedPair[] = [];
  const certified: ZoneCertificate[] = [];
  for (const [zone, starts] of startsByZone(network)) {
    const result = proof.ofZone(zone, starts, breaches.size === 0);
    pairs.push(...result.pairs);
    if (result.certificate) certified.push(result.certificate);
    for (const breach of result.breaches) keepWorst(breaches, breach);
  }
  const found = [...breaches.values()];
  if (found.length === 0)
    return { verdict: "proved", breaches: [], pairs, certificate: { schema: 1, zones: certified } };
  const isRefuted = found.some(({ verdict }) => verdict === "refuted");
  return { verdict: isRefuted ? "refuted" : "undetermined", breaches: found, pairs };
}

/** One breach a pair of zones: a certain one before an uncertain one, and then the shortest. */
function keepWorst(breaches: Map<string, Breach>, breach: Breach): void {
  const key = JSON.stringify([breach.from, breach.to]);
  const there = breaches.get(key);
  const isWorse =
    there === undefined ||
    (there.verdict === breach.verdict
      ? breach.path.length < there.path.length
      : breach.verdict === "refuted");
  if (isWorse) breaches.set(key, breach);
}

class Proof {
  private readonly space: Space;
  private readonly writing: Writing;
  private readonly allowance: Allowance;
  /** Explored first: large networks in the coarse reading. */
  private readonly first: Graph;
  private readonly may: Graph;
  /** The same as `may` where all facts are known. */
  private readonly must: Graph;
  private readonly tracers: { readonly may: Tracer; readonly must: Tracer };

  constructor(network: Network, contract: Contract, isLarge: boolean) {
    this.space = new Space(toldBy(network, contract));
    this.writing = new Writing(this.space);
    this.allowance = new Allowance(this.space, contract);
    this.may = new Graph(this.space, network, "may");
    this.first = isLarge ? new Graph(this.space, network, "may", true) : this.may;
    const isUnsure = network.nodes.some(({ steps }) => steps.some(({ take }) => take === "perhaps"));
    this.must = isUnsure ? new Graph(this.space, network, "must") : this.may;
    const may = new Tracer(this.may, this.writing);
    this.tracers = { may, must: isUnsure ? new Tracer(this.must, this.writing) : may };
  }

  ofZone(zone: Zone, starts: readonly Start[], isCertified: boolean) {
    let reached = exploreAll(this.first, starts);
    let forbidden = this.forbidden(zone, reached);
    if (this.first !== this.may && forbidden.size > 0) {
      reached = exploreAll(this.may, starts);
      forbidden = this.forbidden(zone, reached);
    }
    const isClosed = forbidden.size === 0;
    return {
      pairs: pairsOf(reached, zone, this.writing),
      breaches: isClosed ? [] : this.breaches(zone, starts, reached, forbidden),
      ...(isClosed && isCertified && { certificate: certificateOf(reached, zone, this.writing) }),
    };
  }

  private breaches(
    from: Zone,
    starts: readonly Start[],
    reached: Exploration,
    possible: ReadonlyMap<Zone, Found>,
  ): readonly Breach[] {
    const isSame = this.must === this.may;
    const surely = isSame ? reached : exploreAll(this.must, starts);
    const certain = isSame ? possible : this.forbidden(from, surely);
    return [...possible].map(([to, found]): Breach => {
      const sure = certain.get(to);
      if (sure) return { from, to, verdict: "refuted", path: this.told("must", surely, sure).path };
      const { path, missing } = this.told("may", reached, found);
      return { from, to, verdict: "undetermined", path, ...(missing && { missing }) };
    });
  }

  private told(reading: "may" | "must", exploration: Exploration, { node, entry, box }: Found) {
    const graph = reading === "may" ? this.may : this.must;
    return hopsOf(graph, this.writing, this.tracers[reading].way(exploration, node, entry, box));
  }

  /** By the zone that the breach is told to lead to. */
  private forbidden(from: Zone, exploration: Exploration): ReadonlyMap<Zone, Found> {
    const found = new Map<Zone, Found>();
    for (const [node, entries] of exploration.reached) {
      const { zone } = exploration.graph.node(node);
      if (zone === undefined) continue;
      for (const entry of entries) {
        for (const { to, box } of this.allowance.forbidden(from, zone, entry.box)) {
          const there = found.get(to);
          if (!there || entry.round < there.entry.round) found.set(to, { node, entry, box });
        }
      }
    }
    return found;
  }
}
