import { type Control } from "../controls";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, type Frameworks, refused, type Rule } from "../rule";
import { nameIn, type NamedTypes } from "../types";
import { controlTypes } from "./control";
import { gatewayTypes } from "./gateways";
import { networkTypes } from "./networks";

/**
 * Types that must not exist, by the rule that refuses them: data, so that `known-types-only` leaves them to their rule and a reader finds
 * each in one place.
 */
export const deniedTypes: Readonly<Record<string, NamedTypes>> = {
  ...gatewayTypes,
  ...networkTypes,
  ...controlTypes,
};

interface Denial {
  readonly id: string;
  readonly title: string;
  readonly control: Control;
  readonly severity: Rule["severity"];
  readonly frameworks: Frameworks;
  readonly url: string;
  readonly cause: string;
  /** Why such a resource opens a way, in one sentence. */
  readonly reason: string;
  readonly fix: string;
}

/** What a rule calls a type that it does not let exist; undefined: it does not refuse the type as such. @throws Error if it refuses none */
export function deniedName(rule: string, type: string): string | undefined {
  const types = deniedTypes[rule];
  if (types === undefined) throw new Error(`no types are denied by '${rule}'`);
  return nameIn(types, type);
}

/** The finding for a resource that a rule refuses by its type alone; none if it does not. */
export function denied(
  rule: string,
  resource: ResourceFacts,
  reason: string,
  fix: string,
): readonly Finding[] {
  const name = deniedName(rule, resource.type);
  return name === undefined ? [] : [refused([resource], name, reason, fix)];
}

/** A rule by which no resource of its types in `deniedTypes` may exist. @throws Error if the table has no types of this id */
export function denying({ reason, ...rule }: Denial): Rule {
  return {
    ...rule,
    judges: (type) => deniedName(rule.id, type) !== undefined,
    check: (resource) => denied(rule.id, resource, reason, rule.fix),
  };
}
