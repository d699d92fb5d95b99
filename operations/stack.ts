import { join } from "node:path";
import { type EngineEvent, type RunResult, runOperation, updateStack } from "../engine";
import { projectRoot } from "../lab/toolchain";
import { build } from "../tools/build";
import { leftoversOf } from "./leftovers";
import { installPools, readMasterFiles, removePools } from "./pools";
import { checkSettings } from "./settings";
import { type World } from "./world";

export interface StackOptions {
  readonly onEvent?: (event: EngineEvent) => void;
  readonly onNotice?: (message: string) => void;
  readonly signal?: AbortSignal;
}

export interface UpResult {
  readonly preview: RunResult;
  /** Missing: refused, failed or declined; nothing was created. */
  readonly update?: RunResult;
}

export interface DownResult {
  readonly destroy: RunResult;
  readonly leftovers: readonly string[];
}

const policyPack = join(projectRoot, "policy");

/** The program, the policy and the scaler as bundles: quicker to load, and the scaler is what the stack ships. In the lab its engine, too. */
async function buildBundles({ lab }: World): Promise<void> {
  const engine = lab === null ? [] : ["provider", "languageHost"];
  await build({ names: ["infra", "policy", "scaler", ...engine] });
}

/** @throws SettingsError */
function tellWarnings(world: World, { onNotice }: StackOptions): void {
  for (const warning of checkSettings(world)) onNotice?.(warning);
}

/** What an update would do, judged by the policy. Touches nothing. @throws SettingsError */
export async function previewStack(world: World, options: StackOptions = {}): Promise<RunResult> {
  tellWarnings(world, options);
  await buildBundles(world);
  return runOperation(world.engine, "preview", { ...options, policyPack });
}

/**
 * Brings a stack up under its policy: a preview that is refused, or fails, creates nothing. In the lab the build master gets its pools
 * at once; on AWS that is `overflow workers` on the master's machine.
 * @throws SettingsError
 */
export async function upStack(
  world: World,
  options: StackOptions & { readonly onPlanned?: (preview: RunResult) => Promise<boolean> | boolean } = {},
): Promise<UpResult> {
  tellWarnings(world, options);
  await buildBundles(world);
  const result = await updateStack(world.engine, { ...options, policyPack });
  if (result.update?.ok === true && world.lab !== null) {
    options.onNotice?.("Giving the build master its pools.");
    await installPools(world.lab, await readMasterFiles(world.engine));
  }
  return result;
}

/** Takes a stack down. The stack itself drains and removes the VMs that the scaler made, before what they stand on. */
export async function downStack(world: World, options: StackOptions = {}): Promise<DownResult> {
  await buildBundles(world);
  const destroy = await runOperation(world.engine, "destroy", options);
  const gone = destroy.ok || destroy.stackMissing;
  if (gone && world.lab !== null) await removePools(world.lab, world.environment);
  return { destroy, leftovers: gone ? await leftoversOf(world) : [] };
}
