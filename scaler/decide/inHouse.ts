import { type Memory } from "./memory";
import { cloudNames } from "./leaving";
import { freeInHouse } from "./need";
import { type SeenWorld } from "./world";

/** Builders for which an in-house machine stands free now. */
export function freeBuilders(world: SeenWorld): string[] {
  return [...new Set(freeInHouse(world).flatMap((worker) => worker.builders))].sort();
}

/**
 * Builds that began on a cloud worker since the last look, while an in-house machine that runs their builder stood free at both
 * looks. In-house first is the master's rule (its `nextWorker`); this count says whether it is kept.
 */
export function countViolations(world: SeenWorld, before: Memory): number {
  const sinceMs = before.seenAtMs;
  if (sinceMs === null) return 0;
  const free = new Set(freeBuilders(world).filter((builder) => before.freeInHouse.includes(builder)));
  const names = cloudNames(world);
  const cloud = new Set(world.queue.workers.filter((row) => names.has(row.name)).map((row) => row.workerId));
  return world.queue.running.filter(
    (build) => build.startedAtMs > sinceMs && cloud.has(build.workerId) && free.has(build.builder),
  ).length;
}
