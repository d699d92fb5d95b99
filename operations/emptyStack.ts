import { systemClock } from "../scaler/clock";
import { type CloudBuild, type LookReport } from "../scaler/look";
import { type TeardownMode } from "../scaler/teardown";
import { awaitBuilds, type AwaitOptions, buildWords } from "./awaitBuilds";
import { type ClientConfig, configOf } from "./clients";
import { deployedRegion, deployedTable, deployedTeardown, type DeployedTeardown } from "./deployed";
import { closeTable, removeVms, takeOut } from "./force";
import { type CallScaler, ScalerCallFailed, scalerCaller, wakeScaler } from "./scalerCall";
import { type StateResource } from "./stackState";
import { type World } from "./world";

export interface EmptyOptions {
  /** Absent: as the stack was deployed. */
  readonly teardown?: TeardownMode;
  /** How long `wait` waits for builds. */
  readonly waitSeconds: number;
  readonly onNotice: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The environment is not taken down, and goes on as before. */
export class DownRefused extends Error {
  override readonly name = "DownRefused";
}

/**
 * Ends what runs in an environment as far as its teardown mode says, before its stack is destroyed. A stack that never got as far as its
 * scaler has nothing to end.
 *
 * @throws DownRefused, ScalerCallFailed with what to do, WaitInterrupted
 */
export async function emptyStack(
  world: World,
  state: readonly StateResource[],
  options: EmptyOptions,
): Promise<void> {
  const region = deployedRegion(state);
  if (region === null) return;
  const config = configOf(world, region);
  const deployed = deployedTeardown(state);
  const mode = options.teardown ?? deployed?.mode ?? "wait";
  if (mode === "force") {
    await emptyByForce(world, state, deployed, config, options);
    return;
  }
  if (deployed === null) return;
  const call = scalerCaller(config, deployed.functionName);
  const patience: AwaitOptions = {
    ...options,
    clock: systemClock,
    wake: () => wakeScaler(config, deployed.functionName),
  };
  try {
    if (mode === "refuse") await refuseWhileBusy(call, world, patience);
    else await waitThenEnd(call, patience);
  } catch (error) {
    if (!(error instanceof ScalerCallFailed)) throw error;
    throw new ScalerCallFailed(brokenWords(world.environment, error.message), { cause: error });
  }
}

/** Looks first, and then once more behind closed doors. */
async function refuseWhileBusy(call: CallScaler, world: World, options: AwaitOptions): Promise<void> {
  const { builds } = (await call({ look: true }, options.signal)) as LookReport;
  if (builds?.length !== 0) throw new DownRefused(refusalWords(world.environment, builds));
  const slipped = await awaitBuilds(call, { ...options, waitSeconds: DOOR_SECONDS });
  if (slipped?.length === 0) return;
  await call({ tf: { action: "update" } });
  await options.wake();
  throw new DownRefused(refusalWords(world.environment, slipped));
}

/** Longer than the drain of any setting but the largest: a build that has not slipped in by then does not. */
const DOOR_SECONDS = 10;

/** As long as it may take; then the builds are given up, which the master gives to other workers. */
async function waitThenEnd(call: CallScaler, options: AwaitOptions): Promise<void> {
  const builds = await awaitBuilds(call, options);
  if (builds?.length === 0) return;
  const what = builds === null ? "The build master cannot be read" : `Still at work: ${buildWords(builds)}`;
  options.onNotice(`${what}. The wait is over: the VMs are ended, and the master gives builds to others.`);
  await call({ tf: { action: "delete" }, teardown: "force" });
}

/** Ends the VMs from here; then the scaler, if it can, opens doors that it had closed; if not, its call leaves the stack's state. */
async function emptyByForce(
  world: World,
  state: readonly StateResource[],
  deployed: DeployedTeardown | null,
  config: ClientConfig,
  options: EmptyOptions,
): Promise<void> {
  const { onNotice, signal } = options;
  const table = deployedTable(state);
  if (table !== null) await closeTable(config, table, onNotice);
  await removeVms(config, world.environment, onNotice, signal);
  if (deployed === null) return;
  try {
    await scalerCaller(config, deployed.functionName)(
      { tf: { action: "delete" }, teardown: "force" },
      signal,
    );
  } catch (error) {
    if (!(error instanceof ScalerCallFailed) || signal.aborted) throw error;
    onNotice(`The scaler does not answer (${error.message}): its last call is taken out of the stack.`);
    await takeOut(world.engine, deployed.urn);
  }
}

export function refusalWords(environment: string, builds: readonly CloudBuild[] | null): string {
  const what =
    builds === null
      ? "the build master cannot be read, so that nobody knows whether builds run"
      : `${builds.length} build(s) run: ${buildWords(builds)}`;
  return (
    `${environment} is not taken down: its teardown is refuse, and ${what}. Nothing was touched.\n` +
    `Wait for them, or: overflow down ${environment} --teardown wait (or force)`
  );
}

export function brokenWords(environment: string, why: string): string {
  return (
    `The scaler of ${environment} could not drain it: ${why}\nNothing was removed. ` +
    `If the scaler cannot be mended: overflow down ${environment} --teardown force, which ends the VMs with their builds and needs no scaler.`
  );
}
