import { isAsset, isList, isProps, type Props, type Value } from "./values";

function sameJson(a: string, b: string): boolean {
  if (!a.trimStart().startsWith("{") || !b.trimStart().startsWith("{")) return false;
  try {
    return same(JSON.parse(a) as Value, JSON.parse(b) as Value, { ordered: false });
  } catch {
    return false;
  }
}

/** How lists are compared: most of AWS's lists are sets (subnets, groups, CIDR blocks), a few have an order. */
export interface Comparison {
  readonly ordered: boolean;
}

const blank = (value: Value | undefined): boolean => value === undefined || value === null;

/**
 * Whether two values mean the same to AWS: an absent property and null; 443 and "443" (Pulumi declares some numbers as
 * text); two JSON documents that differ in spaces or in the order of keys; two sets in another order; two files with
 * the same content.
 */
export function same(
  a: Value | undefined,
  b: Value | undefined,
  comparison: Comparison = { ordered: false },
): boolean {
  if (a === b || (blank(a) && blank(b))) return true;
  if (isList(a) && isList(b)) return sameLists(a, b, comparison, same);
  // Where a file lies does not matter, only what is in it.
  if (isAsset(a) && isAsset(b)) return a.hash === b.hash;
  if (isProps(a) && isProps(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(a[key], b[key], comparison));
  }
  return sameScalars(a, b);
}

function sameScalars(a: Value | undefined, b: Value | undefined): boolean {
  if (blank(a) || blank(b) || typeof a === "object" || typeof b === "object") return false;
  return String(a) === String(b) || (typeof a === "string" && typeof b === "string" && sameJson(a, b));
}

type Sameness = (a: Value, b: Value, comparison: Comparison) => boolean;

function sameLists(
  a: readonly Value[],
  b: readonly Value[],
  comparison: Comparison,
  equal: Sameness,
): boolean {
  if (a.length !== b.length) return false;
  if (comparison.ordered) return a.every((item, index) => equal(item, b[index] ?? null, comparison));
  const rest = [...b];
  return a.every((item) => {
    const index = rest.findIndex((other) => equal(item, other, comparison));
    if (index >= 0) rest.splice(index, 1);
    return index >= 0;
  });
}

/** Whether `actual` has all that `declared` says; what AWS added beside it (defaults, ids) does not count. */
function satisfies(declared: Value, actual: Value | undefined, comparison: Comparison): boolean {
  if (isList(declared) && isList(actual)) return sameLists(declared, actual, comparison, satisfies);
  if (isProps(declared) && isProps(actual))
    return Object.entries(declared).every(
      ([key, value]) => value === undefined || satisfies(value, actual[key], comparison),
    );
  return same(declared, actual, comparison) || (blank(actual) && empty(declared));
}

const empty = (value: Value): boolean =>
  value === "" || value === false || value === 0 || (isList(value) && value.length === 0);

/**
 * What to record for a declared property after AWS answered: as declared while AWS agrees, so that a refresh shows no
 * difference where there is none; else what AWS says (undefined: AWS says nothing, null: it is gone).
 */
export function conform(
  declared: Value | undefined,
  actual: Value | undefined,
  comparison: Comparison = { ordered: false },
): Value | undefined {
  if (actual === undefined || declared === undefined) return declared ?? actual;
  return satisfies(declared ?? null, actual, comparison) ? declared : actual;
}

/** Every declared property as AWS has it now; see {@link conform}. */
export function conformAll(declared: Props, actual: Props, ordered: readonly string[]): Props {
  return Object.fromEntries(
    Object.entries(declared).map(([key, value]) => [
      key,
      conform(value, actual[key], { ordered: ordered.includes(key) }),
    ]),
  );
}
