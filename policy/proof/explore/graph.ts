import { type Network, type NetworkNode, type Step } from "../../network/network";
import { type Box, DIMENSIONS, everything, replaced, SENDER, SOURCE } from "../space/box";
import { type Rewriting, rewritingOf, rewritten } from "../space/rewriting";
import { EMPTY, FULL } from "../space/sets";
import { type Space } from "../space/space";
import { Run } from "./run";

/** Which steps count: docs/proof.md, The network. */
export type Reading = "may" | "must";

/** Where a step ends at which nothing goes on. */
export const DROPPED = -1;

export interface CompiledStep {
  /** Its place among the node's steps. */
  readonly place: number;
  readonly box: Box;
  /** Place of the next node, or `DROPPED`. */
  readonly to: number;
  /** What it keeps from later steps: nothing, or all that it matches; but what anybody may have sent is kept by no list of senders. */
  readonly keeps: Box | undefined;
  readonly rewriting: Rewriting | undefined;
}

/** Steps of a node that are gone through one by one, or as a run. */
export type Segment = { readonly steps: readonly CompiledStep[] } | { readonly run: Run };

/** Packets that end at a node. */
export interface Dropped {
  readonly step: CompiledStep | undefined;
  readonly box: Box;
}

interface Compiled {
  readonly segments: readonly Segment[];
  /** Steps at the end that drop: of no account for what goes on. */
  readonly last: readonly CompiledStep[];
}

/** A run of fewer steps is not worth its index. */
const shortestRun = 8;
/** Beyond so many nodes their steps are forgotten: reading them again is cheap, and keeping those of all takes more memory than the network. */
const mostCompiled = 32_768;

/** Takes what a step takes: the packets after any rewrite. */
export type Emit = (step: CompiledStep, box: Box) => void;

/** A network in the coordinates of a space, in one reading. A node's steps are read when packets first come to it. */
export class Graph {
  private readonly places: ReadonlyMap<string, number>;
  /** Forgotten now and then, but for what has an index. */
  private readonly compiled = new Map<number, Compiled>();
  private readonly indexed = new Map<number, Compiled>();

  constructor(
    readonly space: Space,
    readonly network: Network,
    readonly reading: Reading,
    /** Rounds up sources of what starts and of answers. A larger set in fewer parts: if it is inside the contract, so is the exact one. */
    readonly isCoarse = false,
  ) {
    this.places = new Map(network.nodes.map(({ id }, place) => [id, place]));
  }

  placeOf(id: string): number | undefined {
    return this.places.get(id);
  }

  node(place: number): NetworkNode {
    const node = this.network.nodes[place];
    if (!node) throw new Error(`no node at place ${place}`);
    return node;
  }

  /** Sends packets that are at a node on, by all its steps. */
  send(place: number, box: Box, emit: Emit): void {
    let left: readonly Box[] = [box];
    const { segments } = this.compiledOf(place);
    for (const [at, segment] of segments.entries()) {
      const isLast = at === segments.length - 1;
      left =
        "run" in segment
          ? this.throughRun(segment.run, left, emit)
          : this.through(segment.steps, left, emit, isLast);
      if (left.length === 0) return;
    }
  }

  /** What of these packets ends at the node, and at which step: undefined if none takes it. */
  dropped(place: number, boxes: readonly Box[]): readonly Dropped[] {
    const ends: Dropped[] = [];
    const emit: Emit = (step, box) => {
      if (step.to === DROPPED) ends.push({ step, box });
    };
    let left = boxes;
    const { segments, last } = this.compiledOf(place);
    for (const segment of [...segments, { steps: last }])
      left =
        "run" in segment
          ? this.throughRun(segment.run, left, emit)
          : this.through(segment.steps, left, emit, false);
    return [...ends, ...left.map((box) => ({ step: undefined, box }))];
  }

  /** The node's steps in this reading, in order. */
  stepsOf(place: number): readonly CompiledStep[] {
    const compiled: CompiledStep[] = [];
    for (const [at, step] of this.node(place).steps.entries()) {
      const made = this.compile(step, at);
      if (made) compiled.push(made);
    }
    return compiled;
  }

  /** The packets of a step that no earlier step of its node keeps from it. */
  unshadowed(place: number, step: CompiledStep): readonly Box[] {
    const { boxes } = this.space;
    const earlier = this.stepsOf(place).filter((other) => other.place < step.place);
    return boxes.subtractAll(
      [step.box],
      earlier.flatMap(({ keeps }) => (keeps && boxes.intersect(keeps, step.box) ? [keeps] : [])),
    );
  }

  private through(
    steps: readonly CompiledStep[],
    boxes: readonly Box[],
    emit: Emit,
    isLast: boolean,
  ): readonly Box[] {
    let left = boxes;
    const alike = isLast ? alikeFrom(steps) : steps.length;
    for (const [at, step] of steps.entries()) {
      const hits = left
        .map((box) => this.space.boxes.intersect(box, step.box))
        .filter((hit) => hit !== undefined);
      if (hits.length === 0) continue;
      this.emit(step, hits, emit);
      // What goes the same way by a later step may go twice: taking it away costs more than finding it there.
      if (step.keeps && at < alike) left = this.space.boxes.subtractAll(left, [step.keeps]);
      if (left.length > 16) left = this.space.boxes.merge(left);
    }
    return left;
  }

  private throughRun(run: Run, boxes: readonly Box[], emit: Emit): readonly Box[] {
    const left: Box[] = [];
    for (const box of boxes) {
      run.send(box, (step, hit) => {
        this.emit(step, [hit], emit);
      });
      const rest = run.rest(box);
      if (rest) left.push(rest);
    }
    return left;
  }

  private emit(step: CompiledStep, hits: readonly Box[], emit: Emit): void {
    for (const hit of hits) {
      if (!step.rewriting || step.to === DROPPED) emit(step, hit);
      else
        for (const box of rewritten(this.space, step.rewriting, hit))
          emit(step, this.isCoarse && step.rewriting.reply ? this.rounded(box) : box);
    }
  }

  rounded(box: Box): Box {
    return replaced(box, SOURCE, this.space.roundedUp(box[SOURCE] ?? EMPTY));
  }

  private compiledOf(place: number): Compiled {
    const there = this.compiled.get(place) ?? this.indexed.get(place);
    if (there) return there;
    const steps = this.stepsOf(place);
    let end = steps.length;
    while (end > 0 && steps[end - 1]?.to === DROPPED) end -= 1;
    const made = { segments: segmentsOf(this.space, steps.slice(0, end)), last: steps.slice(end) };
    if (this.compiled.size >= mostCompiled) this.compiled.clear();
    const hasIndex = made.segments.some((segment) => "run" in segment);
    (hasIndex ? this.indexed : this.compiled).set(place, made);
    return made;
  }

  /** Undefined: it takes nothing and keeps nothing from later steps. */
  private compile(step: Step, place: number): CompiledStep | undefined {
    const box = this.space.boxOf(step.match);
    if (!box) return undefined;
    const isSure = this.reading === "may" || step.take !== "perhaps";
    const to = step.to === null || !isSure ? DROPPED : this.placeOf(step.to);
    if (to === undefined) throw new Error(`a step leads to '${String(step.to)}', which is not there`);
    const shadows = step.take === "always" || (this.reading === "must" && step.take === "perhaps");
    if (to === DROPPED && !shadows) return undefined;
    const named = this.space.boxes.of(SENDER).subtract(box[SENDER] ?? EMPTY, this.space.anybody);
    const kept = box[SENDER] === FULL ? box : named === EMPTY ? undefined : replaced(box, SENDER, named);
    return {
      place,
      box,
      to,
      keeps: shadows ? kept : undefined,
      rewriting: step.rewrite && rewritingOf(this.space, step.rewrite),
    };
  }
}

/** The first of the steps at the end that all go the same way. */
function alikeFrom(steps: readonly CompiledStep[]): number {
  let from = steps.length - 1;
  for (let at = from - 1; at >= 0; at--) {
    const [step, next] = [steps[at], steps[from]];
    if (!step || !next || !sameWay(step, next)) break;
    from = at;
  }
  return from;
}

function sameWay(a: CompiledStep, b: CompiledStep): boolean {
  return a.to === b.to && a.rewriting === undefined && b.rewriting === undefined;
}

/** Steps that constrain one and the same dimension only, where there are many in a row, are looked up and not gone through. */
function segmentsOf(space: Space, steps: readonly CompiledStep[]): readonly Segment[] {
  const segments: Segment[] = [];
  for (let from = 0; from < steps.length;) {
    const dimension = onlyDimension(steps[from]?.box);
    let to = from + 1;
    while (to < steps.length && onlyDimension(steps[to]?.box) === dimension) to += 1;
    const part = steps.slice(from, to);
    const last = segments.at(-1);
    if (dimension !== undefined && part.length >= shortestRun)
      segments.push({ run: new Run(space, dimension, part) });
    else if (last && "steps" in last) segments[segments.length - 1] = { steps: [...last.steps, ...part] };
    else segments.push({ steps: part });
    from = to;
  }
  return segments.slice();
}

/** Not the sender: what anybody may have sent is kept by no step. */
function onlyDimension(box: Box = everything): number | undefined {
  let found: number | undefined;
  for (let at = 0; at < DIMENSIONS; at++) {
    if (box[at] === FULL) continue;
    if (found !== undefined || at === SENDER) return undefined;
    found = at;
  }
  return found;
}
