import { isIPv4, isIPv6 } from "node:net";

/** IP version: 4 (RFC 791) or 6 (RFC 8200). */
export type Family = 4 | 6;

/** Addresses that share their first `length` bits; `first` is the lowest of them. */
export interface Prefix {
  readonly family: Family;
  readonly first: bigint;
  readonly length: number;
}

/** Inclusive on both ends. */
type Range = readonly [low: bigint, high: bigint];

const bitsOf = { 4: 32, 6: 128 } as const;
const families: readonly Family[] = [4, 6];

function v4Number(text: string): bigint {
  return text.split(".").reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
}

/** The short form of RFC 5952, with an embedded IPv4 address written in hexadecimal. */
function v6Canonical(text: string): string {
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

function v6Number(text: string): bigint {
  const [head = "", tail = ""] = v6Canonical(text).split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => "0");
  const all = [...groups(head), ...zeros, ...groups(tail)];
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/**
 * Reads CIDR notation (RFC 4632, RFC 4291). Host bits are cut off, as AWS does. `undefined` if the text is none:
 * an address without a length, a length beyond the family's, a zone id, anything else.
 */
export function parsePrefix(text: string): Prefix | undefined {
  const [address, lengthText, more] = text.split("/");
  if (address === undefined || lengthText === undefined || more !== undefined) return undefined;
  if (!/^\d{1,3}$/.test(lengthText) || address.includes("%")) return undefined;
  const family = isIPv4(address) ? 4 : isIPv6(address) ? 6 : undefined;
  const length = Number(lengthText);
  if (family === undefined || length > bitsOf[family]) return undefined;
  const hostBits = BigInt(bitsOf[family] - length);
  const number = family === 4 ? v4Number(address) : v6Number(address);
  return { family, first: (number >> hostBits) << hostBits, length };
}

/** CIDR notation; IPv6 in the short form of RFC 5952. */
export function prefixText({ family, first, length }: Prefix): string {
  const bitsPerGroup = family === 4 ? 8 : 16;
  const count = bitsOf[family] / bitsPerGroup;
  const groups = Array.from({ length: count }, (_, index) => {
    const group =
      (first >> BigInt(bitsOf[family] - bitsPerGroup * (index + 1))) & ((1n << BigInt(bitsPerGroup)) - 1n);
    return group.toString(family === 4 ? 10 : 16);
  });
  return `${family === 4 ? groups.join(".") : v6Canonical(groups.join(":"))}/${length}`;
}

function rangeOf({ family, first, length }: Prefix): Range {
  return [first, first + (1n << BigInt(bitsOf[family] - length)) - 1n];
}

/** Sorted, disjoint, and with a gap between neighbours. */
function tidy(ranges: readonly Range[]): readonly Range[] {
  const tidied: [bigint, bigint][] = [];
  for (const [low, high] of [...ranges].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const last = tidied.at(-1);
    if (last && low <= last[1] + 1n) last[1] = high > last[1] ? high : last[1];
    else tidied.push([low, high]);
  }
  return tidied;
}

function cut(ranges: readonly Range[], holes: readonly Range[]): Range[] {
  let left: Range[] = [...ranges];
  for (const [low, high] of holes) {
    left = left.flatMap(([from, to]): Range[] => {
      if (high < from || low > to) return [[from, to]];
      return [
        ...(from < low ? [[from, low - 1n] as const] : []),
        ...(to > high ? [[high + 1n, to] as const] : []),
      ];
    });
  }
  return left;
}

/** The fewest prefixes that make up a range, lowest first. */
export function prefixesOfRange([low, high]: Range, family: Family): Prefix[] {
  const prefixes: Prefix[] = [];
  for (let first = low; first <= high;) {
    let size = 1n;
    let length: number = bitsOf[family];
    while (length > 0 && first % (size * 2n) === 0n && first + size * 2n - 1n <= high) {
      size *= 2n;
      length -= 1;
    }
    prefixes.push({ family, first, length });
    first += size;
  }
  return prefixes;
}

/**
 * A set of IPv4 and IPv6 addresses. Rules compare destinations as sets, never as texts: `0.0.0.0/1` with
 * `128.0.0.0/1` is every address, however it is written.
 */
export class PrefixSet {
  static readonly empty = new PrefixSet([], []);
  static readonly everything = PrefixSet.of("0.0.0.0/0", "::/0");

  private constructor(
    private readonly v4: readonly Range[],
    private readonly v6: readonly Range[],
  ) {}

  /** @throws RangeError naming the first text that is no prefix. */
  static of(...texts: readonly string[]): PrefixSet {
    return PrefixSet.from(
      texts.map((text) => {
        const prefix = parsePrefix(text);
        if (!prefix) throw new RangeError(`'${text}' is not an IP prefix, e.g. 10.20.0.0/16 or fd00::/8`);
        return prefix;
      }),
    );
  }

  static from(prefixes: readonly Prefix[]): PrefixSet {
    const ranges = (family: Family): Range[] => prefixes.filter((p) => p.family === family).map(rangeOf);
    return new PrefixSet(tidy(ranges(4)), tidy(ranges(6)));
  }

  union(other: PrefixSet): PrefixSet {
    return new PrefixSet(tidy([...this.v4, ...other.v4]), tidy([...this.v6, ...other.v6]));
  }

  subtract(other: PrefixSet): PrefixSet {
    return new PrefixSet(cut(this.v4, other.v4), cut(this.v6, other.v6));
  }

  intersect(other: PrefixSet): PrefixSet {
    return this.subtract(this.subtract(other));
  }

  get isEmpty(): boolean {
    return this.v4.length === 0 && this.v6.length === 0;
  }

  /** Every address of `other` is in this set. */
  contains(other: PrefixSet): boolean {
    return other.subtract(this).isEmpty;
  }

  /** Families of which every address is in the set. */
  get wholeFamilies(): readonly Family[] {
    return families.filter((family) => {
      const [only, ...others] = this.ranges(family);
      return only?.[0] === 0n && others.length === 0 && only[1] === (1n << BigInt(bitsOf[family])) - 1n;
    });
  }

  /** The fewest prefixes that make up the set, IPv4 first, lowest first. */
  get prefixes(): readonly string[] {
    return families.flatMap((family) =>
      this.ranges(family).flatMap((range) => prefixesOfRange(range, family).map(prefixText)),
    );
  }

  private ranges(family: Family): readonly Range[] {
    return family === 4 ? this.v4 : this.v6;
  }

  /** For messages: at most `shown` prefixes, then how many more. */
  describe(shown = 3): string {
    const all = this.prefixes;
    const rest = all.length - shown;
    return all.slice(0, shown).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  }
}
