import { type Emptied } from "../scaler/emptying";
import { type CloudBuild } from "../scaler/look";
import { type Clock } from "../scaler/ports";
import { type CallScaler } from "./scalerCall";

export interface AwaitOptions {
  readonly waitSeconds: number;
  readonly onNotice: (line: string) => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Starts a run of the scaler, after the environment was opened again. */
  readonly wake: () => Promise<void>;
}

/** Told to end while it waited; the environment goes on as before. */
export class WaitInterrupted extends Error {
  override readonly name = "WaitInterrupted";
}

/** Of one call of the function: long enough to spare calls, short enough to tell what changed. */
const CALL_SECONDS = 15;
/** What is waited for is told again after this long, though nothing changed. */
const REMIND_MS = 60_000;

/**
 * Has the scaler drain its VMs, again and again, until no build runs on them or the time is over; tells what it waits for. Nothing is
 * removed. Told to end, it opens the environment again.
 *
 * @returns the builds that still run; null: the master cannot be read
 * @throws WaitInterrupted, ScalerCallFailed
 */
export async function awaitBuilds(
  call: CallScaler,
  options: AwaitOptions,
): Promise<readonly CloudBuild[] | null> {
  const { clock, signal, onNotice } = options;
  const endMs = clock.nowMs() + options.waitSeconds * 1000;
  let told = { line: "", atMs: -Infinity };
  for (;;) {
    const leftMs = Math.max(0, endMs - clock.nowMs());
    const waitSeconds = Math.min(CALL_SECONDS, Math.ceil(leftMs / 1000));
    const { builds } = await drained(call, waitSeconds, options);
    if (builds?.length === 0 || clock.nowMs() >= endMs) return builds;
    const line = waitLine(builds);
    if (line !== told.line || clock.nowMs() - told.atMs >= REMIND_MS) {
      const minutes = Math.ceil((endMs - clock.nowMs()) / 60_000);
      onNotice(`${line}; ${minutes} min left (--wait)`);
      told = { line, atMs: clock.nowMs() };
    }
    if (signal.aborted) await callOff(call, options);
  }
}

async function drained(call: CallScaler, waitSeconds: number, options: AwaitOptions): Promise<Emptied> {
  const { signal } = options;
  try {
    return (await call({ drain: { waitSeconds } }, signal)) as Emptied;
  } catch (error) {
    if (!signal.aborted) throw error;
    return await callOff(call, options);
  }
}

/** Opens the environment; the scaler's next run opens its doors. */
async function callOff(call: CallScaler, { onNotice, wake }: AwaitOptions): Promise<never> {
  onNotice("Interrupted: the environment is opened again.");
  await call({ tf: { action: "update" } });
  await wake();
  throw new WaitInterrupted("Interrupted while it waited for builds. Nothing was removed.");
}

function waitLine(builds: readonly CloudBuild[] | null): string {
  if (builds === null) return "The build master cannot be read: nobody knows whether builds run";
  return `Waiting for ${builds.length} build(s): ${buildWords(builds)}`;
}

/** Builds with their workers, the first few of them. */
export function buildWords(builds: readonly CloudBuild[]): string {
  const shown = builds
    .slice(0, SHOWN)
    .map(({ worker, builder, buildId }) => `${builder} (build ${buildId}) on ${worker}`);
  const more = builds.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

const SHOWN = 5;
