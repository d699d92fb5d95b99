import { join } from "node:path";
import { type EngineEvent, type RunResult, runOperation, updateStack } from "../engine";
import { ruleOptionsOf } from "../infra/settings/ruleOptions";
import { projectRoot } from "../lab/toolchain";
import { build } from "../tools/build";
import { type TeardownMode } from "../scaler/teardown";
import { aliveWorkers } from "./aliveWorkers";
import { PoolWatch } from "./announceChanges";
import { deployedRegion, meantToStay } from "./deployed";
import { emptyStack } from "./emptyStack";
import { shareGuard } from "./labGuard";
import { leftoversOf } from "./leftovers";
import { certifyLabMirrors } from "./mirrorCertificates";
import { installPools, readMasterFiles, removePools } from "./pools";
import { cutLines, type PublicWays } from "./publicWays";
import { checkGuard } from "./regionGuard";
import { checkSettings, readSettings, regionInSettings } from "./settings";
import { type StateResource, stackState } from "./stackState";
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

export interface UpOptions extends StackOptions {
  /** Shown the plan; false leaves everything as it is. */
  readonly onPlanned?: (preview: RunResult) => Promise<boolean> | boolean;
  /** Told what block public access will cut in the region when it is set for the first time; false leaves everything as it is. */
  readonly onCut?: (ways: PublicWays) => Promise<boolean> | boolean;
}

export interface DownResult {
  readonly destroy: RunResult;
  /** What should be gone and is not. */
  readonly leftovers: readonly string[];
  /** What is there on purpose: the region's guard. */
  readonly stays: readonly string[];
}

export interface DownOptions extends StackOptions {
  /** What is done about VMs with builds. Absent: as the stack was deployed (`overflow:teardown`). */
  readonly teardown?: TeardownMode;
  /** How long `wait` waits for builds. @default half an hour */
  readonly waitSeconds?: number;
  /** The stack's state, if it was read already. */
  readonly state?: readonly StateResource[];
}

export const defaultWaitSeconds = 1800;

const policyPack = join(projectRoot, "policy");

/** The program, the policy and the scaler as bundles: quicker to load, and the scaler is what the stack ships. In the lab its engine, too. */
async function buildBundles({ lab }: World): Promise<void> {
  const engine = lab === null ? [] : ["provider", "languageHost"];
  await build({ names: ["infra", "policy", "scaler", ...engine] });
}

/**
 * What must be well before an engine starts: the settings, and the guard of the region.
 * @returns what block public access will cut, if this update is the first to set it
 * @throws SettingsError, GuardRefused
 */
async function check(world: World, { onNotice }: StackOptions): Promise<PublicWays | null> {
  shareGuard(world, onNotice);
  for (const warning of checkSettings(world)) onNotice?.(warning);
  return checkGuard(world, readSettings(world), onNotice ?? (() => undefined));
}

/** What an update would do, judged by the policy. Touches nothing. @throws SettingsError, GuardRefused */
export async function previewStack(world: World, options: StackOptions = {}): Promise<RunResult> {
  const cuts = await check(world, options);
  if (cuts !== null) for (const line of cutLines(cuts)) options.onNotice?.(line);
  await buildBundles(world);
  const watch = new PoolWatch();
  const result = await runOperation(world.engine, "preview", {
    ...watching(watch, options),
    policyPack,
    policyConfig: ruleOptionsOf(readSettings(world)),
  });
  if (result.ok) await announce(watch, world, options);
  return result;
}

/** Says what an update would do to VMs that are there. */
async function announce(watch: PoolWatch, world: World, { onNotice }: StackOptions): Promise<void> {
  if (onNotice === undefined) return;
  for (const line of await watch.plan(world)) onNotice(line);
}

function watching<T extends StackOptions>(watch: PoolWatch, options: T): T {
  return {
    ...options,
    onEvent: (event: EngineEvent) => {
      watch.see(event);
      options.onEvent?.(event);
    },
  };
}

/**
 * Brings a stack up under its policy: a preview that is refused, or fails, creates nothing. In the lab the mirrors get
 * their certificate and the build master its pools at once; on AWS that is `overflow certificate`, and `overflow workers` on the master's
 * machine.
 * @throws SettingsError, GuardRefused
 */
export async function upStack(world: World, options: UpOptions = {}): Promise<UpResult> {
  const cuts = await check(world, options);
  await buildBundles(world);
  const watch = new PoolWatch();
  const result = await updateStack(world.engine, {
    ...watching(watch, options),
    policyPack,
    policyConfig: ruleOptionsOf(readSettings(world)),
    onPlanned: async (preview) => {
      await announce(watch, world, options);
      if (cuts !== null && (await options.onCut?.(cuts)) === false) return false;
      return (await options.onPlanned?.(preview)) ?? true;
    },
  });
  if (result.update?.ok === true && world.lab !== null && world.python !== null) {
    for (const level of await certifyLabMirrors(world, world.python))
      options.onNotice?.(`Gave the mirrors of level '${level}' a certificate of the lab.`);
    options.onNotice?.("Giving the build master its pools.");
    const files = await readMasterFiles(world.engine);
    const alive = await aliveWorkers(world, files.region, options.onNotice ?? (() => undefined));
    await installPools(world.lab, files, alive);
  }
  return result;
}

/**
 * Takes a stack down: has its VMs drained, or ended, as its teardown mode says; then the stack itself removes them, before what they
 * stand on.
 * @throws DownRefused, WaitInterrupted; ScalerCallFailed with what to do about a scaler that is broken
 */
export async function downStack(world: World, options: DownOptions = {}): Promise<DownResult> {
  await buildBundles(world);
  const state = options.state ?? (await stackState(world.engine));
  await emptyStack(world, state, {
    waitSeconds: options.waitSeconds ?? defaultWaitSeconds,
    onNotice: options.onNotice ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
    ...(options.teardown === undefined ? {} : { teardown: options.teardown }),
  });
  const destroy = await runOperation(world.engine, "destroy", options);
  const gone = destroy.ok || destroy.stackMissing;
  if (gone && world.lab !== null) await removePools(world.lab, world.environment);
  if (!gone) return { destroy, leftovers: [], stays: [] };
  return {
    destroy,
    leftovers: await leftoversOf(
      world,
      deployedRegion(state) ?? regionInSettings(world.environment, projectRoot),
    ),
    stays: meantToStay(state),
  };
}
