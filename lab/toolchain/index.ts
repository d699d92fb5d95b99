import { cacheDirectory, projectRoot } from "./cache";
import { ToolchainError } from "./errors";
import { judgeMachine, missingTools, probeMachine, renderFinding, type ToolFinding } from "./machine";
import { ensureNode } from "./node";
import { buildPulumi, findPulumi, type ToolOptions } from "./pulumi";
import { findPython, makePython } from "./python";

export { cacheDirectory, projectRoot } from "./cache";
export { ToolchainError } from "./errors";
export { missingTools, renderFinding, type ToolFinding } from "./machine";

/** Programs that the lab runs; absolute paths. */
export interface Toolchain {
  readonly node: string;
  /** A Python with Buildbot's master and worker, and moto. */
  readonly python: string;
  /** The Pulumi CLI, 3.259 or newer. */
  readonly pulumi: string;
  readonly cacheDirectory: string;
}

export interface EnsureOptions {
  /** Lines for the user: notices, and what is being made. Nothing when all is there. */
  readonly onProgress?: (message: string) => void;
  /** Ends what is being made; it begins anew the next time. */
  readonly signal?: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Finds each tool or makes it. What is missing for that is told all at once, before any work starts.
 * @throws ToolchainError naming each missing tool and how to get it, or the end of the output of a build that failed
 */
export async function ensureToolchain(options: EnsureOptions = {}): Promise<Toolchain> {
  const toolOptions = toolOptionsFrom(options);
  const node = await ensureNode(projectRoot);
  if (node.notice) toolOptions.onProgress(node.notice);
  const pulumi = await findPulumi(toolOptions);
  const python = findPython(toolOptions);
  if (pulumi === undefined || python === undefined) {
    const probe = await probeMachine(toolOptions.env, {
      pulumi: pulumi !== undefined,
      python: python !== undefined,
    });
    demand(judgeMachine(probe));
  }
  const [readyPulumi, readyPython] = await together(
    async (signal) => pulumi ?? (await buildPulumi({ ...toolOptions, signal })),
    async (signal) => python ?? (await makePython({ ...toolOptions, signal })),
    options.signal,
  );
  return { node: node.path, pulumi: readyPulumi, python: readyPython, cacheDirectory: toolOptions.cache };
}

/** What `overflow doctor` prints: each tool, whether it is there, and how to get it. Changes nothing. */
export async function checkMachine(env: NodeJS.ProcessEnv = process.env): Promise<ToolFinding[]> {
  const options = toolOptionsFrom({ env });
  const pulumi = (await findPulumi(options)) !== undefined;
  const python = findPython(options) !== undefined;
  return judgeMachine(await probeMachine(env, { pulumi, python }));
}

/** Runs both at once; the first failure ends the other, and is thrown when both have ended. */
async function together<A, B>(
  first: (signal: AbortSignal) => Promise<A>,
  second: (signal: AbortSignal) => Promise<B>,
  outer: AbortSignal | undefined,
): Promise<[A, B]> {
  const controller = new AbortController();
  const signal = outer ? AbortSignal.any([outer, controller.signal]) : controller.signal;
  let cause: unknown;
  const guard = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    try {
      return await work(signal);
    } catch (error) {
      cause ??= error;
      controller.abort();
      throw error;
    }
  };
  const [a, b] = await Promise.allSettled([guard(first), guard(second)]);
  if (a.status === "rejected" || b.status === "rejected") throw cause;
  return [a.value, b.value];
}

function demand(findings: readonly ToolFinding[]): void {
  const missing = missingTools(findings);
  if (missing.length === 0) return;
  throw new ToolchainError(missing.flatMap(renderFinding).join("\n"));
}

function toolOptionsFrom({ env = process.env, onProgress, signal }: EnsureOptions): ToolOptions {
  return {
    cache: cacheDirectory(env),
    projectRoot,
    env,
    onProgress: onProgress ?? ((): void => undefined),
    signal,
  };
}
