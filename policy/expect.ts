import { type Fact } from "./facts/fact";
import { type ResourceName } from "./facts/resource";
import { type Finding, refused, shown, undetermined } from "./rule";

/** What a property must be. `absentIs` says what AWS makes of a property that is not set: good or bad here. */
export interface Expectation<T> {
  readonly resource: ResourceName;
  readonly property: string;
  readonly fact: Fact<T>;
  readonly accepts: (value: T) => boolean;
  readonly absentIs: "accepted" | "refused";
  readonly reason: string;
  readonly fix: string;
}

/** The finding for a property that is not what it must be; none if it is. An unknown value is always one. */
export function expect<T extends string | number | boolean>(expectation: Expectation<T>): readonly Finding[] {
  const { resource, property, fact, accepts, absentIs, reason, fix } = expectation;
  switch (fact.state) {
    case "unknown":
      return [undetermined([resource, property], fact, reason, fix)];
    case "absent":
      return absentIs === "accepted" ? [] : [refused([resource, property], shown(fact), reason, fix)];
    case "known":
      return accepts(fact.value) ? [] : [refused([resource, property], shown(fact), reason, fix)];
  }
}

/**
 * True if nothing was set. AWS's provider answers `""`, `0`, `false` or an empty list for that. A value that is set but
 * not known yet, such as the id of a resource to be created, is set.
 */
export function isUnset(fact: Fact<unknown>): boolean {
  if (fact.state !== "known") return fact.state === "absent";
  const { value } = fact;
  return value === "" || value === 0 || value === false || (Array.isArray(value) && value.length === 0);
}

/** Finding if a property is set at all, whether its value is known or not. */
export function expectUnset(
  resource: ResourceName,
  property: string,
  fact: Fact<unknown>,
  reason: string,
  fix: string,
): readonly Finding[] {
  if (isUnset(fact)) return [];
  const value = fact.state === "known" ? fact.value : undefined;
  const found =
    typeof value === "string" || typeof value === "number" ? shown({ state: "known", value }) : "set";
  return [refused([resource, property], found, reason, fix)];
}

/** Finding if a property is not set. Its value does not matter here and may be unknown, as ids are at first preview. */
export function expectSet(
  resource: ResourceName,
  property: string,
  fact: Fact<unknown>,
  reason: string,
  fix: string,
): readonly Finding[] {
  return isUnset(fact) ? [refused([resource, property], "not set", reason, fix)] : [];
}
