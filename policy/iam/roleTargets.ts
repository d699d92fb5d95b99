import { type ResourceFacts } from "../facts/resource";
import { documentOf } from "./document";
import { includes, overlap } from "./pattern";

/** ARNs that a role of the stack has or may get: its own where it is known, else by its path and name. */
function arnOf({ props }: ResourceFacts): string {
  const arn = props.text("arn");
  if (arn.state === "known") return arn.value;
  const path = props.text("path");
  const name = props.text("name");
  // AWS's default. Source: IAM API, CreateRole.
  const folder = path.state === "absent" ? "/" : path.state === "known" ? path.value : "/*";
  return `arn:*:iam::*:role${folder}${name.state === "known" ? name.value : "*"}`;
}

/** The folder of the stack's own roles, as a pattern; none for AWS's default, in which all others are too. */
function folderOf({ props }: ResourceFacts): string | undefined {
  const path = props.text("path");
  return path.state === "known" && path.value.length > 1 ? `arn:*:iam::*:role${path.value}*` : undefined;
}

/** Roles of the stack that a pattern may mean. */
export function rolesIn(pattern: string, roles: readonly ResourceFacts[]): readonly ResourceFacts[] {
  return roles.filter((role) => overlap(pattern, arnOf(role)));
}

/** True if a pattern means roles of the stack, or of the folder that the stack's roles are in, and no others. */
export function isConfined(pattern: string, roles: readonly ResourceFacts[]): boolean {
  return roles.some((role) => {
    const folder = folderOf(role);
    if (folder !== undefined && includes(folder, pattern)) return true;
    const isExact = !pattern.includes("*") && !pattern.includes("?");
    return isExact && includes(arnOf(role), pattern) && role.props.text("name").state === "known";
  });
}

/** Services of AWS that may take a role on; undefined: its trust is not known. */
export function servicesOf(role: ResourceFacts): readonly string[] | undefined {
  const trust = documentOf(role.props.get("assumeRolePolicy"));
  if (trust.state !== "known") return undefined;
  return trust.value
    .filter(({ isAllow }) => isAllow)
    .flatMap(({ principals }) => principals?.named ?? [])
    .filter(({ kind }) => kind === "Service")
    .map(({ value }) => value);
}

/** True if a role lets principals of accounts take it on, so that whoever may ask for it can have it. */
export function trustsAccounts(role: ResourceFacts): boolean {
  const trust = documentOf(role.props.get("assumeRolePolicy"));
  if (trust.state !== "known") return true;
  return trust.value.some(
    ({ isAllow, principals }) =>
      isAllow &&
      principals !== undefined &&
      (principals.isNot || principals.named.some(({ kind }) => kind === "AWS")),
  );
}
