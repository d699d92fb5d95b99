import { type StackFacts } from "../../../policy/facts/resource";
import { type Block, block } from "./addresses";
import { objects, text } from "./read";

/** Blocks of a managed prefix list of the stack: its inline entries and its standalone ones. */
export function blocksOfList(stack: StackFacts, id: string): readonly Block[] {
  const lists = stack.ofType("aws:ec2/managedPrefixList:ManagedPrefixList");
  const own = lists.find(({ props }) => text(props, "id") === id);
  if (own === undefined) throw new Error(`no prefix list '${id}'`);
  const entries = stack
    .ofType("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry")
    .filter(({ props }) => text(props, "prefixListId") === id);
  return [...objects(own.props, "entries"), ...entries.map(({ props }) => props)].map((entry) =>
    block(text(entry, "cidr")!),
  );
}
