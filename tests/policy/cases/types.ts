import { resource } from "../stack";
import { type RuleCase } from "./ruleCases";

/** The case of a resource that is refused for its type alone. */
export function refusedType(type: string): RuleCase {
  return { resources: [resource(type, "it")], finds: [["refused", "it"]] };
}

/** Cases of types that a rule refuses, by what each is. */
export function refusedTypes(types: Readonly<Record<string, string>>): Readonly<Record<string, RuleCase>> {
  return Object.fromEntries(Object.entries(types).map(([title, type]) => [title, refusedType(type)]));
}
