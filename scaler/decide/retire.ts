import { isBarred, vmBar } from "./bars";
import { type Departures, hasBegun } from "./departures";
import { drainedAtMs } from "./drain";
import { type Machine, mayBeStopped } from "./machine";
import { type Memory } from "./memory";
import { type PauseAction, type RetireAction } from "./plan";
import { type SeenWorld } from "./world";

/** First step: the door of a machine that leaves is closed. A build on it goes on. */
export function closings(
  machines: readonly Machine[],
  departures: Departures,
  world: SeenWorld,
): PauseAction[] {
  return machines.flatMap((machine): PauseAction[] => {
    const { condition, vm, worker, name, pool } = machine;
    if (!departures.has(name) || vm === null || worker === null || hasBegun(machine)) return [];
    if ((condition !== "idle" && condition !== "busy") || worker.paused || !mayBeStopped(machine, world))
      return [];
    const rest = condition === "busy" ? "; its build goes on" : "";
    return [
      { kind: "pause", pool, worker: name, instanceId: vm.instanceId, reason: `${why(machine)}${rest}` },
    ];
  });
}

/** Last step: the VM is ended. It sleeps, or its door is closed since `drainSeconds` and the master still shows no build. */
export function retirements(
  machines: readonly Machine[],
  departures: Departures,
  world: SeenWorld,
  memory: Memory,
): RetireAction[] {
  return machines.flatMap((machine): RetireAction[] => {
    const { vm, name, pool } = machine;
    if (!departures.has(name) || vm === null || machine.hasBuild) return [];
    const ripeMs = retirableAtMs(machine, world);
    if (ripeMs === null || world.nowMs < ripeMs || isBarred(memory, vmBar(name), world.nowMs)) return [];
    return [{ kind: "retire", pool, worker: name, instanceId: vm.instanceId, reason: why(machine) }];
  });
}

/** When a machine that leaves may be ended, as it stands now; null: not yet, or not ours to end. */
export function retirableAtMs(machine: Machine, world: SeenWorld): number | null {
  const { condition, worker, memory } = machine;
  if (machine.untouchable || machine.pausedByOther || machine.hasBuild) return null;
  switch (condition) {
    case "asleep":
      return world.nowMs;
    case "draining":
      return mayBeStopped(machine, world) ? drainedAtMs(machine, world) : null;
    case "booting":
      // A name that the master does not know: no build can be on it.
      return worker === null && memory.detachedSinceMs !== null
        ? memory.detachedSinceMs + world.document.limits.drainSeconds * 1000
        : null;
    case "stuck":
      return worker?.connected === true ? null : world.nowMs;
    default:
      return null;
  }
}

function why({ obsolete }: Machine): string {
  return `leaves for good: ${obsolete ?? "it is obsolete"}`;
}
