import { type Network, type NetworkNode } from "../../network/network";
import { type Box, DIMENSIONS, replaced, SENDER, SOURCE } from "../space/box";
import { rewritten } from "../space/rewriting";
import { EMPTY, FULL } from "../space/sets";
import { type Space } from "../space/space";
import { type Reading, ReadSteps } from "./readSteps";
import { Run } from "./run";
import { DROPPED, type StepTable } from "./stepTable";

/** Steps of a node that are gone through one by one, or as a run. */
interface Segment {
  readonly first: number;
  /** After the last. */
  readonly end: number;
  readonly run?: Run;
}

/** Packets that end at a node, and at which step: undefined if none takes them. */
export interface Dropped {
  readonly step: number | undefined;
  readonly box: Box;
}

/** A run of fewer steps is not worth its index. */
const shortestRun = 8;
/** More parts than these are made fewer before they meet the next step. */
const mostParts = 16;

/** Takes the packets that a step matches, as they were before it. */
type Hit = (step: number, box: Box) => void;

/** Takes packets that go on, after any rewrite. @param to place of the next node */
export type Emit = (to: number, box: Box) => void;

/** A network in the coordinates of a space, in one reading. Steps are named by their numbers in the table. */
export class Graph {
  readonly space: Space;
  readonly network: Network;
  readonly steps: ReadSteps;
  /** Of nodes with so many steps that there may be a run. */
  private readonly segments = new Map<number, readonly Segment[]>();

  constructor(
    readonly table: StepTable,
    reading: Reading,
    /** Rounds up sources of what starts and of answers. A larger set in fewer parts: if it is inside the contract, so is the exact one. */
    readonly isCoarse = false,
  ) {
    this.space = table.space;
    this.network = table.network;
    this.steps = new ReadSteps(table, reading);
  }

  placeOf(id: string): number | undefined {
    return this.table.placeOf(id);
  }

  node(place: number): NetworkNode {
    return this.table.node(place);
  }

  /** Sends packets that are at a node on, by all its steps. */
  send(place: number, box: Box, emit: Emit): void {
    const end = this.steps.endOf(place);
    this.pass(
      place,
      [box],
      end,
      (step, taken) => {
        this.sendBy(step, taken, emit);
      },
      true,
    );
  }

  /** What of these packets ends at the node. */
  dropped(place: number, boxes: readonly Box[]): readonly Dropped[] {
    const ends: Dropped[] = [];
    const hit: Hit = (step, box) => {
      if (this.steps.to(step) === DROPPED) ends.push({ step, box });
    };
    const end = this.steps.endOf(place);
    const left = this.pass(place, boxes, end, hit, false);
    for (const box of this.through(end, this.table.first(place + 1), left, hit, false))
      ends.push({ step: undefined, box });
    return ends;
  }

  /** The packets of a step that no earlier step of its node keeps from it. */
  unshadowed(step: number): readonly Box[] {
    const { boxes } = this.space;
    const own = this.table.box(step);
    if (!own) return [];
    const keeps: Box[] = [];
    for (let other = this.table.first(this.table.placeOfStep(step)); other < step; other++) {
      const kept = this.steps.keeps(other);
      if (kept && boxes.intersect(kept, own)) keeps.push(kept);
    }
    return boxes.subtractAll([own], keeps);
  }

  private sendBy(step: number, taken: Box, emit: Emit): void {
    const to = this.steps.to(step);
    if (to === DROPPED) return;
    const rewriting = this.table.rewriting(step);
    if (!rewriting) emit(to, taken);
    else
      for (const one of rewritten(this.space, rewriting, taken))
        emit(to, this.isCoarse && rewriting.reply ? this.rounded(one) : one);
  }

  rounded(box: Box): Box {
    return replaced(box, SOURCE, this.space.roundedUp(box[SOURCE] ?? EMPTY));
  }

  /**
   * Leads packets past a node's steps up to `end`.
   * @param mayRepeat what goes the same way by a later step of the last may be hit twice: taking it away costs more than finding it there
   * @returns what no step keeps
   */
  private pass(
    place: number,
    boxes: readonly Box[],
    end: number,
    hit: Hit,
    mayRepeat: boolean,
  ): readonly Box[] {
    const first = this.table.first(place);
    if (end - first < shortestRun) return this.through(first, end, boxes, hit, mayRepeat);
    let left = boxes;
    for (const segment of this.segmentsOf(place, end)) {
      left = segment.run
        ? throughRun(segment.run, left, hit)
        : this.through(segment.first, segment.end, left, hit, mayRepeat && segment.end === end);
      if (left.length === 0) break;
    }
    return left;
  }

  private through(
    first: number,
    end: number,
    boxes: readonly Box[],
    hit: Hit,
    mayRepeat: boolean,
  ): readonly Box[] {
    const arithmetic = this.space.boxes;
    const alike = mayRepeat ? this.steps.alikeFrom(first, end) : end;
    let left = boxes;
    for (let step = first; step < end && left.length > 0; step++) {
      const match = this.table.box(step);
      if (!match || !this.steps.isThere(step)) continue;
      let isHit = false;
      for (const box of left) {
        const taken = arithmetic.intersect(box, match);
        if (!taken) continue;
        isHit = true;
        hit(step, taken);
      }
      if (!isHit) continue;
      const kept = step < alike ? this.steps.keeps(step) : undefined;
      if (kept) left = arithmetic.subtractAll(left, [kept]);
      if (left.length > mostParts) left = arithmetic.merge(left);
    }
    return left;
  }

  /** Steps that constrain one and the same dimension only, where there are many in a row, are looked up and not gone through. */
  private segmentsOf(place: number, end: number): readonly Segment[] {
    const there = this.segments.get(place);
    if (there) return there;
    const segments: Segment[] = [];
    for (let first = this.table.first(place); first < end;) {
      const dimension = this.onlyDimension(first);
      let to = first + 1;
      while (to < end && this.onlyDimension(to) === dimension) to += 1;
      const last = segments.at(-1);
      if (dimension !== undefined && to - first >= shortestRun)
        segments.push({ first, end: to, run: this.runOf(dimension, first, to) });
      else if (last && !last.run) segments[segments.length - 1] = { first: last.first, end: to };
      else segments.push({ first, end: to });
      first = to;
    }
    this.segments.set(place, segments);
    return segments;
  }

  private runOf(dimension: number, first: number, end: number): Run {
    const steps = Array.from({ length: end - first }, (_, at) => first + at).filter((step) =>
      this.steps.isThere(step),
    );
    return new Run(
      this.space,
      dimension,
      steps.map((step) => ({
        ...{ step, set: this.table.box(step)?.[dimension] ?? EMPTY },
        keeps: this.steps.keeps(step) !== undefined,
      })),
    );
  }

  /** Not the sender: what anybody may have sent is kept by no step. */
  private onlyDimension(step: number): number | undefined {
    const box = this.table.box(step);
    let found: number | undefined;
    for (let at = 0; box && at < DIMENSIONS; at++) {
      if (box[at] === FULL) continue;
      if (found !== undefined || at === SENDER) return undefined;
      found = at;
    }
    return found;
  }
}

function throughRun(run: Run, boxes: readonly Box[], hit: Hit): readonly Box[] {
  const left: Box[] = [];
  for (const box of boxes) {
    run.send(box, hit);
    const rest = run.rest(box);
    if (rest) left.push(rest);
  }
  return left;
}
