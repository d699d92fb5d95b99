import { type Document, isPair, isScalar, type Scalar, visit } from "yaml";
import { contains, formatAddress, parseAddress } from "../../infra/cidr";
import { blocksIn } from "./blocks";

/** An address that moved with the build network. */
export interface Moved {
  /** The setting. */
  readonly label: string;
  readonly node: Scalar;
  readonly to: string;
}

/**
 * Moves every address and block of the build network, wherever in the settings: each keeps its place within the first block. Where they really
 * are only the user knows, so they are told of.
 * @param before,after the build network's blocks
 */
export function moveAddresses(document: Document, before: unknown, after: unknown): readonly Moved[] {
  const [from] = blocksIn([before].flat().map(String));
  const [to] = blocksIn([after].flat().map(String));
  if (from === undefined || to === undefined) return [];
  const moved: Moved[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === "key" || typeof node.value !== "string") return;
      const [address = "", prefix] = node.value.split("/");
      const number = parseAddress(address);
      if (number === undefined) return;
      const block = { address: number, prefix: Number(prefix ?? 32) };
      const there = { ...block, address: to.address + (number - from.address) };
      if (!contains(from, block) || !contains(to, there) || there.address === number) return;
      node.value = `${formatAddress(there.address)}${prefix === undefined ? "" : `/${prefix}`}`;
      const keys = ancestors.flatMap((each) =>
        isPair(each) && isScalar(each.key) ? [String(each.key.value)] : [],
      );
      moved.push({ label: keys.slice(1).join("."), node, to: String(node.value) });
    },
  });
  return moved;
}

/** Those that are still there as they were moved, and that no mark tells of. */
export function guessesIn(document: Document, moved: readonly Moved[]): readonly string[] {
  const there = new Set<unknown>();
  visit(document, { Scalar: (_, node) => void there.add(node) });
  return moved
    .filter(({ node, to }) => there.has(node) && node.value === to && !(node.comment ?? "").includes("<--"))
    .map(({ label, to }) => `${label} ${to}`);
}
