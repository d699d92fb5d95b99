/** A block of IPv4 addresses: first address as an unsigned 32-bit number, and the length of its prefix. */
export interface Cidr {
  readonly address: number;
  readonly prefix: number;
}

/**
 * Parses `a.b.c.d/p`. Only the canonical form is one block: no leading zeros, no bits set behind the prefix.
 * @returns undefined for anything else
 */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([0-9.]+)\/(0|[1-9]\d?)$/.exec(text);
  const address = parseAddress(match?.[1] ?? "");
  const prefix = Number(match?.[2]);
  if (address === undefined || !(prefix <= 32)) return undefined;
  const block = { address, prefix };
  return address % size(block) === 0 ? block : undefined;
}

/** Parses the dotted form of one IPv4 address without leading zeros (which some programs read as octal). */
export function parseAddress(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}

/** The dotted form. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export function formatCidr(block: Cidr): string {
  return `${formatAddress(block.address)}/${block.prefix}`;
}

/** Count of addresses in the block. */
export function size(block: Cidr): number {
  return 2 ** (32 - block.prefix);
}

/** Last address of the block. */
export function last(block: Cidr): number {
  return block.address + size(block) - 1;
}

/** True if every address of `inner` is one of `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.address <= inner.address && last(inner) <= last(outer);
}

/** True if the blocks share an address. Two blocks do only if one holds the other. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return contains(a, b) || contains(b, a);
}

/**
 * Addresses that AWS leaves to VMs and interfaces in a subnet of this block: the first four and the last are its own.
 * Source: VPC guide, "Subnet CIDR blocks".
 */
export function usableInSubnet(block: Cidr): number {
  return Math.max(0, size(block) - 5);
}
