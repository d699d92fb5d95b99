import { type Fact } from "../../facts/fact";
import { parsePrefix, PrefixSet, prefixText } from "../../prefixes";

/** Every address, by family. */
export const everyIpv4 = "0.0.0.0/0";
export const everyIpv6 = "::/0";

/**
 * What is not the internet: private (RFC 1918, RFC 6598, RFC 4193), loopback (RFC 1122, RFC 4291), link-local (RFC 3927, RFC 4291)
 * and multicast addresses (RFC 5771, RFC 4291).
 */
const notInternet = PrefixSet.of(
  ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"],
  ...["224.0.0.0/4", "fc00::/7", "::1/128", "fe80::/10", "ff00::/8"],
);

/** The blocks of zone `internet`. docs/proof.md, Zones. */
export const internetBlocks: readonly string[] = PrefixSet.everything.subtract(notInternet).prefixes;
export const internetIpv4: readonly string[] = internetBlocks.filter(isIpv4);
export const internetIpv6: readonly string[] = internetBlocks.filter((block) => !isIpv4(block));

/**
 * What an IPv6 block of a VPC may be, where it is not known: global, or private by IPAM.
 * Source: VPC guide, "VPC CIDR blocks", IPv6.
 */
export const anyVpcIpv6: readonly string[] = ["2000::/3", "fc00::/7"];

export function isIpv4(block: string): boolean {
  return !block.includes(":");
}

/** All addresses but those of `blocks`. */
export function allBut(blocks: readonly string[]): readonly string[] {
  return PrefixSet.everything.subtract(PrefixSet.of(...blocks)).prefixes;
}

/** A block in its shortest form; undefined if the text is none. */
export function blockOf(text: string): string | undefined {
  const prefix = parsePrefix(text);
  return prefix && prefixText(prefix);
}

/** The block of one address; undefined if the text is none. A block is taken as it is. */
export function hostBlock(address: string): string | undefined {
  if (address.includes("/")) return blockOf(address);
  return blockOf(`${address}/${isIpv4(address) ? 32 : 128}`);
}

/** The number of bits of a block's prefix. */
export function lengthOf(block: string): number {
  return Number(block.split("/")[1]);
}

/** Known texts of a list as blocks of one address each; undefined if one is not known or no address. Absent: none. */
export function hostBlocks(list: Fact<readonly Fact<string>[]>): readonly string[] | undefined {
  if (list.state === "absent") return [];
  if (list.state === "unknown") return undefined;
  const blocks = list.value.map((fact) => (fact.state === "known" ? hostBlock(fact.value) : undefined));
  return blocks.every((block) => block !== undefined) ? blocks : undefined;
}
