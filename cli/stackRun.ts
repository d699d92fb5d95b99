import { type EngineEvent, type RunResult } from "../engine";
import { type StackOptions } from "../operations/stack";
import { type Context, exitCodes } from "./command";
import { changesLine, failureLines, isRefused, policyLine, stepLine } from "./runWords";

/**
 * Tells a run's steps as they come, each once: a component's end is told by the engine at its registration and at its outputs.
 * @param tellPlans also what a preview would create; else only what it would change or delete
 */
export function stackOptions({ terminal, signal }: Context, tellPlans: boolean): StackOptions {
  const told = new Set<string>();
  return {
    signal,
    onNotice: (line) => {
      terminal.say(line);
    },
    onEvent: (event: EngineEvent) => {
      const line = stepLine(event);
      if (line === null || told.has(line) || (!tellPlans && isPlannedCreation(event))) return;
      told.add(line);
      terminal.say(`  ${line}`);
    },
  };
}

function isPlannedCreation(event: EngineEvent): boolean {
  return event.kind === "step-ended" && event.planned && event.op === "create";
}

/** Prints how a run ended. @returns the exit code */
export function tellRun(result: RunResult, { terminal }: Context): number {
  const policy = policyLine(result);
  if (policy !== null) terminal.say(policy);
  if (result.ok) {
    terminal.say(changesLine(result));
    return exitCodes.ok;
  }
  for (const line of failureLines(result)) terminal.say(line);
  if (result.interrupted) return exitCodes.interrupted;
  if (!isRefused(result)) return exitCodes.failed;
  const touched =
    result.operation === "preview" ? "Nothing was created." : "What was done before that stays.";
  terminal.say(`Refused by the policy. ${touched}`);
  return exitCodes.refused;
}

/** A run as JSON for scripts. */
export function runJson(result: RunResult): Readonly<Record<string, unknown>> {
  const { operation, ok, interrupted, changes, failures, policyReport, durationMs, logFile } = result;
  return { operation, ok, interrupted, changes, failures, policyReport, durationMs, logFile };
}
