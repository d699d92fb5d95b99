/** The walker's own addresses: numbers on one line, IPv4 first, IPv6 from 2^32 on. */

export type Block = readonly [first: bigint, last: bigint];

const v6 = 1n << 32n;

function numberOf(text: string): readonly [number: bigint, bits: number] {
  if (!text.includes(":")) return [text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n), 32];
  const [head = "", tail] = text.split("::");
  const groups = (part: string | undefined) => (part === undefined || part === "" ? [] : part.split(":"));
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => "0");
  const all = [...groups(head), ...(tail === undefined ? [] : zeros), ...groups(tail)];
  return [all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n), 128];
}

const known = new Map<string, Block>();

/** A CIDR block, or one address; host bits are cut off, as AWS does. */
export function block(text: string): Block {
  const had = known.get(text);
  if (had !== undefined) return had;
  const [address = "", length] = text.split("/");
  const [number, bits] = numberOf(address);
  const host = BigInt(bits - Number(length ?? bits));
  const first = ((number >> host) << host) + (bits === 128 ? v6 : 0n);
  const read: Block = [first, first + (1n << host) - 1n];
  known.set(text, read);
  return read;
}

export const address = (text: string): bigint => block(text)[0];

export const isV6 = (number: bigint): boolean => number >= v6;

export const has = ([first, last]: Block, number: bigint): boolean => number >= first && number <= last;

export const hasAny = (blocks: readonly Block[], number: bigint): boolean =>
  blocks.some((one) => has(one, number));

/** The address as text: IPv6 without a short form. */
export function addressText(number: bigint): string {
  const digits = (value: bigint, count: number, base: bigint) =>
    Array.from({ length: count }, (_, place) => (value / base ** BigInt(count - 1 - place)) % base);
  if (!isV6(number)) return digits(number, 4, 256n).join(".");
  return digits(number - v6, 8, 65536n)
    .map((group) => group.toString(16))
    .join(":");
}

/** Neither private (RFC 1918, RFC 6598, RFC 4193), loopback, link-local nor multicast: the zone `internet` of docs/proof.md. */
export function isPublic(number: bigint): boolean {
  return !hasAny(notPublic, number);
}

const notPublic = [
  ...["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
  ...["224.0.0.0/4", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8"],
].map(block);
