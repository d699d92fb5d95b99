import { changesNothing, type EngineEvent, resourceName, type RunResult } from "../engine";

const verbs: Readonly<Record<string, readonly [doing: string, done: string]>> = {
  create: ["creating", "created"],
  update: ["updating", "updated"],
  delete: ["deleting", "deleted"],
  replace: ["replacing", "replaced"],
  "create-replacement": ["creating the new", "created the new"],
  "delete-replaced": ["deleting the old", "deleted the old"],
};

/** A line for a step that did something, or null for one that is of no interest while it runs. */
export function stepLine(event: EngineEvent): string | null {
  if (event.kind === "diagnostic") {
    return event.severity === "warning" && !event.ephemeral ? `warning: ${event.message}` : null;
  }
  if (event.kind !== "step-ended" && event.kind !== "step-failed") return null;
  const words = verbs[event.op];
  if (words === undefined || event.type === "pulumi:pulumi:Stack") return null;
  const what = `${shortType(event.type)} ${resourceName(event.urn)}`;
  if (event.kind === "step-failed") return `✗ ${words[0]} ${what} failed`;
  return `${event.planned ? "would be " : ""}${words[1]}: ${what}`;
}

/** `Vpc` of `aws:ec2/vpc:Vpc`. */
function shortType(type: string): string {
  return type.split(":").at(-1) ?? type;
}

/** What a run did or would do, in one line. */
export function changesLine({ changes, operation, durationMs }: RunResult): string {
  const seconds = (durationMs / 1000).toFixed(1);
  if (changesNothing(changes)) return `Nothing to change (${changes["same"] ?? 0} resources, ${seconds} s).`;
  const list = Object.entries(changes)
    .filter(([, count]) => count > 0)
    .map(([op, count]) => `${count} ${op}`)
    .join(", ");
  return `${operation === "preview" ? "Planned" : "Done"}: ${list} (${seconds} s).`;
}

/** What the policy said, or null if it was not run. */
export function policyLine({ policyReport }: RunResult): string | null {
  if (policyReport === undefined) return null;
  const { rules, resourcesSeen, findings } = policyReport;
  const words = findings.length === 0 ? "nothing found" : `${findings.length} finding(s)`;
  return `Policy: ${rules.length} rules judged ${resourcesSeen} resources: ${words}.`;
}

/** Why a run failed, a paragraph each. */
export function failureLines(result: RunResult): readonly string[] {
  return [...result.failures.map((failure) => `✗ ${failure}`), `Whole log: ${result.logFile}`];
}

/** The policy refused it, rather than the engine or the program having failed. */
export function isRefused({ violations, policyReport }: RunResult): boolean {
  const mandatory = (level: string): boolean => level === "mandatory";
  return (
    violations.some(({ level }) => mandatory(level)) ||
    (policyReport?.findings.some(({ level }) => mandatory(level)) ?? false)
  );
}
