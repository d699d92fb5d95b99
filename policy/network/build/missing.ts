import { type ResourceFacts } from "../../facts/resource";
import { type Missing } from "../network";

/** A fact that is missing: which, why, and what would settle it. */
export function missingOf(
  resource: ResourceFacts,
  property: string | undefined,
  why: string,
  settle = "Give a value that is known at preview, or judge again after the update.",
): Missing {
  return { resource: resource.name, ...(property !== undefined && { property }), why, settle };
}

/** `what is not known before the update`, from "this value …". */
export const whyOf = (fact: { readonly state: string; readonly why?: string }): string =>
  fact.why ?? "is not given";
