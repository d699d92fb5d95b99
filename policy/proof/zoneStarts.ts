import { type Network, type Start, type Zone } from "../network/network";
import { Exploration, seedsOf } from "./explore/exploration";
import { type Graph } from "./explore/graph";

/** Networks with more starts are first explored in the coarse reading: docs/proof.md, Certificate. */
export const exactStarts = 64;

/** Starts by their zone, in the order of the zones' names. */
export function startsByZone(network: Network): readonly (readonly [zone: Zone, starts: readonly Start[]])[] {
  const byZone = new Map<Zone, Start[]>();
  for (const start of network.starts) {
    const starts = byZone.get(start.zone);
    if (starts) starts.push(start);
    else byZone.set(start.zone, [start]);
  }
  return [...byZone].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** All that the starts of a zone send, together. In the coarse reading, as if anybody had sent what more than one send. */
export function exploreAll(graph: Graph, starts: readonly Start[]): Exploration {
  const exploration = new Exploration(graph);
  const isAnySender = graph.isCoarse && starts.length > 1;
  exploration.explore(starts.flatMap((start) => seedsOf(graph, start, isAnySender)));
  return exploration;
}
