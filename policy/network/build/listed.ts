import { type Fact, unknown } from "../../facts/fact";
import { type References } from "../../facts/references";
import { type ResourceFacts } from "../../facts/resource";

/** What a list of references names. */
export interface Listed {
  /** Resources that are in it for certain. */
  readonly certain: readonly ResourceFacts[];
  /** Resources of which some are in it, not known which; `why` says so. */
  readonly possible: readonly ResourceFacts[];
  /** Ids that no resource of the stack has. */
  readonly outside: readonly string[];
  /** Completes "this value …": something in it is not known. */
  readonly why?: string;
}

const nothing: Listed = { certain: [], possible: [], outside: [] };

/** The resources that a property's value may come from. */
export function candidatesOf(
  references: References,
  owner: ResourceFacts,
  property: string,
  types: readonly string[],
): readonly ResourceFacts[] {
  const reference = references.of(owner, property, unknown("is not known"), types);
  if (reference?.kind === "resource") return [reference.resource];
  return reference?.kind === "oneOf" ? reference.resources : [];
}

/**
 * Resolves a list. Where it has as many unknown members as there are sources left, each source is one of them: that is how
 * a program lists the ids of what it declares (`[a.id, b.id]`). In every other case the unknown members stay open.
 *
 * @param property the owner's top-level property
 */
export function listed(
  references: References,
  owner: ResourceFacts,
  property: string,
  list: Fact<readonly Fact<string>[]>,
  types: readonly string[],
): Listed {
  if (list.state === "absent") return nothing;
  if (list.state === "unknown") {
    const possible = candidatesOf(references, owner, property, types);
    return { certain: [], possible, outside: [], why: list.why };
  }
  const certain = new Set<ResourceFacts>();
  const outside: string[] = [];
  const open: string[] = [];
  for (const fact of list.value) {
    if (fact.state === "unknown") open.push(fact.why);
    if (fact.state !== "known") continue;
    const reference = references.of(owner, property, fact, types);
    if (reference?.kind === "resource") certain.add(reference.resource);
    else outside.push(fact.value);
  }
  const [why] = open;
  if (why === undefined) return { certain: [...certain], possible: [], outside };
  const left = candidatesOf(references, owner, property, types).filter((source) => !certain.has(source));
  if (left.length === open.length) return { certain: [...certain, ...left], possible: [], outside };
  return { certain: [...certain], possible: left, outside, why };
}
