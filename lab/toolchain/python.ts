import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shortDigest } from "./cache";
import { findOnPath, isExecutable, runCommand } from "./command";
import { ToolchainError } from "./errors";
import { withLock } from "./lock";
import { lastLines, type ToolOptions } from "./pulumi";
import { isAtLeast, parseVersion, type Version } from "./version";

/** The pinned packages ask for 3.11 or newer (networkx 3.6); 3.11 is what all was run with. */
export const minimumPython: Version = [3, 11, 0];

/** Tried in this order. */
const commands = ["python3.11", "python3.12", "python3.13", "python3.14", "python3"];

export interface SystemPython {
  readonly path: string;
  readonly version: Version;
}

/** The first Python on PATH that is new enough. */
export async function findSystemPython(env: NodeJS.ProcessEnv): Promise<SystemPython | undefined> {
  for (const command of commands) {
    const path = findOnPath(command, env["PATH"]);
    if (path === undefined) continue;
    const { code, output } = await runCommand(path, ["--version"], { env });
    const version = code === 0 ? parseVersion(output) : undefined;
    if (version && isAtLeast(version, minimumPython)) return { path, version };
  }
  return undefined;
}

/**
 * The lab's Python (Buildbot, moto) that needs no work: `OVERFLOW_PYTHON`, else the one in the cache. Undefined: it must be made.
 * @throws ToolchainError if `OVERFLOW_PYTHON` names no program
 */
export function findPython(options: ToolOptions): string | undefined {
  const chosen = options.env["OVERFLOW_PYTHON"];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new ToolchainError(
      `OVERFLOW_PYTHON is ${chosen}, which is no program that can be run. Correct it or unset it.`,
    );
  }
  const directory = environmentDirectory(options);
  return isComplete(directory) ? pythonIn(directory) : undefined;
}

/** Makes the lab's Python in the cache, or waits for the process that does. Answers where it lies. */
export async function makePython(options: ToolOptions): Promise<string> {
  const directory = environmentDirectory(options);
  const { onProgress, signal } = options;
  const onWait = (pid: number): void => {
    onProgress(`Another process (${pid}) is installing the lab's Python packages; waiting for it.`);
  };
  return withLock(
    `${directory}.lock`,
    async () => {
      if (!isComplete(directory)) await install(directory, options);
      return pythonIn(directory);
    },
    { onWait, signal },
  );
}

const requirements = (projectRoot: string): string =>
  join(projectRoot, "lab", "toolchain", "requirements.txt");
const pythonIn = (directory: string): string => join(directory, "bin", "python");
/** An environment knows its own path and cannot be renamed: it is made in place, and this file, written last, says that it is whole. */
const marker = (directory: string): string => join(directory, ".complete");
const isComplete = (directory: string): boolean =>
  existsSync(marker(directory)) && isExecutable(pythonIn(directory));

function environmentDirectory({ cache, projectRoot }: ToolOptions): string {
  return join(cache, `python-${shortDigest(requirements(projectRoot))}`);
}

async function install(directory: string, options: ToolOptions): Promise<void> {
  const { env, onProgress, projectRoot, signal } = options;
  const system = await findSystemPython(env);
  if (!system) throw new ToolchainError("Python 3.11 or newer was not found on PATH.");
  rmSync(directory, { recursive: true, force: true });
  onProgress("Installing the lab's Python packages (Buildbot, moto): once, about a minute.");
  const steps: readonly (readonly [string, readonly string[]])[] = [
    [system.path, ["-m", "venv", directory]],
    [
      pythonIn(directory),
      ["-m", "pip", "install", "--no-input", "--no-deps", "-r", requirements(projectRoot)],
    ],
  ];
  for (const [command, args] of steps) {
    const { code, output } = await runCommand(command, args, {
      env: { ...env, PIP_DISABLE_PIP_VERSION_CHECK: "1" },
      signal,
      guarded: true,
    });
    if (code !== 0) {
      throw new ToolchainError(
        `The lab's Python could not be made ("${command} ${args.slice(0, 3).join(" ")}" ended with ${code}):\n${lastLines(output)}`,
      );
    }
  }
  writeFileSync(marker(directory), "");
  onProgress("The lab's Python is ready.");
}
