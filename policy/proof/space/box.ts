import { EMPTY, FULL, type Sets } from "./sets";

/** Places of a box. */
export const SOURCE = 0;
export const DESTINATION = 1;
export const PROTOCOL = 2;
export const SOURCE_PORT = 3;
export const DESTINATION_PORT = 4;
export const SENDER = 5;
export const STATE = 6;
export const DIMENSIONS = 7;

/** A set of packets: the product of seven sets, each by its id on its axis. None of them is empty. */
export type Box = readonly number[];

export const everything: Box = [FULL, FULL, FULL, FULL, FULL, FULL, FULL];

/** In which order dimensions are compared: those first that most often have nothing in common. */
const order = [DESTINATION, SOURCE, STATE, DESTINATION_PORT, PROTOCOL, SENDER, SOURCE_PORT] as const;
/** In which order a box is cut: those last whose sets have the most parts. */
const cutOrder = [STATE, PROTOCOL, DESTINATION_PORT, SOURCE_PORT, SENDER, SOURCE, DESTINATION] as const;

/** Up to so many boxes, comparing each with each is faster than grouping them. */
const fewBoxes = 12;

/** Arithmetic of boxes over the sets of each dimension. */
export class Boxes {
  /** @param sets by dimension */
  constructor(readonly sets: readonly Sets[]) {}

  of(dimension: number): Sets {
    const sets = this.sets[dimension];
    if (!sets) throw new Error(`no dimension ${dimension}`);
    return sets;
  }

  /** Undefined: nothing in common. */
  intersect(a: Box, b: Box): Box | undefined {
    let result: number[] | undefined;
    for (const at of order) {
      const left = a[at] ?? EMPTY;
      const right = b[at] ?? EMPTY;
      if (left === right || right === FULL) continue;
      const both = this.of(at).intersect(left, right);
      if (both === EMPTY) return undefined;
      if (both === left) continue;
      result ??= [...a];
      result[at] = both;
    }
    return result ?? a;
  }

  contains(a: Box, b: Box): boolean {
    return order.every((at) => {
      const outer = a[at] ?? EMPTY;
      const inner = b[at] ?? EMPTY;
      return outer === FULL || outer === inner || this.of(at).contains(outer, inner);
    });
  }

  /** What is in `a` and not in `b`, in disjoint boxes; `[a]` itself if they have nothing in common. */
  subtract(a: Box, b: Box): readonly Box[] {
    const both = this.intersect(a, b);
    if (!both) return [a];
    const pieces: Box[] = [];
    let rest = a;
    for (const at of cutOrder) {
      const left = rest[at] ?? EMPTY;
      const kept = both[at] ?? EMPTY;
      if (left === kept) continue;
      pieces.push(replaced(rest, at, this.of(at).subtract(left, kept)));
      rest = replaced(rest, at, kept);
    }
    return pieces;
  }

  /** What is in any of `boxes` and in none of `holes`. */
  subtractAll(boxes: readonly Box[], holes: readonly Box[]): readonly Box[] {
    let left = boxes;
    for (const hole of holes) {
      if (left.length === 0) return left;
      const [only] = left;
      if (left.length === 1 && only) left = this.subtract(only, hole);
      else if (left.some((box) => this.intersect(box, hole) !== undefined))
        left = left.flatMap((box) => this.subtract(box, hole));
    }
    return left;
  }

  /** The same packets in fewer boxes: those that differ in one dimension only become one. */
  merge(boxes: readonly Box[]): readonly Box[] {
    if (boxes.length < 2) return boxes;
    if (boxes.length <= fewBoxes) return this.mergeFew(boxes);
    let merged: readonly Box[] = [...new Map(boxes.map((box) => [box.join(), box])).values()];
    for (let before = Infinity; merged.length > 1 && merged.length < before;) {
      before = merged.length;
      for (const at of order) merged = this.mergeBy(merged, at);
    }
    return merged;
  }

  private mergeFew(boxes: readonly Box[]): readonly Box[] {
    const merged = [...boxes];
    for (let left = 0; left < merged.length; left++) {
      for (let right = left + 1; right < merged.length; right++) {
        const a = merged[left] ?? everything;
        const b = merged[right] ?? everything;
        const at = onlyDifference(a, b);
        if (at === undefined) continue;
        merged[left] =
          a[at] === b[at] ? a : replaced(a, at, this.of(at).unionAll([a[at] ?? EMPTY, b[at] ?? EMPTY]));
        merged.splice(right, 1);
        right = left;
      }
    }
    return merged.length < boxes.length ? this.mergeFew(merged) : merged;
  }

  private mergeBy(boxes: readonly Box[], at: number): readonly Box[] {
    const [one = everything] = boxes;
    if (boxes.every((box) => box[at] === one[at])) return boxes;
    const groups = new Map<string, Box[]>();
    for (const box of boxes) {
      let key = "";
      for (let other = 0; other < DIMENSIONS; other++) if (other !== at) key += `${box[other] ?? 0},`;
      const group = groups.get(key);
      if (group) group.push(box);
      else groups.set(key, [box]);
    }
    if (groups.size === boxes.length) return boxes;
    return [...groups.values()].map((group) => {
      const [first = everything] = group;
      if (group.length === 1) return first;
      return replaced(first, at, this.of(at).unionAll(group.map((box) => box[at] ?? EMPTY)));
    });
  }
}

/** The only dimension in which two boxes differ; any if they are the same; undefined if they differ in more. */
function onlyDifference(a: Box, b: Box): number | undefined {
  let found: number | undefined;
  for (let at = 0; at < DIMENSIONS; at++) {
    if (a[at] === b[at]) continue;
    if (found !== undefined) return undefined;
    found = at;
  }
  return found ?? 0;
}

export function replaced(box: Box, at: number, set: number): Box {
  const copy = [...box];
  copy[at] = set;
  return copy;
}
