import { readFileSync, rmSync } from "node:fs";

/** What the policy pack wrote of one run: proof that it ran, on what, and all that it found. */
export interface PolicyReport {
  readonly schema: 1;
  /** The run that it belongs to. */
  readonly nonce: string;
  readonly pack: string;
  readonly version: string;
  readonly resourcesSeen: number;
  readonly findings: readonly PolicyFinding[];
  /** Every rule, and how many resources it judged. */
  readonly rules: readonly { readonly name: string; readonly checked: number }[];
}

export interface PolicyFinding {
  readonly rule: string;
  readonly level: "mandatory" | "advisory";
  readonly urn: string;
  readonly property?: string;
  readonly message: string;
  /** What to change. */
  readonly fix: string;
}

/** The pack left no report, or not this run's: the run counts as failed, whatever the engine said. */
export class PolicyReportError extends Error {
  override readonly name = "PolicyReportError";
}

/** Variables by which the pack learns where to write, and for which run. */
export function policyReportEnvironment(file: string, nonce: string): Record<string, string> {
  return { OVERFLOW_POLICY_REPORT: file, OVERFLOW_POLICY_NONCE: nonce };
}

/** Takes away an earlier run's report, so that it cannot be taken for this one's. */
export function discardPolicyReport(file: string): void {
  rmSync(file, { force: true });
}

/** @throws PolicyReportError if there is no report at `file`, or it is not whole, or not of the run `nonce` */
export function demandPolicyReport(file: string, nonce: string): PolicyReport {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch {
    throw new PolicyReportError(
      `The policy pack left no report at ${file}: it did not run to its end, so nothing is known of this stack.`,
    );
  }
  return parsePolicyReport(content, nonce);
}

export function parsePolicyReport(content: string, nonce: string): PolicyReport {
  const refuse = (why: string): never => {
    throw new PolicyReportError(`The policy pack's report cannot be used: ${why}.`);
  };
  let report: unknown;
  try {
    report = JSON.parse(content);
  } catch {
    return refuse("it is not JSON");
  }
  if (!isRecord(report)) return refuse("it is no object");
  if (report["schema"] !== 1) return refuse(`its schema is ${JSON.stringify(report["schema"])}, not 1`);
  if (report["nonce"] !== nonce) return refuse("it belongs to another run (its nonce is not this run's)");
  for (const field of ["pack", "version"]) {
    if (typeof report[field] !== "string") return refuse(`"${field}" is no text`);
  }
  if (!isCount(report["resourcesSeen"])) return refuse(`"resourcesSeen" is no count`);
  const { findings, rules } = report;
  if (!Array.isArray(findings) || !findings.every(isFinding))
    return refuse(`"findings" holds what is no finding`);
  if (!Array.isArray(rules) || !rules.every(isRule)) return refuse(`"rules" holds what is no rule`);
  if (rules.length === 0) return refuse("it lists no rules, so nothing was judged");
  return report as unknown as PolicyReport;
}

function isFinding(value: unknown): boolean {
  return (
    isRecord(value) &&
    (value["level"] === "mandatory" || value["level"] === "advisory") &&
    ["rule", "urn", "message", "fix"].every((field) => typeof value[field] === "string") &&
    (value["property"] === undefined || typeof value["property"] === "string")
  );
}

function isRule(value: unknown): boolean {
  return isRecord(value) && typeof value["name"] === "string" && isCount(value["checked"]);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
