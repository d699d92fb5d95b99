import { type Control } from "../controls";
import { type Frameworks, refused, type Rule } from "../rule";
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

/** A rule by which no resource of its types in `deniedTypes` may exist. @throws Error if the table has no types of this id */
export function denying({ reason, ...rule }: Denial): Rule {
  const types = deniedTypes[rule.id];
  if (types === undefined) throw new Error(`no types are denied by '${rule.id}'`);
  return {
    ...rule,
    judges: (type) => nameIn(types, type) !== undefined,
    check: (resource) => [
      refused([resource], nameIn(types, resource.type) ?? resource.type, reason, rule.fix),
    ],
  };
}
