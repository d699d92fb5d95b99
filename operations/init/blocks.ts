import { type Cidr, contains, formatCidr, last, overlaps, parseCidr, size } from "../../infra/cidr";

/** Blocks out of which a VPC is proposed, and how large it is. Source: RFC 1918; the VPC guide's largest VPC is a /16. */
const proposalsFrom = ["10.128.0.0/9", "172.24.0.0/13", "192.168.0.0/16"];
const vpcPrefix = 16;

/** The blocks that texts name; what is no block is passed over. */
export function blocksIn(texts: readonly string[]): readonly Cidr[] {
  return texts.flatMap((text) => parseCidr(text) ?? []);
}

/** The first /16 that overlaps none of the taken blocks; undefined: none is left. */
export function freeVpc(taken: readonly Cidr[]): string | undefined {
  for (const from of blocksIn(proposalsFrom)) {
    const free = firstFree(from, vpcPrefix, taken);
    if (free !== undefined) return formatCidr(free);
  }
  return undefined;
}

/**
 * Blocks within one, apart from each other: the largest first, each at the lowest place where it fits.
 * @param prefixes wanted sizes, as prefix lengths
 * @returns in the order asked for; undefined if they do not all fit
 */
export function allocate(within: Cidr, prefixes: readonly number[]): readonly string[] | undefined {
  const taken: Cidr[] = [];
  const placed = new Map<number, Cidr>();
  const order = [...prefixes.entries()].sort(([a, p], [b, q]) => p - q || a - b);
  for (const [index, prefix] of order) {
    const block = firstFree(within, prefix, taken);
    if (block === undefined) return undefined;
    taken.push(block);
    placed.set(index, block);
  }
  return prefixes.map((_, index) => {
    const block = placed.get(index);
    return block === undefined ? "" : formatCidr(block);
  });
}

/** Inside addresses of tunnels: /30s that no other environment uses, above those that AWS keeps. */
export function freeTunnelBlocks(count: number, taken: readonly Cidr[]): readonly string[] {
  const found: string[] = [];
  // Source: VPN guide, "Tunnel options": 169.254.0.0 to 169.254.5.0 and 169.254.169.252 are AWS's.
  for (let third = 21; third < 169 && found.length < count; third += 1) {
    const block = parseCidr(`169.254.${third}.0/30`);
    if (block !== undefined && !taken.some((other) => overlaps(other, block))) found.push(formatCidr(block));
  }
  return found;
}

function firstFree(within: Cidr, prefix: number, taken: readonly Cidr[]): Cidr | undefined {
  let block: Cidr = { address: within.address, prefix };
  while (contains(within, block)) {
    const other = taken.find((each) => overlaps(each, block));
    if (other === undefined) return block;
    // Behind what is in the way, at the next place where a block of this size may begin.
    const next = Math.max(last(other) + 1, block.address + size(block));
    block = { address: Math.ceil(next / size(block)) * size(block), prefix };
  }
  return undefined;
}
