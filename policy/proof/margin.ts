import { type Network, type Start, type Zone } from "../network/network";
import { Allowance } from "./allowance";
import { type Contract } from "./contract";
import { Arrivals } from "./explore/arrivals";
import { type Entry, Exploration, type Placed, seedsOf } from "./explore/exploration";
import { Graph } from "./explore/graph";
import { StepTable } from "./explore/stepTable";
import { type Place, Tracer } from "./explore/tracer";
import { Onward, type PlacedOpening } from "./onward";
import { type Box, STATE } from "./space/box";
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
const mostChanges = 3;

/**
 * The margin of every pair of zones between which the contract forbids anything, in the may-reading: what is not known counts
 * as open. Only what begins a connection is looked at: where that cannot pass, nothing is answered. A change that a path needs at
 * two nodes counts twice.
 */
export function marginsOf(network: Network, contract: Contract): readonly Margin[] {
  const space = new Space(toldBy(network, contract));
  const allowance = new Allowance(space, contract);
  // Coarse, for speed: of what begins a connection, it reaches the same.
  const layers = new Layers(new Graph(new StepTable(space, network), "may", true), allowance);
  const zones = [...new Set(network.nodes.flatMap(({ zone }) => zone ?? []))].sort();
  return startsByZone(network).flatMap(([from, starts]) => {
    const asked = zones.filter((to) => !allowance.isFree(from, to));
    const open = layers.open(from, starts, asked);
    return asked.map((to) => open.get(to) ?? { from, to, distance: "more than 3", changes: [] });
  });
}

/** What packets reach with no change, with one more, and so on. */
class Layers {
  private readonly tracer: Tracer;
  private readonly arrivals: Arrivals;
  private readonly writing: Writing;
  private readonly openings: readonly PlacedOpening[];
  private last: { readonly key: string; readonly onward: Onward } | undefined;

  constructor(
    private readonly graph: Graph,
    private readonly allowance: Allowance,
  ) {
    this.writing = new Writing(graph.space);
    this.tracer = new Tracer(graph, this.writing);
    this.arrivals = new Arrivals(graph);
    this.openings = openingsOf(graph);
  }

  /**
   * What the starts of a zone reach that they may not, with the fewest changes.
   * @param asked zones that are looked at
   */
  open(from: Zone, starts: readonly Start[], asked: readonly Zone[]): ReadonlyMap<Zone, Margin> {
    const { isReply } = this.graph.space;
    let onward = this.onwardTo(asked);
    let changesLeft = mostChanges;
    /** What cannot come on with the changes that are left is never among what is found. */
    const isLost = (to: number, box: Box) => box[STATE] === isReply || !onward.has(to, box, changesLeft);
    const exploration = new Exploration(this.graph, isLost);
    const open = new Map<Zone, Margin>();
    const left = new Set(asked);
    let sought = left.size;
    const firsts: number[] = [];
    let seeds = starts.flatMap((start) => seedsOf(this.graph, start));
    for (const distance of distances) {
      changesLeft = mostChanges - distance;
      if (distance > 0) seeds = this.opened(exploration, firsts.at(-1) ?? 0);
      firsts.push(exploration.explore(seeds.filter(([place, box]) => !isLost(place, box))));
      for (const [node, entries] of exploration.reached) {
        const { zone } = this.graph.node(node);
        if (zone === undefined || !left.has(zone)) continue;
        for (const entry of entries) {
          const [found] = this.allowance.forbidden(from, zone, entry.box);
          if (!found) continue;
          const changes = this.changes(exploration, firsts, node, entry, found.box);
          open.set(zone, { from, to: zone, distance, changes });
          left.delete(zone);
          break;
        }
      }
      if (left.size === 0) break;
      if (left.size < sought) onward = this.onwardTo([...left]);
      sought = left.size;
    }
    return open;
  }

  /** Zones of one kind ask for the same others. */
  private onwardTo(zones: readonly Zone[]): Onward {
    const key = zones.join("\n");
    if (this.last?.key !== key) this.last = { key, onward: this.makeOnward(zones) };
    return this.last.onward;
  }

  private makeOnward(zones: readonly Zone[]): Onward {
    const targets = [...this.graph.network.nodes.entries()].flatMap(([place, { zone }]) =>
      zone !== undefined && zones.includes(zone) ? place : [],
    );
    return new Onward(this.graph, this.arrivals, this.openings, targets, mostChanges);
  }

  /** Where packets of the last layer would go after one more change. */
  private opened(exploration: Exploration, first: number): Placed[] {
    const { space } = this.graph;
    const seeds: Placed[] = [];
    for (const { from, to, opening } of this.openings) {
      for (const { box, round } of exploration.at(from)) {
        const match = round < first ? undefined : space.boxOf(opening.match);
        const taken = match && space.boxes.intersect(box, match);
        if (!taken) continue;
        const { rewrite } = opening;
        for (const one of rewrite ? rewritten(space, rewritingOf(space, rewrite), taken) : [taken])
          seeds.push([to, one]);
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
    for (const { from, to, opening } of this.openings) {
      const match = to === node ? space.boxOf(opening.match) : undefined;
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
    return undefined;
  }
}

function openingsOf(graph: Graph): readonly PlacedOpening[] {
  return [...graph.network.nodes.entries()].flatMap(([from, { openings = [] }]) =>
    openings.flatMap((opening): readonly PlacedOpening[] => {
      const to = graph.placeOf(opening.to);
      return to === undefined ? [] : [{ from, to, opening }];
    }),
  );
}
