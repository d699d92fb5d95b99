import { type Grant, grantsOf } from "./grants";
import { openingActions } from "./openingActions";
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

function openingsIn(principal: Principal): readonly Opening[] {
  const byGrant = new Map<string, { grant: Grant; actions: string[] }>();
  for (const { action, arn } of openingActions) {
    for (const grant of grantsOf(principal, action)) {
      if (!reaches(grant, arn) || isHarmless(action, grant)) continue;
      const { policy, statement } = grant;
      const key = `${policy.owner.urn} ${policy.property} ${statement?.sid ?? ""}`;
      const same = byGrant.get(key);
      if (same === undefined) byGrant.set(key, { grant, actions: [action] });
      else same.actions.push(action);
    }
  }
  return [...byGrant.values()];
}
