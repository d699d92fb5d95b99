import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { type LabProcess } from "../state";
import { findProcess, isAlive, recordProcess } from "./registry";
import { readStat } from "./stat";

/**
 * Set in every process that a lab starts, and so in whatever that one starts: `<lab's folder>#<process's name>`. It finds
 * the ones that a starter killed at the wrong moment had no time to record, and those that left their session.
 */
export const MARK_VARIABLE = "OVERFLOW_LAB_PROCESS";

export const markOf = (directory: string, name: string): string => `${resolve(directory)}#${name}`;

export interface StartOptions {
  /** The lab's folder. */
  readonly directory: string;
  /** Unique in the lab; also names its record and its log. Letters, digits, `-`, `_`, `.`. */
  readonly name: string;
  /** Executable and arguments. */
  readonly command: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** Name of the log without `.log`; several processes may share one. Default: the process's name. */
  readonly log?: string;
  /** Opens a message channel to the child (Node's `process.send`). */
  readonly channel?: boolean;
}

export interface StartedProcess {
  readonly record: LabProcess;
  readonly child: ChildProcess;
}

export const logPath = (directory: string, log: string): string => join(directory, "logs", `${log}.log`);

/**
 * Starts a process in a session of its own, so that it outlives its starter and is ended as a whole, with stdout and
 * stderr appended to its log, and records it.
 * @throws Error if a process of that name runs already, or the executable cannot be started
 */
export async function startProcess(options: StartOptions): Promise<StartedProcess> {
  const { directory, name, command } = options;
  if (!/^[\w.-]+$/.test(name)) {
    throw new Error(
      `A process's name may hold letters, digits, "-", "_" and ".", got ${JSON.stringify(name)}.`,
    );
  }
  const recorded = findProcess(directory, name);
  if (recorded !== null && isAlive(recorded)) {
    throw new Error(`"${name}" already runs as process ${recorded.pid}; stop it before starting it again.`);
  }
  const [executable, ...args] = command;
  if (executable === undefined)
    throw new Error(`"${name}" has an empty command; give at least the executable.`);

  const log = logPath(directory, options.log ?? name);
  mkdirSync(join(directory, "logs"), { recursive: true });
  const output = openSync(log, "a", 0o600);
  try {
    const child = spawn(executable, args, {
      detached: true,
      env: { ...options.environment, [MARK_VARIABLE]: markOf(directory, name) },
      stdio: options.channel === true ? ["ignore", output, output, "ipc"] : ["ignore", output, output],
      ...(options.workingDirectory === undefined ? {} : { cwd: options.workingDirectory }),
    });
    // Read before the event loop turns: until then even a child that has ended is not collected, its pid not reused.
    const startTicks = child.pid === undefined ? undefined : readStartTicks(child.pid);
    if (child.pid === undefined || startTicks === undefined) {
      throw await spawnError(child, executable, name);
    }
    const record = { name, pid: child.pid, startTicks, command, log };
    recordProcess(directory, record);
    child.unref();
    return { record, child };
  } finally {
    closeSync(output);
  }
}

function readStartTicks(pid: number): number | undefined {
  return readStat(pid)?.startTicks;
}

function spawnError(child: ChildProcess, executable: string, name: string): Promise<Error> {
  return new Promise((answer) => {
    const fail = (cause: unknown) => {
      answer(
        new Error(`"${name}" could not be started: ${executable} did not run (${String(cause)}).`, { cause }),
      );
    };
    child.once("error", fail);
    child.once("exit", (code, signal) => {
      fail(`ended at once, ${signal ?? `code ${code ?? "unknown"}`}`);
    });
  });
}
