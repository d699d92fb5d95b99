import { type MasterWorker, type Vm } from "../ports";
import { leavingReason, type Names } from "./leaving";
import { madeWith, outdated } from "./made";
import { type Memory, type PauseMark, type WorkerMemory, workerMemory } from "./memory";
import { type SeenWorld } from "./world";

/**
 * What a worker name of a pool and its VM are doing, master and fleet taken together:
 * `absent` no VM · `asleep` stopped · `starting` asked for or pending · `booting` runs, not attached yet · `settling` attached just now
 * `waking` attached, settled, door still closed by us · `idle` takes builds · `busy` · `draining` door closed by us before a stop
 * `stopping` · `leaving` on its way to terminated · `closed` paused by someone else, or shut down gracefully · `stuck` never attached
 */
export type Condition =
  | "absent"
  | "asleep"
  | "starting"
  | "booting"
  | "settling"
  | "waking"
  | "idle"
  | "busy"
  | "draining"
  | "stopping"
  | "leaving"
  | "closed"
  | "stuck";

export interface Machine {
  readonly pool: string;
  readonly name: string;
  readonly condition: Condition;
  readonly vm: Vm | null;
  /** The master's row; null if it does not know the name. */
  readonly worker: MasterWorker | null;
  readonly memory: WorkerMemory;
  /** The master shows a build on it, whatever its condition. */
  readonly hasBuild: boolean;
  /** Paused at the master, and not by the scaler: never unpaused, never counted on. */
  readonly pausedByOther: boolean;
  /** Why its VM is to leave for good in time: outdated, or under a name that no pool has; null: it stays. */
  readonly obsolete: string | null;
  /** An operator's hold, or two VMs under this name: nothing is done to it. */
  readonly untouchable: boolean;
}

/** Tag that takes a VM out of the scaler's hands. Any value but `false` and the empty one counts. */
const HOLD_TAG = "overflow:hold";
/** How long EC2 may go on showing a VM as it was before an accepted call ("Eventual consistency in the Amazon EC2 API"). */
export const VISIBILITY_MS = 60_000;
/**
 * A connection that the master kept while the VM slept may be a dead one. It is believed once it outlived the master's
 * watchdog, which looks every 20 s and waits 10 s (docs/buildbot.md 5).
 */
const OLD_CONNECTION_MS = 30_000;
/** The scaler's pause reasons begin with this. The master forgets reasons at its restart (docs/buildbot.md T10): a hint, not the record. */
export const PAUSE_REASON_PREFIX = "overflow:";

export function isHeld(vm: Vm): boolean {
  const value = vm.tags[HOLD_TAG];
  return value !== undefined && value !== "" && value !== "false";
}

/** The machines of a pool, or under names that no pool has, in the order of the names, as this tick sees them. */
export function machinesOf(pool: Names, world: SeenWorld, memory: Memory): Machine[] {
  const rows = new Map(world.queue.workers.map((row) => [row.name, row]));
  const withBuild = new Set(world.queue.running.map((build) => build.workerId));
  const vms = new Map<string, Vm[]>();
  for (const vm of world.fleet.vms) {
    if (vm.pool !== pool.name || vm.state === "terminated") continue;
    vms.set(vm.name, [...(vms.get(vm.name) ?? []), vm]);
  }
  const obsolete = obsolescence(pool, world);
  return pool.workers.map((name) => {
    const own = vms.get(name) ?? [];
    const vm = own[0] ?? null;
    const worker = rows.get(name) ?? null;
    const seen = workerMemory(memory, name);
    const hasBuild = worker !== null && withBuild.has(worker.workerId);
    const pausedByOther = worker?.paused === true && !isOurPause(worker, seen.mark);
    const condition = conditionOf({ vm, worker, memory: seen, hasBuild, pausedByOther }, world);
    const untouchable = own.length > 1 || own.some(isHeld);
    return {
      pool: pool.name,
      name,
      condition,
      vm,
      worker,
      memory: seen,
      hasBuild,
      pausedByOther,
      obsolete: vm === null ? null : obsolete(vm),
      untouchable,
    };
  });
}

function obsolescence(names: Names, world: SeenWorld): (vm: Vm) => string | null {
  const { master, pools } = world.document;
  const pool = pools.find((each) => each.name === names.name);
  const settings = pool === undefined ? "" : madeWith(master, pool);
  return (vm) =>
    pool?.workers.includes(vm.name) === true ? outdated(pool, settings, vm) : leavingReason(vm, world);
}

function isOurPause(worker: MasterWorker, mark: PauseMark | null): boolean {
  return mark !== null || worker.pauseReason?.startsWith(PAUSE_REASON_PREFIX) === true;
}

type Seen = Pick<Machine, "vm" | "worker" | "memory" | "hasBuild" | "pausedByOther">;

function conditionOf(seen: Seen, world: SeenWorld): Condition {
  const { vm, memory } = seen;
  const startPending = memory.pendingStart !== null;
  switch (vm?.state) {
    case undefined:
    case "terminated":
      return startPending ? "starting" : "absent";
    case "stopped":
      return startPending ? "starting" : "asleep";
    case "stopping":
      return "stopping";
    case "shutting-down":
      return "leaving";
    case "pending":
      return isLate(vm.launchedAtMs, world) ? "stuck" : "starting";
    case "running":
      return runningCondition(seen, vm, world);
  }
}

function runningCondition(seen: Seen, vm: Vm, world: SeenWorld): Condition {
  const { worker, memory, hasBuild, pausedByOther } = seen;
  const mark = memory.mark;
  const stopAsked = mark?.phase === "suspending" && mark.runStartedAtMs === vm.launchedAtMs;
  if (stopAsked && world.nowMs - mark.atMs < VISIBILITY_MS) return "stopping";
  if (hasBuild) return "busy";
  if (mark !== null && isBeforeStop(mark, vm)) return "draining";
  if (worker?.connected !== true) {
    const sinceMs = Math.max(vm.launchedAtMs, memory.detachedSinceMs ?? world.nowMs);
    return isLate(sinceMs, world) ? "stuck" : "booting";
  }
  if (pausedByOther || worker.graceful) return "closed";
  if (settledAtMs(memory, world) > world.nowMs)
    return worker.paused || memory.oldConnection ? "settling" : "idle";
  return worker.paused ? "waking" : "idle";
}

/** The mark was set in this run of the VM and the door was not opened again: the pause is the first step of a stop. */
export function isBeforeStop(mark: PauseMark, vm: Vm): boolean {
  return mark.phase !== "releasing" && mark.runStartedAtMs === vm.launchedAtMs;
}

function isLate(sinceMs: number, world: SeenWorld): boolean {
  return world.nowMs - sinceMs >= world.document.limits.attachTimeoutSeconds * 1000;
}

/** When the worker's attach counts as done (docs/buildbot.md T1); infinite while it is not attached. */
export function settledAtMs(memory: WorkerMemory, world: SeenWorld): number {
  if (memory.attachedSinceMs === null) return Infinity;
  const settleMs = world.document.limits.attachSettleSeconds * 1000;
  return memory.attachedSinceMs + (memory.oldConnection ? Math.max(settleMs, OLD_CONNECTION_MS) : settleMs);
}

/** Nothing is done to a worker between the master's first sign of it and the end of its attach (docs/buildbot.md T1). */
export function mayBeStopped(machine: Machine, world: SeenWorld): boolean {
  if (machine.worker?.connected !== true) return true;
  return settledAtMs(machine.memory, world) <= world.nowMs;
}
