/**
 * Patterns of IAM policies: `*` stands for any run of characters, `?` for one. Pure comparisons of whole sets of texts, not of single ones.
 * Source: IAM guide, "IAM JSON policy elements: Resource", wildcards.
 */

/** In a shape of ARNs (`reachesArn`): any run of characters of one part, none of which is `:` or `/`. */
const part = "~";

/** True if some text matches both patterns. */
export function overlap(a: string, b: string): boolean {
  if (!sameStart(a, b)) return false;
  return walk(a, b, { fits: both, wild: "*" });
}

/**
 * True if a pattern matches an ARN of a shape such as `arn:~:ec2:~:~:route-table/~`: unlike `*`, a part ends where the next begins, so that
 * `arn:aws:ec2:*:*:instance/*` reaches no route table.
 */
export function reachesArn(pattern: string, shape: string): boolean {
  return walk(pattern, shape, { fits: both, wild: part });
}

const both = (left: string, right: string): boolean => left === right || left === "?" || right === "?";

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
  const fits = (left: string, right: string): boolean => left === right || (left === "?" && right !== "*");
  return walk(outer, inner, { fits, wild: undefined });
}

/**
 * Walks two patterns side by side. A `*` on the left may take whatever the right one has. `wild`: what stands for a run of characters on the
 * right, and may take what the left one has; none: the right one must be taken as it is.
 */
function walk(
  a: string,
  b: string,
  { fits, wild }: { fits: (left: string, right: string) => boolean; wild: "*" | typeof part | undefined },
): boolean {
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
    if (wild !== undefined && right === wild) {
      open.push([i, j + 1]);
      const isWithin = wild === "*" || (left !== ":" && left !== "/");
      if (left !== undefined && isWithin) open.push([i + 1, j]);
    }
    if (left === undefined || right === undefined || left === "*" || right === (wild ?? "*")) continue;
    if (fits(left, right)) open.push([i + 1, j + 1]);
  }
  return false;
}
