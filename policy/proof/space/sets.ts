/** The empty set and the whole axis have the same ids on every axis. */
export const EMPTY = 0;
export const FULL = 1;

/** Beyond this many remembered results they are forgotten: they are cheap to find again, and memory is not. */
const memoLimit = 100_000;
/** Ids and atoms stay below 2^26, so that a pair of them is one exact number (2^52). */
const pairFactor = 2 ** 26;

/**
 * Sets of the atoms 0 to `size` − 1 of one axis. Each set is kept once and named by a small number, so that equal sets are
 * equal numbers, and what was computed of a pair of them is looked up.
 */
export class Sets {
  /** Of each set: bounds of its intervals, flat: first atom, atom after the last, first, … Sorted, with gaps between. */
  private readonly bounds: (readonly number[])[] = [[]];
  private readonly single = new Map<number, number>();
  private readonly byHash = new Map<number, number[]>();
  private readonly intersections = new Map<number, number>();
  private readonly differences = new Map<number, number>();

  constructor(readonly size: number) {
    this.intern([0, size]);
  }

  /** @param bounds as they are kept */
  intern(bounds: readonly number[]): number {
    const [low = 0, high = 0] = bounds;
    if (bounds.length === 0) return EMPTY;
    if (bounds.length === 2) {
      const key = low * pairFactor + high;
      const there = this.single.get(key);
      if (there !== undefined) return there;
      this.single.set(key, this.bounds.length);
    } else {
      let hash = bounds.length;
      for (const bound of bounds) hash = (Math.imul(hash, 31) + bound) | 0;
      const bucket = this.byHash.get(hash);
      const there = bucket?.find((id) => same(this.boundsOf(id), bounds));
      if (there !== undefined) return there;
      if (bucket) bucket.push(this.bounds.length);
      else this.byHash.set(hash, [this.bounds.length]);
    }
    this.bounds.push(bounds);
    return this.bounds.length - 1;
  }

  /** @param intervals pairs of bounds in any order, overlapping or not */
  of(intervals: readonly (readonly [low: number, high: number])[]): number {
    const [first] = intervals;
    if (intervals.length === 1 && first) return this.intern(first[0] < first[1] ? first : []);
    const tidy: number[] = [];
    for (const [low, high] of [...intervals].sort((a, b) => a[0] - b[0])) {
      if (low >= high) continue;
      const end = tidy.at(-1);
      if (end !== undefined && low <= end) tidy[tidy.length - 1] = Math.max(end, high);
      else tidy.push(low, high);
    }
    return this.intern(tidy);
  }

  boundsOf(id: number): readonly number[] {
    return this.bounds[id] ?? [];
  }

  intervalsOf(id: number): (readonly [low: number, high: number])[] {
    const bounds = this.boundsOf(id);
    return Array.from({ length: bounds.length / 2 }, (_, at) => [
      bounds[2 * at] ?? 0,
      bounds[2 * at + 1] ?? 0,
    ]);
  }

  intersect(a: number, b: number): number {
    if (a === b || b === FULL) return a;
    if (a === FULL) return b;
    if (this.apart(a, b)) return EMPTY;
    const key = a < b ? a * pairFactor + b : b * pairFactor + a;
    const known = this.intersections.get(key);
    if (known !== undefined) return known;
    const result = this.intern(intersection(this.boundsOf(a), this.boundsOf(b)));
    return remember(this.intersections, key, result);
  }

  /** What is in `a` and not in `b`. */
  subtract(a: number, b: number): number {
    if (a === b || b === FULL) return EMPTY;
    if (this.apart(a, b)) return a;
    const key = a * pairFactor + b;
    const known = this.differences.get(key);
    if (known !== undefined) return known;
    const result = this.intern(difference(this.boundsOf(a), this.boundsOf(b)));
    return remember(this.differences, key, result);
  }

  /** Every atom of `b` is in `a`. */
  contains(a: number, b: number): boolean {
    return a === FULL || a === b || this.subtract(b, a) === EMPTY;
  }

  unionAll(ids: readonly number[]): number {
    const [first = EMPTY] = ids;
    if (ids.length < 2) return first;
    if (ids.includes(FULL)) return FULL;
    const all = this.union(ids, 0, ids.length);
    return same(all, this.boundsOf(first)) ? first : this.intern(all);
  }

  /** By halves: lists that are in order stay so. */
  private union(ids: readonly number[], from: number, to: number): readonly number[] {
    if (to - from === 1) return this.boundsOf(ids[from] ?? EMPTY);
    const middle = (from + to) >> 1;
    return union(this.union(ids, from, middle), this.union(ids, middle, to));
  }

  private apart(a: number, b: number): boolean {
    const left = this.boundsOf(a);
    const right = this.boundsOf(b);
    if (left.length === 0 || right.length === 0) return true;
    return (left.at(-1) ?? 0) <= (right[0] ?? 0) || (right.at(-1) ?? 0) <= (left[0] ?? 0);
  }
}

function remember(memo: Map<number, number>, key: number, value: number): number {
  if (memo.size >= memoLimit) memo.clear();
  memo.set(key, value);
  return value;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((bound, at) => bound === b[at]);
}

/** Place of the first interval that ends after `atom`, as an index of bounds. */
function firstEndingAfter(bounds: readonly number[], atom: number): number {
  let low = 0;
  let high = bounds.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[2 * middle + 1] ?? 0) > atom) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}

function intersection(a: readonly number[], b: readonly number[]): number[] {
  const result: number[] = [];
  let i = firstEndingAfter(a, b[0] ?? 0);
  let j = firstEndingAfter(b, a[i] ?? 0);
  while (i < a.length && j < b.length) {
    const endA = a[i + 1] ?? 0;
    const endB = b[j + 1] ?? 0;
    const low = Math.max(a[i] ?? 0, b[j] ?? 0);
    const high = Math.min(endA, endB);
    if (low < high) result.push(low, high);
    if (endA <= endB) i += 2;
    if (endB <= endA) j += 2;
  }
  return result;
}

function union(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const result: number[] = [];
  let end = -1;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const isA = j >= b.length || (i < a.length && (a[i] ?? 0) <= (b[j] ?? 0));
    const low = (isA ? a[i] : b[j]) ?? 0;
    const high = (isA ? a[i + 1] : b[j + 1]) ?? 0;
    if (isA) i += 2;
    else j += 2;
    if (low > end) {
      result.push(low, high);
      end = high;
    } else if (high > end) {
      result[result.length - 1] = high;
      end = high;
    }
  }
  return result;
}

function difference(a: readonly number[], b: readonly number[]): number[] {
  const result: number[] = [];
  let j = firstEndingAfter(b, a[0] ?? 0);
  for (let i = 0; i < a.length; i += 2) {
    let low = a[i] ?? 0;
    const high = a[i + 1] ?? 0;
    while (j < b.length && (b[j + 1] ?? 0) <= low) j += 2;
    for (let k = j; k < b.length && (b[k] ?? 0) < high; k += 2) {
      const hole = b[k] ?? 0;
      if (hole > low) result.push(low, hole);
      low = Math.max(low, b[k + 1] ?? 0);
    }
    if (low < high) result.push(low, high);
  }
  return result;
}
