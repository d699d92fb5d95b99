import { type Box } from "../space/box";
import { before } from "../space/rewriting";
import { type Writing } from "../space/writing";
import { type Entry, type Exploration } from "./exploration";
import { type CompiledStep, DROPPED, type Graph } from "./graph";

/** One packet at a node, and the step that takes it on; no step at the end of the way. */
export interface Place {
  readonly node: number;
  /** A box of one packet, before the step. */
  readonly packet: Box;
  readonly step?: CompiledStep;
}

type Arrival = readonly [from: number, step: CompiledStep];

/** Finds how packets came to where an exploration found them: backwards, round by round, through rewrites. */
export class Tracer {
  private arrivals: ReadonlyMap<number, readonly Arrival[]> | undefined;

  constructor(
    private readonly graph: Graph,
    private readonly writing: Writing,
  ) {}

  /**
   * The shortest way of one packet, from where it began on.
   * @param box packets that came to the node in `entry.round`; one of them is chosen
   * @param firstRound the round at which the way begins
   */
  way(exploration: Exploration, node: number, entry: Entry, box: Box, firstRound = 0): readonly Place[] {
    const way: Place[] = [{ node, packet: this.writing.one(box) }];
    for (let round = entry.round - 1; round >= firstRound; round -= 1) {
      const [next] = way;
      const came = next && this.cameFrom(exploration, next, round);
      if (!came) throw new Error(`no way leads to '${this.graph.node(node).id}' in round ${entry.round}`);
      way.unshift(came);
    }
    return way;
  }

  private cameFrom(exploration: Exploration, { node, packet }: Place, round: number): Place | undefined {
    const { space } = this.graph;
    for (const [from, step] of this.arrivalsAt(node)) {
      const entries = exploration.at(from).filter((entry) => entry.round === round);
      if (entries.length === 0) continue;
      const origins = this.origins(step, packet);
      const open = this.graph.unshadowed(from, step);
      for (const origin of origins) {
        for (const { box } of entries) {
          const here = space.boxes.intersect(origin, box);
          for (const taken of here ? open : []) {
            const both = here && space.boxes.intersect(here, taken);
            if (both) return { node: from, packet: this.writing.one(both), step };
          }
        }
      }
    }
    return undefined;
  }

  /** The packets of which the step makes this one. */
  private origins({ rewriting }: CompiledStep, packet: Box): readonly Box[] {
    if (!rewriting) return [packet];
    const isRounded = this.graph.isCoarse && rewriting.reply;
    return before(this.graph.space, rewriting, isRounded ? this.graph.rounded(packet) : packet);
  }

  private arrivalsAt(node: number): readonly Arrival[] {
    this.arrivals ??= arrivalsOf(this.graph);
    return this.arrivals.get(node) ?? [];
  }
}

function arrivalsOf(graph: Graph): ReadonlyMap<number, readonly Arrival[]> {
  const arrivals = new Map<number, Arrival[]>();
  for (const place of graph.network.nodes.keys()) {
    for (const step of graph.stepsOf(place)) {
      if (step.to === DROPPED) continue;
      const there = arrivals.get(step.to);
      if (there) there.push([place, step]);
      else arrivals.set(step.to, [[place, step]]);
    }
  }
  return arrivals;
}
