import { type PoolDocument } from "../document";
import { isOnTheWay } from "./need";
import { type Machine } from "./machine";
import { type Memory, type NewestMemory, newestOf } from "./memory";

/** This many VMs in a row that never attach are no accident: something that all of them share is wrong, the image above all. */
export const FAILURES_BEFORE_HOLD = 3;
/** First hold, doubled with each further failure up to the longest. A try costs one VM for `attachTimeoutSeconds`; ours. */
const FIRST_HOLD_MS = 300_000;
const LONGEST_HOLD_MS = 3_600_000;

/** The pool's memory after a VM of the newest kind ended without its worker. Failures during a hold are of the batch that caused it. */
export function afterFailure(newest: NewestMemory, launchedAtMs: number, nowMs: number): NewestMemory {
  const failures = newest.failures + 1;
  const failed = { ...newest, failures, failedLaunchMs: Math.max(launchedAtMs, newest.failedLaunchMs) };
  if (failures < FAILURES_BEFORE_HOLD || nowMs < newest.heldUntilMs) return failed;
  const holdMs = Math.min(FIRST_HOLD_MS * 2 ** newest.holds, LONGEST_HOLD_MS);
  return { ...failed, holds: newest.holds + 1, heldUntilMs: nowMs + holdMs };
}

/** The memory after a look: a VM that was launched later than the last one that failed, and is attached, ends a run of failures. */
export function afterLook(
  newest: NewestMemory | undefined,
  kind: string,
  attachedLaunchesMs: readonly number[],
): NewestMemory {
  const known = newest?.kind === kind ? newest : newestOf(kind);
  const latestMs = Math.max(-Infinity, ...attachedLaunchesMs);
  if (latestMs === -Infinity) return known;
  return latestMs >= known.failedLaunchMs ? { ...newestOf(kind), proven: true } : { ...known, proven: true };
}

export interface Brake {
  /** Most VMs of the newest kind that may be woken or made now. */
  readonly count: number;
  readonly untilMs: number;
  readonly reason: string;
}

/** The brake on the pool's newest kind: nothing during a hold, then one try at a time. Null: it is not on. */
export function brakeOf(
  pool: PoolDocument,
  machines: readonly Machine[],
  memory: Memory,
  nowMs: number,
): Brake | null {
  const newest = memory.pools[pool.name]?.newest;
  if (newest === undefined || newest.failures < FAILURES_BEFORE_HOLD) return null;
  const trying = machines.some((machine) => machine.obsolete === null && isOnTheWay(machine));
  const held = nowMs < newest.heldUntilMs;
  const next = held
    ? `one more is tried at ${new Date(newest.heldUntilMs).toISOString()}`
    : "one at a time is tried";
  return {
    count: held || trying ? 0 : 1,
    untilMs: newest.heldUntilMs,
    reason: `${newest.failures} VMs in a row from version ${pool.launchTemplateVersion} of the pool's template did not attach; ${next}`,
  };
}
