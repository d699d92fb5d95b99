import { type Network, type Opening, type Start, type Zone } from "../network/network";
import { Allowance } from "./allowance";
import { type Contract } from "./contract";
import { type Entry, Exploration, type Placed, seedsOf } from "./explore/exploration";
import { Graph } from "./explore/graph";
import { StepTable } from "./explore/stepTable";
import { type Place, Tracer } from "./explore/tracer";
import { type Box } from "./space/box";
import { before, rewritingOf, rewritten } from "./space/rewriting";
import { Space, toldBy } from "./space/space";
import { Writing } from "./space/writing";
import { startsByZone } from "./zoneStarts";

/** How far a zone is from being open: the smallest number of single changes after which packets pass that the contract forbids. */
export interface Margin {
  readonly from: Zone;
  readonly to: Zone;
  /** 0: open now. */
  readonly distance: 0 | 1 | 2 | 3 | "more than 3";
  /** The changes of one shortest way, in the order of the path. */
  readonly changes: readonly { readonly kind: string; readonly change: string }[];
}

/** Distances that are told exactly. */
const distances = [0, 1, 2, 3] as const;

/**
 * The margin of every pair of zones between which the contract forbids anything, in the may-reading: what is not known counts
 * as open. Only what begins a connection is looked at: where that cannot pass, nothing is answered. A change that a path needs at
 * two nodes counts twice.
 */
export function marginsOf(network: Network, contract: Contract): readonly Margin[] {
  const space = new Space(toldBy(network, contract));
  const allowance = new Allowance(space, contract);
  // Coarse, for speed: of what begins a connection, it reaches the same.
  const graph = new Graph(new StepTable(space, network), "may", true);
  const layers = new Layers(graph);
  const zones = [...new Set(network.nodes.flatMap(({ zone }) => zone ?? []))].sort();
  return startsByZone(network).flatMap(([from, starts]) => {
    const open = new Map<Zone, Margin>();
    const asked = zones.filter((to) => !allowance.isFree(from, to));
    layers.each(starts, (distance, exploration, way) => {
      for (const [node, entries] of exploration.reached) {
        const { zone } = graph.node(node);
        if (zone === undefined || open.has(zone)) continue;
        for (const entry of entries) {
          const [found] = allowance.forbidden(from, zone, entry.box);
          if (!found) continue;
          open.set(zone, { from, to: zone, distance, changes: way(node, entry, found.box) });
          break;
        }
      }
      return asked.some((zone) => !open.has(zone));
    });
    return asked.map((to) => open.get(to) ?? { from, to, distance: "more than 3", changes: [] });
  });
}

type Way = (node: number, entry: Entry, box: Box) => Margin["changes"];

/** What packets reach with no change, with one more, and so on. */
class Layers {
  private readonly tracer: Tracer;
  private readonly writing: Writing;
  private readonly openings: readonly (readonly [node: number, openings: readonly Opening[]])[];

  constructor(private readonly graph: Graph) {
    this.writing = new Writing(graph.space);
    this.tracer = new Tracer(graph, this.writing);
    this.openings = [...graph.network.nodes.entries()].flatMap(([place, { openings = [] }]) =>
      openings.length > 0 ? [[place, openings] as const] : [],
    );
  }

  /** Calls `found` after each layer, while it returns true. */
  each(
    starts: readonly Start[],
    found: (distance: 0 | 1 | 2 | 3, exploration: Exploration, way: Way) => boolean,
  ): void {
    const exploration = new Exploration(this.graph, true);
    const firsts: number[] = [];
    let seeds = starts.flatMap((start) => seedsOf(this.graph, start));
    for (const distance of distances) {
      firsts.push(exploration.explore(seeds));
      const way: Way = (node, entry, box) => this.changes(exploration, firsts, node, entry, box);
      if (!found(distance, exploration, way)) return;
      seeds = this.opened(exploration, firsts.at(-1) ?? 0);
    }
  }

  /** Where packets of the last layer would go after one more change. */
  private opened(exploration: Exploration, first: number): Placed[] {
    const { space } = this.graph;
    const seeds: Placed[] = [];
    for (const [node, openings] of this.openings) {
      for (const { box, round } of exploration.at(node)) {
        if (round < first) continue;
        for (const opening of openings) {
          const to = this.graph.placeOf(opening.to);
          const match = space.boxOf(opening.match);
          const taken = match && space.boxes.intersect(box, match);
          if (to === undefined || !taken) continue;
          const sent = opening.rewrite
            ? rewritten(space, rewritingOf(space, opening.rewrite), taken)
            : [taken];
          for (const one of sent) seeds.push([to, one]);
        }
      }
    }
    return seeds;
  }

  private changes(
    exploration: Exploration,
    firsts: readonly number[],
    node: number,
    entry: Entry,
    box: Box,
  ): Margin["changes"] {
    const changes: Margin["changes"][number][] = [];
    let at = { node, entry, box };
    for (let layer = firsts.filter((first) => first <= entry.round).length - 1; layer >= 0; layer--) {
      const [start] = this.tracer.way(exploration, at.node, at.entry, at.box, firsts[layer] ?? 0);
      if (layer === 0 || !start) break;
      const came = this.cameFrom(exploration, start, firsts[layer - 1] ?? 0, firsts[layer] ?? 0);
      if (!came) throw new Error(`no change leads to '${this.graph.node(start.node).id}'`);
      changes.unshift({ kind: came.opening.kind, change: came.opening.change });
      at = came;
    }
    return changes;
  }

  private cameFrom(exploration: Exploration, { node, packet }: Place, first: number, end: number) {
    const { space } = this.graph;
    for (const [from, openings] of this.openings) {
      for (const opening of openings) {
        const match = this.graph.placeOf(opening.to) === node ? space.boxOf(opening.match) : undefined;
        if (!match) continue;
        const { rewrite } = opening;
        for (const origin of rewrite ? before(space, rewritingOf(space, rewrite), packet) : [packet]) {
          for (const entry of exploration.at(from)) {
            const taken = space.boxes.intersect(origin, match);
            const box = taken && space.boxes.intersect(taken, entry.box);
            if (box && entry.round >= first && entry.round < end) return { node: from, entry, box, opening };
          }
        }
      }
    }
    return undefined;
  }
}
