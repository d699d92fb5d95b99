import { type PoolDocument } from "../document";
import { type MasterWorker, type Vm } from "../ports";
import { matchesAny } from "../patterns";
import { dropEndedBars } from "./bars";
import { afterLook } from "./brake";
import { leavingNames, type Names } from "./leaving";
import { VISIBILITY_MS } from "./machine";
import { kindOf, madeWith, outdated } from "./made";
import {
  hasGap,
  type Memory,
  NEW_WORKER,
  type PauseMark,
  type PoolMemory,
  type WorkerMemory,
} from "./memory";
import { spendUntil } from "./spend";
import { type SeenWorld } from "./world";

/** The master shows a pause within 41 ms (docs/buildbot.md 3). Not seen for this long, it is not there: lost, or undone by an operator. */
const PAUSE_LOST_MS = 2_000;
const HOUR_MS = 3_600_000;

/** The memory after a look at the whole world, before anything is decided. */
export function observe(world: SeenWorld, memory: Memory): Memory {
  const gap = hasGap(memory, world.nowMs);
  const endings = lastEndings(world);
  const rows = new Map(world.queue.workers.map((row) => [row.name, row]));
  const busy = new Set(world.queue.running.map((build) => build.workerId));
  const workers: Record<string, WorkerMemory> = closedDoors(world, memory);
  for (const pool of [...world.document.pools, ...leavingNames(world)]) {
    const vms = vmsByName(pool, world);
    for (const name of pool.workers) {
      const row = rows.get(name);
      const endedMs = row === undefined ? undefined : endings.get(row.workerId);
      const busyMs = row !== undefined && busy.has(row.workerId) ? world.nowMs : endedMs;
      const known = memory.workers[name] ?? adopt(vms.get(name));
      workers[name] = observeWorker(gap ? unwatched(known) : known, vms.get(name), row, busyMs, world.nowMs);
    }
  }
  const pools = Object.fromEntries(
    world.document.pools.map((pool) => [pool.name, observePool(pool, world, gap, memory, workers)]),
  );
  const spend = spendUntil(world, memory);
  return { ...dropEndedBars(memory, world.nowMs), seenAtMs: world.nowMs, pools, workers, spend };
}

/** Doors that we closed and that the master shows closed, under names without a pool now: a pool may have them again. */
function closedDoors(world: SeenWorld, memory: Memory): Record<string, WorkerMemory> {
  const paused = new Set(world.queue.workers.filter((row) => row.paused).map((row) => row.name));
  const closed = Object.entries(memory.workers).filter(
    ([name, { mark }]) => mark !== null && paused.has(name),
  );
  return Object.fromEntries(closed);
}

function vmsByName(pool: Names, world: SeenWorld): Map<string, Vm> {
  const own = world.fleet.vms.filter((vm) => vm.pool === pool.name && vm.state !== "terminated");
  return new Map(own.reverse().map((vm) => [vm.name, vm]));
}

/** Worker id → end of its last build among those that the master told of. */
function lastEndings(world: SeenWorld): Map<number, number> {
  const endings = new Map<number, number>();
  for (const build of world.queue.finished) {
    endings.set(build.workerId, Math.max(build.completeAtMs, endings.get(build.workerId) ?? 0));
  }
  return endings;
}

/** A pool seen for the first time, or after a gap, counts as having had backlog until now: unknown means busy. */
function observePool(
  pool: PoolDocument,
  world: SeenWorld,
  gap: boolean,
  memory: Memory,
  workers: Readonly<Record<string, WorkerMemory>>,
): PoolMemory {
  const before = memory.pools[pool.name];
  const graceMs = world.document.limits.graceSeconds * 1000;
  const backlog = world.queue.pending.some(
    (request) => world.nowMs - request.submittedAtMs >= graceMs && matchesAny(pool.builders, request.builder),
  );
  return {
    lastBacklogMs: backlog || gap || before === undefined ? world.nowMs : before.lastBacklogMs,
    startsMs: (before?.startsMs ?? []).filter((ms) => world.nowMs - ms < HOUR_MS),
    newest: afterLook(before?.newest, kindOf(world.document.master, pool), attached(pool, world, workers)),
  };
}

/** Launch times of the pool's VMs of the newest kind whose workers are attached now. */
function attached(
  pool: PoolDocument,
  world: SeenWorld,
  workers: Readonly<Record<string, WorkerMemory>>,
): number[] {
  const settings = madeWith(world.document.master, pool);
  return world.fleet.vms
    .filter((vm) => vm.pool === pool.name && vm.state === "running" && outdated(pool, settings, vm) === null)
    .filter(({ name }) => workers[name]?.attachedSinceMs != null && !workers[name].oldConnection)
    .map((vm) => vm.launchedAtMs);
}

function unwatched(memory: WorkerMemory): WorkerMemory {
  return { ...memory, attachedSinceMs: null, detachedSinceMs: null };
}

/** Tag that says on the VM itself who paused its worker: read only where the table forgot. */
export const PAUSED_BY_TAG = "overflow:paused-by";
export const PAUSED_BY_SCALER = "scaler";

function adopt(vm: Vm | undefined): WorkerMemory {
  if (vm?.tags[PAUSED_BY_TAG] !== PAUSED_BY_SCALER) return NEW_WORKER;
  return {
    ...NEW_WORKER,
    mark: { phase: "draining", atMs: vm.launchedAtMs, runStartedAtMs: vm.launchedAtMs, pausedSeenMs: null },
  };
}

function observeWorker(
  known: WorkerMemory,
  vm: Vm | undefined,
  row: MasterWorker | undefined,
  busyMs: number | undefined,
  nowMs: number,
): WorkerMemory {
  const sameRun = vm?.launchedAtMs === known.runStartedAtMs;
  const running = vm?.state === "running";
  const connected = row?.connected === true;
  return {
    lastBusyMs: busyMs === undefined ? known.lastBusyMs : Math.max(busyMs, known.lastBusyMs ?? 0),
    runStartedAtMs: vm?.launchedAtMs ?? null,
    attachedSinceMs: running && connected ? ((sameRun ? known.attachedSinceMs : null) ?? nowMs) : null,
    detachedSinceMs: running && !connected ? ((sameRun ? known.detachedSinceMs : null) ?? nowMs) : null,
    oldConnection: connected && (!running || known.oldConnection),
    mark: row === undefined ? known.mark : observeMark(known.mark, row, nowMs),
    pendingStart: isStillPending(known, vm, nowMs) ? known.pendingStart : null,
  };
}

function observeMark(mark: PauseMark | null, row: MasterWorker, nowMs: number): PauseMark | null {
  if (mark === null) return null;
  if (row.paused) return { ...mark, pausedSeenMs: mark.pausedSeenMs ?? nowMs };
  // The door is open: what we asked for, or someone else's hand. In both cases it is no longer ours to keep.
  if (mark.phase === "releasing" || mark.pausedSeenMs !== null || nowMs - mark.atMs >= PAUSE_LOST_MS)
    return null;
  return mark;
}

/** EC2 may go on showing the VM as before; once it shows more, or after a minute, the intent is done with. */
function isStillPending(known: WorkerMemory, vm: Vm | undefined, nowMs: number): boolean {
  if (known.pendingStart === null || nowMs - known.pendingStart.atMs >= VISIBILITY_MS) return false;
  return known.pendingStart.instanceId === null
    ? vm === undefined
    : vm?.state === "stopped" || vm?.state === "stopping";
}
