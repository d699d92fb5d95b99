import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { guardProcess } from "./guard";
import { descendantsOf, endProcesses, signalProcess } from "./processes";

/** Where and as whom the Pulumi CLI runs. */
export interface Engine {
  /** The CLI's file. */
  readonly pulumi: string;
  /** Holds Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly stack: string;
  /**
   * Folder with copies of Pulumi.yaml and the stack's settings that are used instead of the project's, which then stay as they are: the CLI
   * writes its `encryptionsalt` into the settings of a stack that it makes. Absent: the project's own.
   */
  readonly settingsDirectory?: string;
  /** What seals the secrets of a stack when it is made: `passphrase`, `awskms://…`. Absent: Pulumi's own choice for the backend. */
  readonly secretsProvider?: string;
  /** The whole environment of the CLI: backend, passphrase, credentials, PULUMI_HOME, PATH. */
  readonly env: NodeJS.ProcessEnv;
  /** Logs of each operation are written here, those of the last run replaced. */
  readonly logDirectory: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Interrupts the CLI as Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
}

interface CliEnd {
  /** The CLI's exit code; undefined if it was killed. */
  readonly exitCode: number | undefined;
  readonly interrupted: boolean;
}

export interface CliResult extends CliEnd {
  readonly stdout: string;
  readonly stderr: string;
}

export interface LoggedResult extends CliEnd {
  /** All that the CLI printed. */
  readonly output: string;
}

/** One Ctrl-C comes as a signal and, by our caller, as an abort, and maybe once more from a parent: within this time it is one; milliseconds. */
const sameInterruptMs = 1_000;
/** A first interrupt lets the steps at hand finish. After this long the CLI is told again, which makes it give up; milliseconds. */
const secondInterruptAfterMs = 60_000;
/** After this long since the last interrupt the CLI is killed; milliseconds. */
const killAfterMs = 10_000;
/** Plugins and programs end by themselves when the CLI is gone (their stdin ends); milliseconds. */
const orphansGraceMs = 3_000;

const forwarded: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs the Pulumi CLI for an answer.
 * @throws Error if the CLI cannot be started
 */
export async function runPulumi(
  engine: Engine,
  args: readonly string[],
  options: CliOptions = {},
): Promise<CliResult> {
  const child = start(engine, args, "pipe", options);
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  }
  return { ...(await untilEnd(child, options)), ...printed };
}

/**
 * Runs the Pulumi CLI for what it does; all that it prints goes to a file. To a file, not a pipe: if we are killed, the CLI must be able to
 * go on writing while it ends in good order.
 * @throws Error if the CLI cannot be started
 */
export async function runPulumiLogged(
  engine: Engine,
  args: readonly string[],
  logFile: string,
  options: CliOptions = {},
): Promise<LoggedResult> {
  const log = openSync(logFile, "w");
  try {
    const end = await untilEnd(start(engine, args, log, options), options);
    return { ...end, output: readFileSync(logFile, "utf8") };
  } finally {
    closeSync(log);
  }
}

/** The CLI gets a process group of its own: from a terminal, Ctrl-C would reach it beside our own interrupt, and two make it give up. */
function start(
  engine: Engine,
  args: readonly string[],
  output: "pipe" | number,
  { env }: CliOptions,
): ChildProcess {
  return spawn(engine.pulumi, args, {
    cwd: engine.projectDirectory,
    env: { ...engine.env, PULUMI_SKIP_UPDATE_CHECK: "true", ...env },
    stdio: ["ignore", output, output],
    detached: true,
  });
}

/**
 * Waits for the CLI. Ctrl-C and TERM reach it as one interrupt; a second Ctrl-C, which makes it give up, is passed on as just that; a third kills. When this
 * resolves, no process of the run is left.
 */
async function untilEnd(child: ChildProcess, { signal }: CliOptions): Promise<CliEnd> {
  const closed = new Promise<number | undefined>((resolve, reject) => {
    child.on("error", (error) => {
      reject(new Error(`the Pulumi CLI could not be started (${child.spawnfile}): ${error.message}`));
    });
    child.on("close", (code) => {
      resolve(code ?? undefined);
    });
  });
  const { pid } = child;
  if (pid === undefined) return { exitCode: await closed, interrupted: false };
  const interruption = interruptible(pid, signal);
  const guard = guardProcess(pid);
  try {
    const exitCode = await closed;
    return { exitCode, interrupted: interruption.interrupted() };
  } finally {
    guard.release();
    await interruption.finish();
  }
}

interface Interruption {
  interrupted(): boolean;
  /** Waits until all that a killed CLI has left behind is gone. */
  finish(): Promise<void>;
}

/** Passes interrupts on to the CLI, ever more firmly. */
function interruptible(pid: number, signal: AbortSignal | undefined): Interruption {
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  let orphans: ReturnType<typeof descendantsOf> = [];
  const kill = (): void => {
    orphans = descendantsOf(pid);
    signalProcess(pid, "SIGKILL");
  };
  let lastAtMs = -Infinity;
  const interrupt = (): void => {
    const nowMs = performance.now();
    if (nowMs - lastAtMs < sameInterruptMs) return;
    lastAtMs = nowMs;
    count += 1;
    clearTimeout(timer);
    if (count > 2) {
      kill();
      return;
    }
    signalProcess(pid, "SIGINT");
    timer = count === 1 ? setTimeout(interrupt, secondInterruptAfterMs) : setTimeout(kill, killAfterMs);
  };
  for (const name of forwarded) process.on(name, interrupt);
  signal?.addEventListener("abort", interrupt, { once: true });
  if (signal?.aborted) interrupt();
  return {
    interrupted: () => count > 0,
    async finish(): Promise<void> {
      clearTimeout(timer);
      for (const name of forwarded) process.removeListener(name, interrupt);
      signal?.removeEventListener("abort", interrupt);
      await endProcesses(orphans, orphansGraceMs);
    },
  };
}
