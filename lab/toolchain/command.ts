import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { createInterface } from "node:readline";
import { guardProcess } from "../../engine/guard";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Each line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
  /** Ends the command, with all that it started, when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** It takes long: end it even when we are killed. */
  readonly guarded?: boolean;
}

export interface CommandResult {
  readonly code: number;
  /** stdout and stderr, as they came. */
  readonly output: string;
}

/** Time between TERM and KILL for a command that is told to end, milliseconds. */
const killAfterMs = 5_000;

const endingSignals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a command to its end, in a process group of its own so that it can be ended with its children.
 * @throws Error if it could not be started, or was aborted; a non-zero code is no error
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, onLine, signal, guarded = false }: CommandOptions = {},
): Promise<CommandResult> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const lines: string[] = [];
    const take = (line: string): void => {
      lines.push(line);
      onLine?.(line);
    };
    createInterface({ input: child.stdout }).on("line", take);
    createInterface({ input: child.stderr }).on("line", take);

    const end = (how: NodeJS.Signals): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, how);
      } catch {
        // Gone already.
      }
    };
    const guard = guarded && child.pid !== undefined ? guardProcess(-child.pid) : undefined;
    let killer: NodeJS.Timeout | undefined;
    const abort = (): void => {
      end("SIGTERM");
      killer = setTimeout(end, killAfterMs, "SIGKILL");
    };
    const endAtExit = (): void => {
      end("SIGKILL");
    };
    // A signal that nobody else handles would end us here and leave the command running: end it first, then let the signal do its work.
    const endAtSignal = (how: NodeJS.Signals): void => {
      end("SIGTERM");
      process.removeListener(how, endAtSignal);
      if (process.listenerCount(how) === 0) process.kill(process.pid, how);
    };
    signal?.addEventListener("abort", abort, { once: true });
    process.once("exit", endAtExit);
    for (const how of endingSignals) process.on(how, endAtSignal);
    const tidy = (): void => {
      guard?.release();
      clearTimeout(killer);
      signal?.removeEventListener("abort", abort);
      process.removeListener("exit", endAtExit);
      for (const how of endingSignals) process.removeListener(how, endAtSignal);
    };
    child.on("error", (error) => {
      tidy();
      reject(new Error(`could not run ${command}: ${error.message}`));
    });
    child.on("close", (code) => {
      tidy();
      if (signal?.aborted) reject(new Error(`${command} was interrupted`));
      else resolve({ code: code ?? 1, output: lines.join("\n") });
    });
  });
}

/** The file that the shell would run for `command`, or undefined. */
export function findOnPath(command: string, searchPath = process.env["PATH"] ?? ""): string | undefined {
  const candidates = isAbsolute(command)
    ? [command]
    : searchPath
        .split(delimiter)
        .filter((directory) => directory !== "")
        .map((directory) => join(directory, command));
  return candidates.find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
