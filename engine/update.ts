import { type Engine } from "./pulumi";
import { type RunOptions, runOperation, type RunResult } from "./run";

export interface UpdateOptions extends RunOptions {
  /** Shown the plan; false leaves everything as it is. */
  readonly onPlanned?: (preview: RunResult) => Promise<boolean> | boolean;
}

export interface UpdateResult {
  readonly preview: RunResult;
  /** Missing: the preview failed, or its plan was declined. */
  readonly update?: RunResult;
}

/**
 * Previews under the policy, and updates only if nothing was refused. Rules over the whole stack are judged at the end of a run, when an
 * update has made its resources already: only the preview can refuse before anything is touched.
 */
export async function updateStack(engine: Engine, options: UpdateOptions = {}): Promise<UpdateResult> {
  const preview = await runOperation(engine, "preview", options);
  if (!preview.ok || !((await options.onPlanned?.(preview)) ?? true)) return { preview };
  return { preview, update: await runOperation(engine, "up", options) };
}
