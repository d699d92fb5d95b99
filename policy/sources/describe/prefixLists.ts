import { Withheld } from "../../facts/props";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** What can name a list. */
const users = [
  ...[types.routeTable, types.defaultRouteTable, types.transitPrefixList],
  ...[types.securityGroup, types.defaultSecurityGroup],
];

/** The addresses of a list, sorted; undefined: no answer has them. */
export function addressesOf(answers: Answers, id: string): readonly string[] | undefined {
  const entries = answers.of("get-managed-prefix-list-entries", id)?.textsOf("Entries", "Cidr");
  const listed = answers
    .items("describe-prefix-lists")
    .find((item) => item.text("PrefixListId") === id && item.has("Cidrs"));
  const found = entries ?? listed?.texts("Cidrs");
  return found && [...new Set(found)].sort();
}

/**
 * Prefix lists with their entries. AWS's own are in every account: they are here where something names them, unless a gateway endpoint tells
 * its own (`prefixListId`, `cidrBlocks`), as the provider's does. Source: EC2 API, ManagedPrefixList, PrefixList.
 */
export function readPrefixLists(answers: Answers, collection: Collection): void {
  const named = namedLists(collection);
  const ofEndpoints = new Set(collection.ofType(types.endpoint).map(({ props }) => props["prefixListId"]));
  const add = (id: string, item: Item, isAmazons: boolean) => {
    if (isAmazons && (!named.has(id) || ofEndpoints.has(id))) return;
    const hidden = new Withheld(`is in get-managed-prefix-list-entries.${id}.json, which is not there`);
    const props = {
      name: item.text("PrefixListName"),
      addressFamily: item.text("AddressFamily"),
      maxEntries: item.number("MaxEntries"),
      ownerId: item.text("OwnerId"),
      arn: item.text("PrefixListArn"),
      entries: addressesOf(answers, id)?.map((cidr) => ({ cidr })) ?? hidden,
    };
    collection.add(types.prefixList, id, props, item);
  };
  const told = new Set<string>();
  for (const item of answers.items("describe-managed-prefix-lists")) {
    if ((item.text("State") ?? "").startsWith("delete")) continue;
    const id = item.id("PrefixListId");
    told.add(id);
    // Source: EC2 API, ManagedPrefixList, OwnerId: `AWS` for lists that AWS manages.
    add(id, item, item.text("OwnerId") === "AWS");
  }
  for (const item of answers.items("describe-prefix-lists")) {
    const id = item.id("PrefixListId");
    if (told.has(id)) continue;
    told.add(id);
    add(id, item, true);
  }
  for (const root of answers.roots("get-managed-prefix-list-entries")) {
    const { id } = root.file;
    if (id !== undefined && !told.has(id)) add(id, root, false);
  }
}

function namedLists(collection: Collection): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === "string") {
      if (value.startsWith("pl-")) found.add(value);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
  };
  for (const type of users) for (const { props } of collection.ofType(type)) look(props);
  return found;
}
