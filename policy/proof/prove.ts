import { type Network, type Start, type Zone } from "../network/network";
import { Allowance } from "./allowance";
import { certificateOf } from "./certificate";
import { type Contract } from "./contract";
import { StepTable } from "./explore/stepTable";
import { pairsOf } from "./pairs";
import { type FoundByZone, Search } from "./search";
import { Space, toldBy } from "./space/space";
import { Writing } from "./space/writing";
import { type Breach, type NetworkProof, type ReachedPair, type ZoneCertificate } from "./verdict";
import { exactStarts, startsByZone } from "./zoneStarts";

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
  private readonly writing: Writing;
  private readonly may: Search;
  /** The same as `may` where all facts are known. */
  private readonly must: Search;

  constructor(network: Network, contract: Contract, isLarge: boolean) {
    const space = new Space(toldBy(network, contract));
    const allowance = new Allowance(space, contract);
    this.writing = new Writing(space);
    const table = new StepTable(space, network);
    this.may = new Search(table, "may", allowance, this.writing, isLarge);
    const isUnsure = network.nodes.some(({ steps }) => steps.some(({ take }) => take === "perhaps"));
    this.must = isUnsure ? new Search(table, "must", allowance, this.writing, isLarge) : this.may;
  }

  ofZone(zone: Zone, starts: readonly Start[], isCertified: boolean) {
    const { reached, found } = this.may.from(zone, starts);
    return {
      pairs: pairsOf(reached, zone, this.writing),
      breaches: this.breaches(zone, starts, found),
      ...(found.size === 0 && isCertified && { certificate: certificateOf(reached, zone, this.writing) }),
    };
  }

  private breaches(from: Zone, starts: readonly Start[], possible: FoundByZone): readonly Breach[] {
    if (possible.size === 0) return [];
    const certain = this.must === this.may ? possible : this.must.from(from, starts).found;
    return [...possible].map(([to, found]): Breach => {
      const sure = certain.get(to);
      if (sure) return { from, to, verdict: "refuted", path: this.must.told(sure).path };
      return { from, to, verdict: "undetermined", ...this.may.told(found) };
    });
  }
}
