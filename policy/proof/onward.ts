import { type Opening } from "../network/network";
import { type Arrivals } from "./explore/arrivals";
import { type Graph } from "./explore/graph";
import { type Box, DESTINATION } from "./space/box";
import { type Rewriting, rewritingOf } from "./space/rewriting";
import { EMPTY, FULL, type Sets } from "./space/sets";

/** An opening, and the places that it is between. */
export interface PlacedOpening {
  readonly from: number;
  readonly to: number;
  readonly opening: Opening;
}

/** Sets of destinations, by place. */
type Found = Map<number, number[]>;

/**
 * From where packets can still come to some nodes: of each node the destinations with which they may, by how many openings they need. More than
 * packets can, as nothing else of them is looked at. Answers are left out.
 */
export class Onward {
  private readonly sets: Sets;
  /** By the number of openings, and by place: the set of destinations. */
  private readonly byCount: Int32Array[] = [];

  /** @param targets places of the nodes @param most openings */
  constructor(
    private readonly graph: Graph,
    private readonly arrivals: Arrivals,
    openings: readonly PlacedOpening[],
    targets: readonly number[],
    most: number,
  ) {
    this.sets = graph.space.boxes.of(DESTINATION);
    let before = new Int32Array(graph.network.nodes.length);
    let found: Found = new Map(targets.map((place) => [place, [FULL]]));
    for (let count = 0; count <= most; count++) {
      const now = before.slice();
      this.spread(now, found);
      this.byCount.push(now);
      before = now;
      found = this.opened(openings, now);
    }
  }

  /** Whether packets at a node may come on with at most so many openings. */
  has(place: number, box: Box, count: number): boolean {
    const destinations = this.byCount[count]?.[place] ?? EMPTY;
    return this.sets.intersect(destinations, box[DESTINATION] ?? EMPTY) !== EMPTY;
  }

  private opened(openings: readonly PlacedOpening[], onward: Int32Array): Found {
    const { space } = this.graph;
    const found: Found = new Map();
    for (const { from, to, opening } of openings) {
      const box = space.boxOf(opening.match);
      const rewriting = opening.rewrite && rewritingOf(space, opening.rewrite);
      const more = box ? this.before(box, rewriting, onward[to] ?? EMPTY) : EMPTY;
      if (more !== EMPTY) add(found, from, more);
    }
    return found;
  }

  /** Adds destinations at nodes, and what they mean for those from which steps lead there, until nothing more comes. */
  private spread(onward: Int32Array, found: Found): void {
    const { table } = this.graph;
    for (let now = found; now.size > 0;) {
      const next: Found = new Map();
      for (const [place, more] of now) {
        const there = onward[place] ?? EMPTY;
        const all = this.sets.unionAll([there, ...more]);
        if (all === there) continue;
        onward[place] = all;
        for (const step of this.arrivals.at(place)) {
          const box = table.isAnswer(step) ? undefined : table.box(step);
          const rewriting = box && table.rewriting(step);
          const came = box ? this.before(box, rewriting, all) : EMPTY;
          if (came === EMPTY) continue;
          const from = table.placeOfStep(step);
          if (onward[from] !== FULL) add(next, from, came);
        }
      }
      now = next;
    }
  }

  /** Destinations of what matches, of which a step makes some of these. */
  private before(match: Box, rewriting: Rewriting | undefined, after: number): number {
    const own = match[DESTINATION] ?? EMPTY;
    if (rewriting?.reply === true) return EMPTY;
    const given = rewriting?.replaced.find(([at]) => at === DESTINATION);
    if (!given) return this.sets.intersect(own, after);
    return this.sets.intersect(given[1], after) === EMPTY ? EMPTY : own;
  }
}

function add(found: Found, place: number, set: number): void {
  const sets = found.get(place);
  if (!sets) found.set(place, [set]);
  else if (!sets.includes(set)) sets.push(set);
}
