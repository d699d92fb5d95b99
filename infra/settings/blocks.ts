import { type Cidr, parseCidr } from "../cidr";

/** Blocks that a VPC may be made of. Source: RFC 1918, RFC 6598. */
export const privateBlocks = blocksOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10");

/** Blocks that collide with AWS's own use. Source: VPC guide, "VPC CIDR blocks" (172.17.0.0/16, 198.19.0.0/16), RFC 3927. */
export const awkwardBlocks = blocksOf("169.254.0.0/16", "172.17.0.0/16", "198.19.0.0/16", "127.0.0.0/8");

export function blocksOf(...texts: string[]): readonly Cidr[] {
  return texts.map(block);
}

/** A block that the schema has checked; its text is parsed again here. */
export function block(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined)
    throw new RangeError(`${text} is no IPv4 block; the settings' schema lets none through`);
  return parsed;
}

/** The block of one address that the schema has checked. */
export function blockOf(address: string): Cidr {
  return block(`${address}/32`);
}
