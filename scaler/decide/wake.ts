import { type PoolDocument } from "../document";
import { matchesAny } from "../patterns";
import { drainedAtMs } from "./drain";
import { hasPending, suspendableAtMs } from "./idle";
import { type Machine, settledAtMs } from "./machine";
import { type Memory } from "./memory";
import { type PoolState } from "./poolState";
import { retirableAtMs } from "./retire";
import { type SeenWorld } from "./world";

/** The next time at which something ripens without any event: a request's grace, an attach, a drain, a ceiling, a boot deadline, a bar. */
export function nextWakeMs(
  states: readonly PoolState[],
  leaving: readonly Machine[],
  world: SeenWorld,
  memory: Memory,
  short: boolean,
): number | null {
  const times = [
    ...graces(world),
    ...states.flatMap(({ pool, machines }) =>
      machines.flatMap((each) => ripening(pool, each, world, memory)),
    ),
    ...leaving.map((machine) => retirableAtMs(machine, world) ?? Infinity),
    ...(short ? [...Object.values(memory.bars), ...brakeEnds(memory)] : []),
  ].filter((ms) => ms > world.nowMs && Number.isFinite(ms));
  return times.length === 0 ? null : Math.min(...times);
}

function brakeEnds(memory: Memory): number[] {
  return Object.values(memory.pools).map((pool) => pool.newest.heldUntilMs);
}

function graces(world: SeenWorld): number[] {
  const patterns = world.document.pools.flatMap((pool) => pool.builders);
  return world.queue.pending
    .filter((request) => matchesAny(patterns, request.builder))
    .map((request) => request.submittedAtMs + world.document.limits.graceSeconds * 1000);
}

function ripening(pool: PoolDocument, machine: Machine, world: SeenWorld, memory: Memory): number[] {
  const { limits } = world.document;
  switch (machine.condition) {
    case "settling":
      return [settledAtMs(machine.memory, world)];
    case "draining":
      return [drainedAtMs(machine, world) ?? Infinity];
    case "idle":
      return hasPending(pool, world) ? [] : [suspendableAtMs(pool, machine, memory) ?? Infinity];
    case "booting":
      return [(machine.memory.detachedSinceMs ?? world.nowMs) + limits.attachTimeoutSeconds * 1000];
    default:
      return [];
  }
}
