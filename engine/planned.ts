import { readFileSync } from "node:fs";
import { type RunResult } from "./run";

/** A resource as a run leaves it; of a preview, values that are not known yet are texts that mean nothing. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Every resource that a run, or what it previewed, leaves in the stack. Secrets read `[secret]`. */
export function plannedResources({ eventLog }: Pick<RunResult, "eventLog">): readonly PlannedResource[] {
  return plannedIn(readFileSync(eventLog, "utf8"));
}

/** The same, from the text of an event log. Pure. Source: `StepEventMetadata` of Pulumi's SDK (sdk/go/common/apitype/events.go). */
export function plannedIn(eventLog: string): readonly PlannedResource[] {
  const byUrn = new Map<string, PlannedResource>();
  for (const line of eventLog.split("\n")) {
    const state = line === "" ? undefined : endedStep(line);
    if (state === undefined) continue;
    const { urn, type, id, parent, inputs, outputs } = state;
    if (typeof urn !== "string" || typeof type !== "string") continue;
    // A component ends twice: at its registration, and at its outputs. A replaced resource's old half comes with no new state.
    byUrn.set(urn, {
      urn,
      type,
      ...(typeof id === "string" && id !== "" ? { id } : {}),
      ...(typeof parent === "string" && parent !== "" ? { parent } : {}),
      inputs: isRecord(inputs) ? inputs : {},
      outputs: isRecord(outputs) ? outputs : {},
    });
  }
  return [...byUrn.values()];
}

/** The new state of the step that a line tells the end of; undefined: it tells of none, or the step leaves nothing. */
function endedStep(line: string): Readonly<Record<string, unknown>> | undefined {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    // Half a line at the end of a killed run's log.
    return undefined;
  }
  const ended = isRecord(event) ? event["resOutputsEvent"] : undefined;
  const metadata = isRecord(ended) ? ended["metadata"] : undefined;
  const state = isRecord(metadata) ? metadata["new"] : undefined;
  return isRecord(state) ? state : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
