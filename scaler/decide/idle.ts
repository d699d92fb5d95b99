import { type PoolDocument } from "../document";
import { matchesAny } from "../patterns";
import { type Machine, mayBeStopped } from "./machine";
import { type Memory } from "./memory";
import { type PauseAction } from "./plan";
import { type SeenWorld } from "./world";

/**
 * The idle rule (docs/scaler.md): pool without backlog for the ceiling, and the VM itself idle for it, counted from the later of
 * its last build's end and this start. First step of the stop: the door is closed.
 */
export function pauses(
  pool: PoolDocument,
  machines: readonly Machine[],
  world: SeenWorld,
  memory: Memory,
): PauseAction[] {
  if (hasPending(pool, world)) return [];
  return machines.flatMap((machine) => {
    const ripeMs = suspendableAtMs(pool, machine, memory);
    if (machine.vm === null || ripeMs === null || world.nowMs < ripeMs || !mayBeStopped(machine, world))
      return [];
    return [
      {
        kind: "pause",
        pool: pool.name,
        worker: machine.name,
        instanceId: machine.vm.instanceId,
        reason: `idle, and its pool without backlog, for the ceiling of ${pool.idleCeilingSeconds} s`,
      },
    ];
  });
}

/** When the machine, left as it is, may be suspended; null if it is not idle or not ours to stop. */
export function suspendableAtMs(pool: PoolDocument, machine: Machine, memory: Memory): number | null {
  if (machine.condition !== "idle" || machine.untouchable || machine.vm === null) return null;
  const idleSinceMs = Math.max(machine.memory.lastBusyMs ?? 0, machine.vm.launchedAtMs);
  const backlogMs = memory.pools[pool.name]?.lastBacklogMs;
  if (backlogMs === undefined) return null;
  return Math.max(idleSinceMs, backlogMs) + pool.idleCeilingSeconds * 1000;
}

/** A request of any age: even one that is left to in-house machines for now may yet need the VM. */
export function hasPending(pool: PoolDocument, world: SeenWorld): boolean {
  return world.queue.pending.some((request) => matchesAny(pool.builders, request.builder));
}
