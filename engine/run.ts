import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type EngineEvent, parseEvent } from "./events";
import { serveEvents } from "./eventStream";
import {
  demandPolicyReport,
  discardPolicyReport,
  type PolicyReport,
  policyReportEnvironment,
} from "./policyReport";
import { startTicksOf } from "./processes";
import { type Engine, type LoggedResult, runPulumi, runPulumiLogged } from "./pulumi";
import { areStale, findObstacle } from "./recovery";
import { restoreTornState } from "./tornState";
import { failureMessages, type RunSummary, summarize } from "./summary";

/** `up` does not preview: rules over the whole stack are judged at a run's end, so preview first (`update` does both). */
export type Operation = "preview" | "up" | "destroy" | "refresh";

export interface RunOptions {
  /** Folder of the policy pack; only `preview` and `up` run packs. The run fails unless the pack leaves this run's report. */
  readonly policyPack?: string;
  /** Options of the pack's policies, by the policy's name. Absent: their defaults. */
  readonly policyConfig?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Told before a run that met an obstacle is tried again: a stack made, a dead run's lock taken away. */
  readonly onNotice?: (message: string) => void;
  readonly signal?: AbortSignal;
  /** Further arguments for the CLI, such as `--refresh`. */
  readonly extraArguments?: readonly string[];
}

export interface RunResult extends RunSummary {
  readonly operation: Operation;
  readonly ok: boolean;
  /** Undefined: the CLI was killed. */
  readonly exitCode: number | undefined;
  readonly interrupted: boolean;
  /** There is no such stack; for `destroy` that may be as good as done. */
  readonly stackMissing: boolean;
  /** Why it failed, one short message each; the first is the likeliest cause. Empty if ok. */
  readonly failures: readonly string[];
  /** Of this very run; present if the pack ran to its end. */
  readonly policyReport?: PolicyReport;
  readonly durationMs: number;
  /** All that the CLI printed. */
  readonly logFile: string;
  /** The events that {@link EngineEvent} tells of, as the engine sent them: JSON lines. */
  readonly eventLog: string;
}

interface Attempt extends LoggedResult {
  readonly events: readonly EngineEvent[];
}

/**
 * Runs one operation of the engine on a stack. A stack that is missing is made for `preview` and `up`; a lock or half a state that a killed run has
 * left on this machine is taken away; then the run is tried again. A failed run is a result, not an error.
 * @throws Error if the CLI cannot be started
 */
export async function runOperation(
  engine: Engine,
  operation: Operation,
  options: RunOptions = {},
): Promise<RunResult> {
  const startedAtMs = performance.now();
  mkdirSync(engine.logDirectory, { recursive: true });
  const files = {
    logFile: join(engine.logDirectory, `${operation}.log`),
    eventLog: join(engine.logDirectory, `${operation}.events.jsonl`),
    report: join(engine.logDirectory, `${operation}.policy.json`),
    policyConfig: join(engine.logDirectory, `${operation}.policy-config.json`),
  };
  if (options.policyConfig !== undefined)
    writeFileSync(files.policyConfig, `${JSON.stringify(options.policyConfig, null, 2)}\n`);
  const nonce = randomUUID();
  discardPolicyReport(files.report);

  const attempt = async (): Promise<Attempt> => attemptRun(engine, operation, files, nonce, options);
  let last = await attempt();
  // A killed run can leave two obstacles, a lock and half a state; each is met once.
  for (let mended = 0; mended < 2 && (await mend(engine, operation, last, options)); mended += 1)
    last = await attempt();
  if (last.exitCode === undefined) await cancelStack(engine);

  const summary = summarize(last.events);
  const verdict = options.policyPack === undefined ? {} : readReport(files.report, nonce);
  const succeeded = last.exitCode === 0;
  const failures = succeeded ? [] : failuresOf(last, summary);
  if (verdict.problem !== undefined && succeeded) failures.push(verdict.problem);
  return {
    operation,
    ok: succeeded && failures.length === 0,
    exitCode: last.exitCode,
    interrupted: last.interrupted,
    stackMissing: findObstacle(last.output)?.kind === "no-stack",
    failures,
    ...summary,
    ...(verdict.policyReport ? { policyReport: verdict.policyReport } : {}),
    durationMs: Math.round(performance.now() - startedAtMs),
    logFile: files.logFile,
    eventLog: files.eventLog,
  };
}

/** File with a stack's settings in a folder, as the CLI names it. */
export function settingsFile(directory: string, stack: string): string {
  return join(directory, `Pulumi.${stack}.yaml`);
}

/** Arguments of the CLI for an operation. */
export function operationArguments(
  operation: Operation,
  { stack, settingsDirectory }: Pick<Engine, "stack" | "settingsDirectory">,
  eventLog: string,
  { policyPack, extraArguments = [] }: RunOptions,
  policyConfig?: string,
): string[] {
  const runsPacks = operation === "preview" || operation === "up";
  return [
    operation,
    ...["--stack", stack, "--non-interactive", "--color", "never", "--event-log", eventLog],
    ...(settingsDirectory === undefined ? [] : ["--config-file", settingsFile(settingsDirectory, stack)]),
    ...(operation === "preview" ? [] : ["--yes", "--skip-preview"]),
    ...(runsPacks && policyPack !== undefined ? ["--policy-pack", policyPack] : []),
    ...(runsPacks && policyPack !== undefined && policyConfig !== undefined
      ? ["--policy-pack-config", policyConfig]
      : []),
    ...extraArguments,
  ];
}

async function attemptRun(
  engine: Engine,
  operation: Operation,
  {
    eventLog,
    logFile,
    report,
    policyConfig,
  }: Readonly<Record<"eventLog" | "logFile" | "report" | "policyConfig", string>>,
  nonce: string,
  options: RunOptions,
): Promise<Attempt> {
  writeFileSync(eventLog, "");
  const events: EngineEvent[] = [];
  const stream = await serveEvents((text) => {
    const event = parseEvent(text);
    if (!event) return;
    appendFileSync(eventLog, `${text.trimEnd()}\n`);
    events.push(event);
    options.onEvent?.(event);
  });
  try {
    const result = await runPulumiLogged(
      engine,
      operationArguments(
        operation,
        engine,
        stream.address,
        options,
        options.policyConfig === undefined ? undefined : policyConfig,
      ),
      logFile,
      {
        // The flag --event-log is there only with this variable.
        env: { PULUMI_DEBUG_COMMANDS: "true", ...policyReportEnvironment(report, nonce) },
        signal: options.signal,
      },
    );
    return { ...result, events };
  } finally {
    stream.stop();
  }
}

/** Takes away what kept a run from beginning. True: try again. */
async function mend(
  engine: Engine,
  operation: Operation,
  failed: Attempt,
  options: RunOptions,
): Promise<boolean> {
  if (failed.exitCode === 0 || failed.interrupted) return false;
  const obstacle = findObstacle(failed.output);
  if (obstacle?.kind === "no-stack" && (operation === "preview" || operation === "up")) {
    options.onNotice?.(`Making the stack ${engine.stack}.`);
    const { exitCode } = await runPulumi(engine, [
      "stack",
      "init",
      engine.stack,
      "--no-select",
      "--non-interactive",
      ...(engine.settingsDirectory === undefined ? [] : ["--cwd", engine.settingsDirectory]),
      ...(engine.secretsProvider === undefined ? [] : ["--secrets-provider", engine.secretsProvider]),
    ]);
    return exitCode === 0;
  }
  if (
    obstacle?.kind === "locked" &&
    areStale(obstacle.locks, hostname(), (pid) => startTicksOf(pid) !== undefined)
  ) {
    options.onNotice?.(`A run that was killed left a lock on the stack ${engine.stack}; taking it away.`);
    return cancelStack(engine);
  }
  if (obstacle?.kind === "torn-state") {
    const done = restoreTornState(engine.env["PULUMI_BACKEND_URL"], engine.stack);
    if (done !== null) options.onNotice?.(done);
    return done !== null;
  }
  return false;
}

/** Gives back a stack's lock for a run that cannot do so any more. */
async function cancelStack(engine: Engine): Promise<boolean> {
  const { exitCode } = await runPulumi(engine, [
    "cancel",
    "--yes",
    "--stack",
    engine.stack,
    "--non-interactive",
  ]);
  return exitCode === 0;
}

function readReport(
  file: string,
  nonce: string,
): { readonly policyReport?: PolicyReport; readonly problem?: string } {
  try {
    const policyReport = demandPolicyReport(file, nonce);
    const refused = policyReport.findings.filter(({ level }) => level === "mandatory");
    // The engine refuses these by itself, unless the pack's enforcement was weakened by its configuration.
    const problem = refused.map(({ rule, message }) => `policy ${rule}: ${message}`).join("\n");
    return { policyReport, ...(problem === "" ? {} : { problem }) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function failuresOf({ exitCode, interrupted, output }: Attempt, summary: RunSummary): string[] {
  const causes = failureMessages(summary, output);
  if (interrupted) return ["The run was interrupted.", ...causes];
  if (causes.length > 0) return causes;
  return [exitCode === undefined ? "The Pulumi CLI was killed." : `The Pulumi CLI ended with ${exitCode}.`];
}
