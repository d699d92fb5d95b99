import { type Grant, grantsOf } from "./grants";
import { knownServices, openingActions } from "./openingActions";
import { includes, reachesArn } from "./pattern";
import { type Principal } from "./principals";

/** What a grant gives of the listed actions. */
export interface Opening {
  readonly grant: Grant;
  /** At least one. */
  readonly actions: readonly string[];
}

/**
 * Attributes of a machine that say nothing of its network, its code or its rights. `ec2:Attribute` holds the one that a call of
 * ModifyInstanceAttribute sets. Source: service authorization reference, Amazon EC2; EC2 API, ModifyInstanceAttribute.
 */
const harmlessAttributes: ReadonlySet<string> = new Set([
  "DisableApiStop",
  "DisableApiTermination",
  "EbsOptimized",
  "InstanceInitiatedShutdownBehavior",
  "InstanceType",
]);

/** True if conditions leave nothing of an action that opens. Only an exact comparison does, which fails for an absent key. */
function isHarmless(action: string, { statement }: Grant): boolean {
  if (action !== "ec2:modifyinstanceattribute") return false;
  const condition = statement?.conditions.find(
    ({ operator, key }) => operator === "StringEquals" && key === "ec2:attribute",
  );
  return condition !== undefined && condition.values.every((value) => harmlessAttributes.has(value));
}

function reaches({ resources }: Grant, arn: string): boolean {
  if (arn === "*") return resources.length > 0;
  return resources.some((pattern) => (arn === "" ? includes(pattern, "*") : reachesArn(pattern, arn)));
}

const found = new WeakMap<Principal, readonly Opening[]>();

/** Which of its policies let a principal open the network, and how. */
export function openingsOf(principal: Principal): readonly Opening[] {
  const known = found.get(principal) ?? openingsIn(principal);
  found.set(principal, known);
  return known;
}

/** A service that AWS has not: what a statement allows by saying what it does not, and no refusal takes away again. */
const anyOther = "any-other-service:*";

/**
 * Actions of services that no rule knows, as the principal's statements name them. A policy of which nothing is known may name any: the listed
 * actions tell.
 */
function strangeActions({ policies }: Principal): readonly string[] {
  const named = policies.flatMap(({ document }) =>
    document.state !== "known"
      ? []
      : document.value.flatMap(({ isAllow, actions }) => {
          if (!isAllow) return [];
          return actions.isNot ? [anyOther] : actions.patterns;
        }),
  );
  return [...new Set(named)].filter((pattern) => {
    const service = pattern.split(":")[0] ?? "";
    return pattern.includes(":") && !knownServices.has(service);
  });
}

function openingsIn(principal: Principal): readonly Opening[] {
  const byGrant = new Map<string, { grant: Grant; actions: string[] }>();
  const add = (grant: Grant, action: string) => {
    const { policy, statement } = grant;
    const key = `${policy.owner.urn} ${policy.property} ${statement?.sid ?? ""}`;
    const same = byGrant.get(key);
    if (same === undefined) byGrant.set(key, { grant, actions: [action] });
    else same.actions.push(action);
  };
  for (const { action, arn } of openingActions) {
    for (const grant of grantsOf(principal, action)) {
      if (reaches(grant, arn) && !isHarmless(action, grant)) add(grant, action);
    }
  }
  for (const action of strangeActions(principal)) {
    for (const grant of grantsOf(principal, action)) if (grant.unknown === undefined) add(grant, action);
  }
  return [...byGrant.values()];
}
