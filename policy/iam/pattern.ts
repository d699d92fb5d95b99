/**
 * Patterns of IAM policies: `*` stands for any run of characters, `?` for one. Pure comparisons of whole sets of texts, not of single ones.
 * Source: IAM guide, "IAM JSON policy elements: Resource", wildcards.
 */

/** True if some text matches both patterns. */
export function overlap(a: string, b: string): boolean {
  if (!sameStart(a, b)) return false;
  return walk(a, b, (left, right) => left === right || left === "?" || right === "?", true);
}

/** False if two patterns differ before the first wildcard of either: most pairs do, and need no walk. */
function sameStart(a: string, b: string): boolean {
  const length = Math.min(fixedLength(a), fixedLength(b));
  return a.slice(0, length) === b.slice(0, length);
}

function fixedLength(pattern: string): number {
  const at = pattern.search(/[*?]/);
  return at === -1 ? pattern.length : at;
}

/** True if every text that matches `inner` matches `outer`. May answer false for a pattern with `?` beside `*`: never true wrongly. */
export function includes(outer: string, inner: string): boolean {
  return walk(outer, inner, (left, right) => left === right || (left === "?" && right !== "*"), false);
}

/**
 * Walks two patterns side by side. `both`: a `*` on either side may take what the other one has; else only one on the left may, and one on the
 * right must be taken by one on the left.
 */
function walk(a: string, b: string, fits: (left: string, right: string) => boolean, both: boolean): boolean {
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [i, j] = next;
    const key = i * (b.length + 1) + j;
    if (seen.has(key)) continue;
    seen.add(key);
    if (i === a.length && j === b.length) return true;
    const [left, right] = [a[i], b[j]];
    if (left === "*") {
      open.push([i + 1, j]);
      if (right !== undefined) open.push([i, j + 1]);
    }
    if (both && right === "*") {
      open.push([i, j + 1]);
      if (left !== undefined) open.push([i + 1, j]);
    }
    if (left === undefined || right === undefined || left === "*" || right === "*") continue;
    if (fits(left, right)) open.push([i + 1, j + 1]);
  }
  return false;
}
