/**
 * The engine's events, so far as `overflow` shows or judges them. Source: `EngineEvent` of Pulumi's SDK (sdk/go/common/apitype/events.go);
 * one JSON object a line in the file that `--event-log` names.
 */
export type EngineEvent = PhaseStarted | StepEvent | DiagnosticEvent | PolicyViolation | SummaryEvent;

/** The program is about to run. */
export interface PhaseStarted {
  readonly kind: "phase-started";
}

export interface StepEvent {
  readonly kind: "step-started" | "step-ended" | "step-failed";
  /** `create`, `update`, `delete`, `same`, `replace`, `create-replacement`, `delete-replaced`, `read`, `refresh` … */
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  /** Only planned, by a preview. */
  readonly planned: boolean;
}

export interface DiagnosticEvent {
  readonly kind: "diagnostic";
  readonly severity: "info" | "warning" | "error";
  /** The resource that it is about, if any. */
  readonly urn?: string;
  readonly message: string;
  /** A line of progress, of no interest later. */
  readonly ephemeral: boolean;
}

export interface PolicyViolation {
  readonly kind: "policy-violation";
  readonly pack: string;
  readonly rule: string;
  readonly level: "mandatory" | "advisory";
  readonly urn?: string;
  readonly message: string;
}

export interface SummaryEvent {
  readonly kind: "summary";
  /** How many resources for each op. */
  readonly changes: Readonly<Record<string, number>>;
  readonly durationSeconds: number;
}

/**
 * Reads one line of an event log. Undefined: an event of no interest here (debugging, progress), one of a later version's, or half a line
 * at the end of a killed run's log.
 */
export function parseEvent(line: string): EngineEvent | undefined {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(event)) return undefined;
  for (const [field, parse] of Object.entries(parsers)) {
    const content = event[field];
    if (isRecord(content)) return parse(content);
  }
  return undefined;
}

/** The last part of a URN: the resource's name in the program. */
export function resourceName(urn: string): string {
  return urn.split("::").slice(3).join("::") || urn;
}

/** `aws:ec2/vpc:Vpc build` for a URN: type and name, as Pulumi shows them. */
export function shortUrn(urn: string): string {
  const [, , types, ...name] = urn.split("::");
  if (types === undefined || name.length === 0) return urn;
  return `${types.split("$").at(-1) ?? types} ${name.join("::")}`;
}

type Fields = Readonly<Record<string, unknown>>;

const parsers: Readonly<Record<string, (content: Fields) => EngineEvent | undefined>> = {
  preludeEvent: () => ({ kind: "phase-started" }),
  resourcePreEvent: (content) => parseStep("step-started", content),
  resOutputsEvent: (content) => parseStep("step-ended", content),
  resOpFailedEvent: (content) => parseStep("step-failed", content),
  diagnosticEvent: parseDiagnostic,
  policyEvent: parsePolicy,
  summaryEvent: parseSummary,
};

function parseStep(kind: StepEvent["kind"], content: Fields): StepEvent | undefined {
  const { metadata, planning } = content;
  if (!isRecord(metadata)) return undefined;
  const { op, urn, type } = metadata;
  if (typeof op !== "string" || typeof urn !== "string") return undefined;
  return { kind, op, urn, type: textOf(type), planned: planning === true };
}

function parseDiagnostic({ severity, message, urn, ephemeral }: Fields): DiagnosticEvent | undefined {
  const levels = { info: "info", "info#err": "info", warning: "warning", error: "error" } as const;
  const level = Object.entries(levels).find(([name]) => name === severity)?.[1];
  if (level === undefined) return undefined;
  return {
    kind: "diagnostic",
    severity: level,
    ...withUrn(urn),
    message: plainText(textOf(message)),
    ephemeral: ephemeral === true,
  };
}

function parsePolicy(content: Fields): PolicyViolation {
  const { policyPackName, policyName, enforcementLevel, resourceUrn, message } = content;
  return {
    kind: "policy-violation",
    pack: textOf(policyPackName),
    rule: textOf(policyName),
    // The engine calls the advisory level "advisory" or, in its API types, "warning". Any other word is taken for the strict one.
    level: enforcementLevel === "advisory" || enforcementLevel === "warning" ? "advisory" : "mandatory",
    ...withUrn(resourceUrn),
    message: plainText(textOf(message)),
  };
}

function parseSummary({ resourceChanges, durationSeconds }: Fields): SummaryEvent {
  const changes = isRecord(resourceChanges) ? Object.entries(resourceChanges) : [];
  return {
    kind: "summary",
    changes: Object.fromEntries(
      changes.filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    ),
    durationSeconds: typeof durationSeconds === "number" ? durationSeconds : 0,
  };
}

/** Without the engine's colour marks (`<{%reset%}>`), terminal codes, and space at the ends. */
function plainText(text: string): string {
  return text
    .replace(/<\{%[^%]*%\}>/g, "")
    .replace(ansiCode, "")
    .trim();
}

const ansiCode = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

function withUrn(urn: unknown): { readonly urn?: string } {
  return typeof urn === "string" && urn !== "" ? { urn } : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
