import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { guardProcess } from "./guard";
import { descendantsOf, endProcesses, signalProcess } from "./processes";

/** Where and as whom the Pulumi CLI runs. */
export interface Engine {
  /** The CLI's file. */
  readonly pulumi: string;
  /** Holds Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly stack: string;
  /** The whole environment of the CLI: backend, passphrase, credentials, PULUMI_HOME, PATH. */
  readonly env: NodeJS.ProcessEnv;
  /** Logs of each operation are written here, those of the last run replaced. */
  readonly logDirectory: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** File that takes all that the CLI prints. */
  readonly logFile?: string;
  /** Interrupts the CLI as Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
}

export interface CliResult {
  /** The CLI's exit code; undefined if it was killed. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly interrupted: boolean;
}

/** A first interrupt lets the steps at hand finish. After this long the CLI is told again, which makes it give up; milliseconds. */
const secondInterruptAfterMs = 60_000;
/** After this long since the last interrupt the CLI is killed; milliseconds. */
const killAfterMs = 10_000;
/** Plugins and programs end by themselves when the CLI is gone (their stdin ends); milliseconds. */
const orphansGraceMs = 3_000;

const forwarded: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs the Pulumi CLI to its end. Ctrl-C and TERM reach it as one interrupt: it has a process group of its own, for a terminal would send
 * it a second one, which makes it drop what it is doing. A second Ctrl-C is passed on as just that; a third kills. When this resolves, no
 * process of the run is left.
 * @throws Error if the CLI cannot be started
 */
export async function runPulumi(
  engine: Engine,
  args: readonly string[],
  options: CliOptions = {},
): Promise<CliResult> {
  const log = options.logFile === undefined ? undefined : createWriteStream(options.logFile);
  const child = spawn(engine.pulumi, args, {
    cwd: engine.projectDirectory,
    env: { ...engine.env, PULUMI_SKIP_UPDATE_CHECK: "true", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const closed = new Promise<number | undefined>((resolve, reject) => {
    child.on("error", (error) => {
      reject(new Error(`the Pulumi CLI could not be started (${engine.pulumi}): ${error.message}`));
    });
    child.on("close", (code) => {
      resolve(code ?? undefined);
    });
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
      log?.write(text);
    });
  }
  const { pid } = child;
  const interruption = pid === undefined ? undefined : interruptible(pid, options.signal);
  const guard = pid === undefined ? undefined : guardProcess(pid);
  try {
    const exitCode = await closed;
    return { exitCode, ...printed, interrupted: interruption?.interrupted() ?? false };
  } finally {
    guard?.release();
    await interruption?.finish();
    if (log) await finished(log.end());
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
  const interrupt = (): void => {
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
