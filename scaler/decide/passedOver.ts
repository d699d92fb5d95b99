import { isIdle } from "./need";
import { type Hold } from "./plan";
import { type PoolState } from "./poolState";
import { type SeenWorld } from "./world";

/** A free worker gets a waiting request within 0.11 s (docs/buildbot.md 3). After half a minute something else is in the way. */
const PASSED_OVER_MS = 30_000;

/**
 * Requests that wait though an idle cloud worker could run them: a lock, a scheduler's rule, or a connection that is dead while the
 * master lists it (docs/buildbot.md T1). Reported only; whether to distrust the worker is for people to say.
 */
export function passedOver(states: readonly PoolState[], world: SeenWorld): Hold[] {
  const old = new Set(
    world.queue.pending
      .filter((request) => world.nowMs - request.submittedAtMs >= PASSED_OVER_MS)
      .map((request) => request.builder),
  );
  if (old.size === 0) return [];
  return states.flatMap(({ pool, machines }) =>
    machines
      .filter((machine) => isIdle(machine) && isLongAttached(machine.memory.attachedSinceMs, world))
      .filter((machine) => world.nowMs - (machine.memory.lastBusyMs ?? 0) >= PASSED_OVER_MS)
      .flatMap((machine): Hold[] => {
        const builder = machine.worker?.builders.find((name) => old.has(name));
        if (builder === undefined) return [];
        const reason = `${machine.name} is idle while requests of ${builder} wait: a lock, or a dead connection (restart its worker)`;
        return [{ code: "passed-over", pool: pool.name, worker: machine.name, reason }];
      }),
  );
}

function isLongAttached(sinceMs: number | null, world: SeenWorld): boolean {
  return sinceMs !== null && world.nowMs - sinceMs >= PASSED_OVER_MS;
}
