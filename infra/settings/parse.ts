import { checkDns } from "./checkDns";
import { checkFilters } from "./checkFilters";
import { checkLink } from "./checkLink";
import { checkMirrors } from "./checkMirrors";
import { checkBuildNetwork, checkNetwork, type Parts } from "./checkNetwork";
import { checkPools, checkScaler } from "./checkPools";
import { checkTls } from "./checkTls";
import { checkTrust } from "./checkTrust";
import { isWhole, readShape } from "./containers";
import { type Problem } from "./problem";
import { type Settings, settingsShape } from "./schema";

/** Settings, or everything that is wrong with them. */
export type Parsed =
  | { readonly settings: Settings; readonly problems: readonly [] }
  | { readonly settings: undefined; readonly problems: readonly Problem[] };

/** How settings must fit together; each looks at the parts that could be read. */
const checks: readonly ((parts: Parts) => readonly Problem[])[] = [
  checkNetwork,
  checkBuildNetwork,
  checkTrust,
  checkLink,
  checkDns,
  checkTls,
  checkMirrors,
  checkPools,
  checkScaler,
  checkFilters,
];

/** Names that a stack may have: they become part of names of AWS resources. */
const stackName = /^[a-z][a-z0-9-]{0,20}$/;

/**
 * Checks all settings at once. Pure.
 * @param raw values by full key (`overflow:network`), as a stack file's `config` holds them; keys of other namespaces
 *   than `overflow` belong to others and are passed over, except `aws:region`
 * @param stack the environment's name
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>, stack: string): Parsed {
  const problems: Problem[] = [];
  if (!stackName.test(stack)) {
    const allowed = "lower-case letters, digits and -, first a letter, 21 at most";
    problems.push({ path: "stack", got: stack, allowed, fix: "name the stack so, e.g. staging" });
  }
  const ours = Object.entries(raw).filter(([key]) => key.startsWith("overflow:") || key === "aws:region");
  const at = { path: "", file: stackFile(stack), problems };
  const read = readShape(settingsShape, Object.fromEntries(ours), at, (key) => key);
  const named = Object.entries(read).map(([key, value]) => [key.replace(/^(overflow|aws):/, ""), value]);
  const parts = { ...Object.fromEntries(named), environment: stack } as Parts;
  for (const check of checks) problems.push(...check(parts));
  return problems.length === 0 && isWhole(parts)
    ? { settings: Object.freeze(parts), problems: [] }
    : { settings: undefined, problems };
}

/** The stack file of an environment. */
export function stackFile(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}
