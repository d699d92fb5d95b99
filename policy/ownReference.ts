import { type Fact } from "./facts/fact";
import { type References } from "./facts/references";
import { type ResourceFacts } from "./facts/resource";
import { type Finding, refused, undetermined } from "./rule";

/** What must name a resource of the stack. */
export interface OwnReference {
  readonly references: References;
  readonly owner: ResourceFacts;
  /** The owner's property whose sources tell what an unknown value will be. */
  readonly property: string;
  /** Where the value stands, if not in the property itself. */
  readonly path?: string;
  readonly fact: Fact<string>;
  readonly types: readonly string[];
  readonly reason: string;
  readonly fix: string;
}

/** The finding for a property that names something from outside the stack, or of which nothing is known; none if absent. */
export function expectOwn(expected: OwnReference): readonly Finding[] {
  const { references, owner, property, path = property, fact, types, reason, fix } = expected;
  const reference = references.of(owner, property, fact, types);
  switch (reference?.kind) {
    case "outside":
      return [refused([owner, path], `"${reference.id.slice(0, 100)}"`, reason, fix)];
    case "unknown":
      return [undetermined([owner, path], { state: "unknown", why: reference.why }, reason, fix)];
    default:
      return [];
  }
}
