import { renameSync, writeFileSync } from "node:fs";
import { type PolicyReport, reportText } from "./report";

/** Leaves a report where the caller asked for it; nowhere if it did not. Never half a report: the file appears whole or not at all. */
export function publish(report: PolicyReport, path = process.env["OVERFLOW_POLICY_REPORT"]): void {
  if (path === undefined || path === "") return;
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, reportText(report));
  renameSync(partial, path);
}

/** The run that a report is of, as the caller names it. */
export function nonceOf(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env["OVERFLOW_POLICY_NONCE"];
}
