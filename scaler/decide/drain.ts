import { type PoolDocument } from "../document";
import { isBarred, vmBar } from "./bars";
import { type Departures } from "./departures";
import { isBeforeStop, type Machine, mayBeStopped } from "./machine";
import { type Memory } from "./memory";
import { type SuspendAction, type TerminateAction, type UnpauseAction } from "./plan";
import { type SeenWorld } from "./world";

/** Doors to open: woken workers whose attach has settled, drained ones that are needed again, and those on which a build slipped in. */
export function unpauses(
  machines: readonly Machine[],
  needed: readonly string[],
  departures: Departures,
): UnpauseAction[] {
  return machines.flatMap((machine) => {
    const reason = unpauseReason(machine, needed);
    if (reason === null || departures.has(machine.name) || machine.untouchable || machine.vm === null)
      return [];
    const { pool, name: worker } = machine;
    return [{ kind: "unpause", pool, worker, instanceId: machine.vm.instanceId, reason }];
  });
}

function unpauseReason(machine: Machine, needed: readonly string[]): string | null {
  const { condition, memory, vm, worker } = machine;
  if (condition === "waking") return "woken, and its attach has settled";
  if (condition === "draining" && needed.includes(machine.name))
    return "needed again before it was suspended";
  if (condition !== "busy" || vm === null || worker?.paused !== true || memory.mark === null) return null;
  return isBeforeStop(memory.mark, vm)
    ? "a build slipped in before the door was closed"
    : "woken, and at work";
}

/**
 * Last step of a stop: the master shows the door closed since `drainSeconds`, and still no build (docs/buildbot.md T1b: one may
 * appear after "paused" and "no build" were both read).
 */
export function suspends(
  pool: PoolDocument,
  machines: readonly Machine[],
  needed: readonly string[],
  world: SeenWorld,
  memory: Memory,
): SuspendAction[] {
  return machines.flatMap((machine) => {
    const closedMs = drainedAtMs(machine, world);
    if (closedMs === null || world.nowMs < closedMs || needed.includes(machine.name)) return [];
    if (machine.vm === null || !mayBeStopped(machine, world)) return [];
    if (isBarred(memory, vmBar(machine.name), world.nowMs)) return [];
    return [
      {
        kind: "suspend",
        pool: pool.name,
        worker: machine.name,
        instanceId: machine.vm.instanceId,
        hibernate: pool.hibernate,
        reason: `paused for ${world.document.limits.drainSeconds} s, and the master shows no build on it`,
      },
    ];
  });
}

/** When the last look may be taken; null while the master does not show the pause, or a build is there. */
export function drainedAtMs(machine: Machine, world: SeenWorld): number | null {
  const seenMs = machine.memory.mark?.pausedSeenMs ?? null;
  if (machine.condition !== "draining" || machine.untouchable || machine.hasBuild) return null;
  if (seenMs === null || machine.worker?.paused !== true) return null;
  return seenMs + world.document.limits.drainSeconds * 1000;
}

/** VMs on which no worker came up: one a tick and pool, so that a fault common to all of them is not answered by ending all at once. */
export function terminations(
  machines: readonly Machine[],
  world: SeenWorld,
  memory: Memory,
): TerminateAction[] {
  const stuck = machines.find(
    (machine) =>
      machine.condition === "stuck" &&
      !machine.untouchable &&
      !machine.hasBuild &&
      !machine.pausedByOther &&
      machine.worker !== null &&
      !machine.worker.connected &&
      !isBarred(memory, vmBar(machine.name), world.nowMs),
  );
  if (stuck?.vm == null) return [];
  return [
    {
      kind: "terminate",
      pool: stuck.pool,
      worker: stuck.name,
      instanceId: stuck.vm.instanceId,
      ofNewestKind: stuck.obsolete === null,
      reason: `stuck: its worker did not attach for ${world.document.limits.attachTimeoutSeconds} s, and the master shows no build on it`,
    },
  ];
}
