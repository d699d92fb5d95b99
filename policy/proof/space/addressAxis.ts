import { parsePrefix, prefixesOfRange, prefixText } from "../../prefixes";
import { EMPTY, FULL, type Sets } from "./sets";

/** Addresses of the narrowest subnet of a VPC, /28 (IPv4) or /64 (IPv6); what is narrower is an address of an interface. */
const narrowestSubnet = { 4: 2 ** (32 - 28), 6: 1n << 64n } as const;
const v4End = 2 ** 32;
const v6End = 1n << 128n;
/** Shown as an example of an address where the set has it: RFC 5737, RFC 3849. */
const exampleV4 = 203 * 2 ** 24 + 113 * 2 ** 8 + 10;
const exampleV6 = 0x20010db8n * (1n << 96n) + 0x10n;

/** IPv4 as numbers, IPv6 as BigInts: most addresses are the former, and those must be fast. Inclusive on both ends. */
type Block = readonly [first: number, last: number] | readonly [first: bigint, last: bigint];

/** All addresses on one line, IPv4 first, cut into the fewest intervals ("atoms") that no block of the network tells apart. */
export class AddressAxis {
  private readonly blocks = new Map<string, Block>();
  private readonly coarseV4 = new Set<number>([0]);
  private readonly coarseV6 = new Set<bigint>([0n]);
  private v4: readonly number[] = [0];
  private v6: readonly bigint[] = [0n];
  /** First atoms of what sources and subnets tell apart, and the end. */
  private coarse: readonly number[] = [];
  private placeOfV6 = new Map<bigint, number>();
  private placeOfV4 = new Map<number, number>();

  /**
   * Cuts the line at the ends of blocks.
   * @param isSource blocks of sources are told apart in the coarse reading whatever their length
   * @throws RangeError if a text is neither CIDR notation nor an address
   */
  cut(texts: readonly string[], isSource: boolean): void {
    for (const text of texts) {
      const [first, last] = this.block(text);
      if (typeof first === "number") {
        const end = Number(last) + 1;
        if (isSource || end - first >= narrowestSubnet[4]) this.coarseV4.add(first).add(end);
      } else {
        const end = BigInt(last) + 1n;
        if (isSource || end - first >= narrowestSubnet[6]) this.coarseV6.add(first).add(end);
      }
    }
  }

  /** Ends the cutting. @returns the number of atoms */
  seal(): number {
    const v4 = new Set([0]);
    const v6 = new Set([0n]);
    for (const [first, last] of this.blocks.values()) {
      if (typeof first === "number") v4.add(first).add(Number(last) + 1);
      else v6.add(first).add(BigInt(last) + 1n);
    }
    v4.delete(v4End);
    v6.delete(v6End);
    this.v4 = [...v4].sort((a, b) => a - b);
    this.v6 = [...v6].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    this.placeOfV4 = new Map(this.v4.map((first, place) => [first, place]));
    this.placeOfV4.set(v4End, this.v4.length);
    this.placeOfV6 = new Map(this.v6.map((first, place) => [first, place + this.v4.length]));
    const size = this.v4.length + this.v6.length;
    this.placeOfV6.set(v6End, size);
    const places = [
      ...[...this.coarseV4].map((first) => this.placeOfV4.get(first) ?? 0),
      ...[...this.coarseV6].map((first) => this.placeOfV6.get(first) ?? 0),
    ];
    this.coarse = [...new Set([...places, size])].sort((a, b) => a - b);
    return size;
  }

  /** Atoms of a block that was cut. */
  atoms(text: string): readonly [low: number, high: number] {
    const [first, last] = this.block(text);
    return typeof first === "number"
      ? [this.placeOfV4.get(first) ?? 0, this.placeOfV4.get(Number(last) + 1) ?? 0]
      : [this.placeOfV6.get(first) ?? 0, this.placeOfV6.get(BigInt(last) + 1n) ?? 0];
  }

  /** The set, filled up to what sources and subnets tell apart. */
  roundUp(sets: Sets, set: number): number {
    if (set === FULL || set === EMPTY) return set;
    return sets.of(
      sets.intervalsOf(set).map(([low, high]) => {
        const from = firstAbove(this.coarse, low) - 1;
        return [this.coarse[from] ?? 0, this.coarse[firstAbove(this.coarse, high - 1)] ?? high] as const;
      }),
    );
  }

  /** The fewest blocks that make up an interval of atoms. */
  blocksOf(low: number, high: number): string[] {
    const middle = this.v4.length;
    const texts: string[] = [];
    if (low < middle)
      texts.push(...v4Blocks(this.v4[low] ?? 0, high < middle ? (this.v4[high] ?? v4End) : v4End));
    if (high > middle) {
      const first = low <= middle ? 0n : (this.v6[low - middle] ?? 0n);
      const end = this.v6[high - middle] ?? v6End;
      texts.push(...prefixesOfRange([first, end - 1n], 6).map(prefixText));
    }
    return texts;
  }

  /** One address of an atom, without a length: always the same. */
  example(atom: number): string {
    const middle = this.v4.length;
    if (atom < middle) {
      const low = this.v4[atom] ?? 0;
      const end = this.v4[atom + 1] ?? v4End;
      if (low <= exampleV4 && exampleV4 < end) return v4Text(exampleV4);
      return v4Text(low + offsetIn(end - low));
    }
    const low = this.v6[atom - middle] ?? 0n;
    const end = this.v6[atom - middle + 1] ?? v6End;
    const chosen =
      low <= exampleV6 && exampleV6 < end ? exampleV6 : low + BigInt(offsetIn(Number(end - low)));
    return prefixText({ family: 6, first: chosen, length: 128 }).slice(0, -4);
  }

  /** The atom that readers are best shown, if the set has it: that of an example address. */
  get exampleAtoms(): readonly number[] {
    return [firstAbove(this.v4, exampleV4) - 1, firstAbove(this.v6, exampleV6) - 1 + this.v4.length];
  }

  /** Of some atoms the one with most addresses, IPv4 before IPv6: one with machines in it rather than a subnet's reserved first. */
  widest(atoms: readonly number[]): number | undefined {
    const isV4 = (atom: number) => atom < this.v4.length;
    const size = (atom: number) => {
      if (isV4(atom)) return (this.v4[atom + 1] ?? v4End) - (this.v4[atom] ?? 0);
      const at = atom - this.v4.length;
      return Number((this.v6[at + 1] ?? v6End) - (this.v6[at] ?? 0n));
    };
    const some = atoms.some(isV4) ? atoms.filter(isV4) : atoms;
    return some.reduce<number | undefined>(
      (best, atom) => (best !== undefined && size(best) >= size(atom) ? best : atom),
      undefined,
    );
  }

  private block(text: string): Block {
    const there = this.blocks.get(text);
    if (there) return there;
    const block = readBlock(text);
    this.blocks.set(text, block);
    return block;
  }
}

/** Past the addresses that AWS reserves in a subnet: its first four. Source: VPC guide, "Subnet sizing for IPv4". */
function offsetIn(size: number): number {
  return size > 12 ? 10 : size > 2 ? 1 : 0;
}

function readBlock(text: string): Block {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (v4) {
    const octets = v4.slice(1, 5).map(Number);
    const length = Number(v4[5] ?? 32);
    if (length <= 32 && octets.every((octet) => octet < 256)) {
      const size = 2 ** (32 - length);
      const number = octets.reduce((sum, octet) => sum * 256 + octet, 0);
      const first = number - (number % size);
      return [first, first + size - 1];
    }
  }
  const prefix = parsePrefix(text.includes("/") ? text : `${text}/128`);
  if (prefix?.family !== 6) throw new RangeError(`'${text}' is neither an address nor CIDR notation`);
  return [prefix.first, prefix.first + (1n << BigInt(128 - prefix.length)) - 1n];
}

function v4Text(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}

function v4Blocks(first: number, end: number): string[] {
  const texts: string[] = [];
  for (let low = first; low < end;) {
    let size = 1;
    let length = 32;
    while (length > 0 && low % (size * 2) === 0 && low + size * 2 <= end) {
      size *= 2;
      length -= 1;
    }
    texts.push(`${v4Text(low)}/${length}`);
    low += size;
  }
  return texts;
}

/** Place of the first of sorted values that is above `value`; their number if none is. */
export function firstAbove<T extends number | bigint>(sorted: ArrayLike<T>, value: T): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle];
    if (at !== undefined && at > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
