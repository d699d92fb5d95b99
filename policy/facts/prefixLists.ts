import { parsePrefix, PrefixSet } from "../prefixes";
import { type Fact, type Unknown } from "./fact";
import { topOf } from "./insides";
import { type References, referencesOf } from "./references";
import { type ResourceFacts, type StackFacts } from "./resource";

export const prefixListType = "aws:ec2/managedPrefixList:ManagedPrefixList";
export const prefixListEntryType = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** One block of a prefix list, inline or as a resource of its own. */
export interface PrefixListEntry {
  readonly owner: ResourceFacts;
  readonly property: string;
  readonly fact: Fact<string>;
}

/** The list that a property names. */
export type NamedPrefixList =
  /** One of the stack, with all its entries. */
  | { readonly kind: "list"; readonly list: ResourceFacts; readonly entries: readonly PrefixListEntry[] }
  /** AWS's own list of a service, by the gateway endpoint of the stack that routes it. */
  | { readonly kind: "service"; readonly endpoint: ResourceFacts }
  /** Somebody else's: what it holds is not declared, and may change. */
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

/** The prefix lists of a stack, expanded. */
export class PrefixLists {
  private readonly references: References;
  private readonly endpoints: ReadonlyMap<string, ResourceFacts>;
  private readonly standalone: readonly { readonly list: string; readonly entry: PrefixListEntry }[];

  constructor(stack: StackFacts) {
    this.references = referencesOf(stack);
    this.endpoints = new Map(
      stack.ofType(endpointType).flatMap((endpoint): readonly (readonly [string, ResourceFacts])[] => {
        const list = endpoint.props.text("prefixListId");
        return list.state === "known" ? [[list.value, endpoint]] : [];
      }),
    );
    this.standalone = stack.ofType(prefixListEntryType).flatMap((owner) => {
      const named = this.listOfEntry(owner);
      const entry = { owner, property: "cidr", fact: owner.props.text("cidr") };
      return named === undefined ? [] : [{ list: named.urn, entry }];
    });
  }

  /** @returns undefined if nothing is named */
  named(owner: ResourceFacts, property: string, fact: Fact<string>): NamedPrefixList | undefined {
    if (fact.state === "absent") return undefined;
    if (fact.state === "known") {
      const endpoint = this.endpoints.get(fact.value);
      if (endpoint !== undefined) return { kind: "service", endpoint };
    }
    const named = this.references.of(owner, topOf(property), fact, [prefixListType, endpointType]);
    if (named?.kind === "outside") return { kind: "outside", id: named.id };
    if (named?.kind === "resource") {
      const { resource } = named;
      return resource.type === endpointType
        ? { kind: "service", endpoint: resource }
        : { kind: "list", list: resource, entries: this.entriesOf(resource) };
    }
    const why = named?.why ?? "names no prefix list";
    return { kind: "unknown", unknown: { state: "unknown", why } };
  }

  /** The list of the stack that an entry is added to; undefined: none of the stack. */
  listOfEntry(entry: ResourceFacts): ResourceFacts | undefined {
    const fact = entry.props.text("prefixListId");
    const named = this.references.of(entry, "prefixListId", fact, [prefixListType]);
    return named?.kind === "resource" ? named.resource : undefined;
  }

  entriesOf(list: ResourceFacts): readonly PrefixListEntry[] {
    return [
      ...inlineEntries(list),
      ...this.standalone.filter((item) => item.list === list.urn).map(({ entry }) => entry),
    ];
  }
}

/** Entries in the list's own declaration; an unknown one has an unknown fact. */
export function inlineEntries(list: ResourceFacts): readonly PrefixListEntry[] {
  const entries = list.props.objects("entries");
  if (entries.state === "absent") return [];
  if (entries.state === "unknown") return [{ owner: list, property: "entries", fact: entries }];
  return entries.value.map((entry, index) => ({
    owner: list,
    property: `entries[${index}].cidr`,
    fact: entry.state === "known" ? entry.value.text("cidr") : entry,
  }));
}

/** The addresses of entries that are known. */
export function blocksOf(entries: readonly PrefixListEntry[]): PrefixSet {
  return PrefixSet.from(
    entries.flatMap(({ fact }) => {
      const prefix = fact.state === "known" ? parsePrefix(fact.value) : undefined;
      return prefix === undefined ? [] : [prefix];
    }),
  );
}
