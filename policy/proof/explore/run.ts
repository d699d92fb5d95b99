import { type Box, replaced } from "../space/box";
import { firstAbove } from "../space/addressAxis";
import { EMPTY, FULL, type Sets } from "../space/sets";
import { type Space } from "../space/space";

/** A step of a run. */
export interface RunStep {
  /** Its number. */
  readonly step: number;
  /** What it matches in the run's dimension. */
  readonly set: number;
  /** True: no later step sees what it takes. */
  readonly keeps: boolean;
}

/** A step, and its set without what earlier steps of the run keep from it. */
type Effective = Pick<RunStep, "step" | "set">;

/**
 * Many steps in a row that look at one dimension only: routes, deliveries to the interfaces of a subnet, public addresses.
 * They are indexed by their sets, so that packets meet only the steps that take them.
 */
export class Run {
  private readonly sets: Sets;
  /** First atoms of pieces that no step tells apart, and which steps take each. */
  private readonly firsts: readonly number[];
  private readonly takers: readonly (readonly number[])[];
  private readonly effective: readonly Effective[];
  /** What some step of the run keeps from all that comes after the run. */
  private readonly kept: number;

  constructor(
    space: Space,
    private readonly dimension: number,
    steps: readonly RunStep[],
  ) {
    const sets = space.boxes.of(dimension);
    this.sets = sets;
    const bounds = steps.map(({ set }) => sets.boundsOf(set));
    this.firsts = [...new Set([0, ...bounds.flat()])].sort((a, b) => a - b);
    const takers: number[][] = this.firsts.map(() => []);
    /** By piece: the next piece at or after it that nobody keeps yet. */
    const next = Array.from({ length: this.firsts.length + 1 }, (_, piece) => piece);
    const open = (piece: number): number => {
      let at = piece;
      while ((next[at] ?? at) !== at) {
        next[at] = next[next[at] ?? at] ?? at;
        at = next[at] ?? at;
      }
      return at;
    };
    const kept: [number, number][] = [];
    this.effective = steps.map(({ step, keeps }, place) => {
      const taken: [number, number][] = [];
      const own = bounds[place] ?? [];
      for (let at = 0; at < own.length; at += 2) {
        const end = own[at + 1] ?? 0;
        for (
          let piece = open(this.pieceOf(own[at] ?? 0));
          (this.firsts[piece] ?? end) < end;
          piece = open(piece + 1)
        ) {
          takers[piece]?.push(place);
          taken.push([this.firsts[piece] ?? 0, this.firsts[piece + 1] ?? sets.size]);
          if (keeps) next[piece] = piece + 1;
        }
      }
      if (keeps) kept.push(...taken);
      return { step, set: sets.of(taken) };
    });
    this.takers = takers.map((places) => places.slice());
    this.kept = sets.of(kept);
  }

  /** Calls `hit` for each step that takes packets of the box, with those that it takes. */
  send(box: Box, hit: (step: number, box: Box) => void): void {
    const own = box[this.dimension] ?? EMPTY;
    for (const place of this.candidates(own)) {
      const taker = this.effective[place];
      if (!taker) continue;
      const both = this.sets.intersect(taker.set, own);
      if (both !== EMPTY) hit(taker.step, both === own ? box : replaced(box, this.dimension, both));
    }
  }

  /** What no step keeps. */
  rest(box: Box): Box | undefined {
    const own = box[this.dimension] ?? EMPTY;
    const rest = this.sets.subtract(own, this.kept);
    return rest === EMPTY ? undefined : rest === own ? box : replaced(box, this.dimension, rest);
  }

  private candidates(set: number): Iterable<number> {
    if (set === FULL) return this.effective.keys();
    const bounds = this.sets.boundsOf(set);
    const found = new Set<number>();
    for (let at = 0; at < bounds.length; at += 2) {
      const end = bounds[at + 1] ?? 0;
      for (let piece = this.pieceOf(bounds[at] ?? 0); (this.firsts[piece] ?? end) < end; piece += 1)
        for (const place of this.takers[piece] ?? []) found.add(place);
    }
    return found;
  }

  private pieceOf(atom: number): number {
    return firstAbove(this.firsts, atom) - 1;
  }
}
