import { type Fact } from "../../facts/fact";
import { type Reference } from "../../facts/references";
import { type ResourceFacts } from "../../facts/resource";
import { type Reason, type Take } from "../network";
import { missingOf } from "./missing";
import { type Build, reasonOf } from "./parts";

/** What one value may name. */
export interface Candidates {
  readonly resources: readonly ResourceFacts[];
  /** An id from outside the stack. */
  readonly outside?: string;
  /** It may be anything at all. */
  readonly isAnything: boolean;
  /** Why it is not known which; none: it is known. */
  readonly why?: string;
}

/** @returns no resources if there is no reference */
export function candidatesOf(reference: Reference | undefined): Candidates {
  switch (reference?.kind) {
    case undefined:
      return { resources: [], isAnything: false };
    case "resource":
      return { resources: [reference.resource], isAnything: false };
    case "oneOf":
      return { resources: reference.resources, isAnything: false, why: reference.why };
    case "outside":
      return { resources: [], outside: reference.id, isAnything: false };
    case "unknown":
      return { resources: [], isAnything: true, why: reference.why };
  }
}

/** What a top-level property names. */
export function named(
  build: Build,
  owner: ResourceFacts,
  property: string,
  types: readonly string[],
): Candidates {
  return candidatesOf(build.references.of(owner, property, owner.props.text(property), types));
}

/** What the items of a top-level list name, one after the other. An unknown list is one item that is not known. */
export function namedList(
  build: Build,
  owner: ResourceFacts,
  property: string,
  types: readonly string[],
): readonly Candidates[] {
  const list = owner.props.texts(property);
  if (list.state === "absent") return [];
  const items: readonly Fact<string>[] = list.state === "unknown" ? [list] : list.value;
  return items.flatMap((fact) => {
    const reference = build.references.of(owner, property, fact, types);
    return reference === undefined ? [] : [candidatesOf(reference)];
  });
}

/** Resources of other types that a route's target may come from: what the id belongs to is told by where it was read. */
export function sourcesOf(
  build: Build,
  owner: ResourceFacts,
  property: string,
  types: readonly string[],
): readonly ResourceFacts[] {
  const last = property.slice(property.lastIndexOf(".") + 1);
  const found = [last, "routes"].flatMap((name) => owner.sources(name));
  return found.flatMap(({ type, urn }) => (types.includes(type) ? (build.references.ofUrn(urn) ?? []) : []));
}

/** How a step that rests on such a value takes its packets. */
export function takeOf({ why }: Candidates): Take {
  return why === undefined ? "always" : "perhaps";
}

/** The reason of a step that rests on one property of a resource. */
export function because(
  owner: ResourceFacts,
  property: string,
  text: string,
  fix: string,
  why?: string,
): Reason {
  return reasonOf(owner, text, {
    property,
    fix,
    ...(why !== undefined && { missing: missingOf(owner, property, why) }),
  });
}
