import { type DiagnosticEvent, type EngineEvent, type PolicyViolation, shortUrn } from "./events";

/** What a run's events say in all. */
export interface RunSummary {
  /** Resources for each op, from the engine's own summary; if there is none (a killed run), of the steps that ended. */
  readonly changes: Readonly<Record<string, number>>;
  readonly violations: readonly PolicyViolation[];
  readonly errors: readonly DiagnosticEvent[];
  readonly warnings: readonly DiagnosticEvent[];
}

/** Ops that change nothing. */
const quietOps = new Set(["same", "read", "refresh", "read-discard"]);

/** What the engine says when something else failed: true, and no use to a reader who is told of that something. */
const consequences = /^(preview|update|destroy|refresh) failed$/;

export function summarize(events: readonly EngineEvent[]): RunSummary {
  const diagnostics = events.filter(
    (event) => event.kind === "diagnostic" && !event.ephemeral,
  ) as DiagnosticEvent[];
  const summary = events.filter((event) => event.kind === "summary").at(-1);
  return {
    changes: summary?.changes ?? stepsEnded(events),
    violations: events.filter((event) => event.kind === "policy-violation"),
    errors: diagnostics.filter(({ severity }) => severity === "error"),
    warnings: diagnostics.filter(({ severity }) => severity === "warning"),
  };
}

/** Does a run with these changes leave everything as it was? */
export function changesNothing(changes: Readonly<Record<string, number>>): boolean {
  return Object.entries(changes).every(([op, count]) => count === 0 || quietOps.has(op));
}

/**
 * The causes of a failed run, one short message each, the likeliest first: what the policy refused, then what went wrong with a resource,
 * then what the CLI printed (`output`) if there were no events.
 */
export function failureMessages({ violations, errors }: RunSummary, output: string): string[] {
  const refused = violations
    .filter(({ level }) => level === "mandatory")
    .map(
      ({ rule, urn, message }) =>
        `policy ${rule}${urn === undefined ? "" : `, ${shortUrn(urn)}`}: ${message}`,
    );
  const failed = errors
    .filter(({ message }) => !consequences.test(message))
    .map(({ urn, message }) => {
      const cause = withoutStackTrace(message);
      return urn === undefined ? cause : `${shortUrn(urn)}: ${cause}`;
    });
  const known = [...new Set([...refused, ...failed])];
  return known.length > 0 ? known : errorLines(output);
}

/** An exception's message and the frame that threw it; the other frames stay in the log. */
function withoutStackTrace(message: string): string {
  const lines = message.split("\n");
  const isFrame = (line: string): boolean => /^\s+at /.test(line);
  const thrower = lines.find((line) => isFrame(line) && !line.includes("node:internal"));
  const told = lines.filter((line) => !isFrame(line) && !line.startsWith("Running program "));
  return [...told, ...(thrower === undefined ? [] : [thrower])].join("\n").trim();
}

function errorLines(output: string): string[] {
  const lines = output.split("\n");
  const first = lines.findIndex((line) => line.startsWith("error: "));
  if (first === -1) return [];
  return [
    lines
      .slice(first)
      .join("\n")
      .replace(/^error: /, "")
      .trim(),
  ];
}

function stepsEnded(events: readonly EngineEvent[]): Record<string, number> {
  const opByUrn = new Map<string, string>();
  for (const event of events) {
    if (event.kind === "step-ended") opByUrn.set(event.urn, event.op);
  }
  const changes: Record<string, number> = {};
  for (const op of opByUrn.values()) changes[op] = (changes[op] ?? 0) + 1;
  return changes;
}
