import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { documentOf } from "./document";
import { includes, overlap } from "./pattern";
import { iamTypes } from "./principals";

/** A role of the stack as a target of others. */
export interface RoleTarget {
  readonly role: ResourceFacts;
  /** Its ARN where it is known, else a pattern by its path and name. */
  readonly arn: string;
  readonly isNamed: boolean;
  /** Services of AWS that may take it on; undefined: its trust is not known. */
  readonly services: readonly string[] | undefined;
  /** It lets principals of accounts take it on, so that whoever may ask for it can have it. */
  readonly trustsAccounts: boolean;
}

/** The stack's roles, and the folders that they are in. */
export interface RoleTargets {
  readonly roles: readonly RoleTarget[];
  /** Patterns; none for AWS's default folder, in which all others are too. */
  readonly folders: readonly string[];
}

export function roleTargetsOf(stack: StackFacts): RoleTargets {
  const roles = stack.ofType(iamTypes.role);
  const folders = roles.flatMap(({ props }) => {
    const path = props.text("path");
    return path.state === "known" && path.value.length > 1 ? [`arn:*:iam::*:role${path.value}*`] : [];
  });
  return { roles: roles.map(targetOf), folders: [...new Set(folders)] };
}

function targetOf(role: ResourceFacts): RoleTarget {
  const [arn, name, path] = ["arn", "name", "path"].map((each) => role.props.text(each));
  // AWS's default. Source: IAM API, CreateRole.
  const folder = path?.state === "absent" ? "/" : path?.state === "known" ? path.value : "/*";
  const byName = `arn:*:iam::*:role${folder}${name?.state === "known" ? name.value : "*"}`;
  const trust = documentOf(role.props.get("assumeRolePolicy"));
  const allowed = trust.state === "known" ? trust.value.filter(({ isAllow }) => isAllow) : undefined;
  const named = allowed?.flatMap(({ principals }) => principals?.named ?? []);
  return {
    role,
    arn: arn?.state === "known" ? arn.value : byName,
    isNamed: name?.state === "known",
    services: named?.filter(({ kind }) => kind === "Service").map(({ value }) => value),
    trustsAccounts:
      named === undefined ||
      named.some(({ kind }) => kind === "AWS") ||
      (allowed ?? []).some(({ principals }) => principals?.isNot === true),
  };
}

/** Roles of the stack that a pattern may mean. */
export function rolesIn(pattern: string, { roles }: RoleTargets): readonly RoleTarget[] {
  return roles.filter(({ arn }) => overlap(pattern, arn));
}

/** True if a pattern means roles of the stack, or of the folders that the stack's roles are in, and no others. */
export function isConfined(pattern: string, { roles, folders }: RoleTargets): boolean {
  if (folders.some((folder) => includes(folder, pattern))) return true;
  const isExact = !pattern.includes("*") && !pattern.includes("?");
  return isExact && roles.some(({ arn, isNamed }) => isNamed && includes(arn, pattern));
}
