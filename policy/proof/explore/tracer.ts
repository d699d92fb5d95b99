import { type Box } from "../space/box";
import { before } from "../space/rewriting";
import { type Writing } from "../space/writing";
import { type Entry, type Exploration } from "./exploration";
import { Arrivals } from "./arrivals";
import { type Graph } from "./graph";

/** One packet at a node, and the step that takes it on; no step at the end of the way. */
export interface Place {
  readonly node: number;
  /** A box of one packet, before the step. */
  readonly packet: Box;
  /** Its number. */
  readonly step?: number;
}

/** Finds how packets came to where an exploration found them: backwards, round by round, through rewrites. */
export class Tracer {
  private arrivals: Arrivals | undefined;

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
    for (const step of this.arrivalsAt(node)) {
      const from = this.graph.table.placeOfStep(step);
      const entries = exploration.at(from).filter((entry) => entry.round === round);
      if (entries.length === 0) continue;
      const origins = this.origins(step, packet);
      const open = this.graph.unshadowed(step);
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
  private origins(step: number, packet: Box): readonly Box[] {
    const rewriting = this.graph.table.rewriting(step);
    if (!rewriting) return [packet];
    const isRounded = this.graph.isCoarse && rewriting.reply;
    return before(this.graph.space, rewriting, isRounded ? this.graph.rounded(packet) : packet);
  }

  private arrivalsAt(node: number): Int32Array {
    this.arrivals ??= new Arrivals(this.graph);
    return this.arrivals.at(node);
  }
}
