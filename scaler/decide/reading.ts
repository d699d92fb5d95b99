import { type HoldCode } from "./plan";
import { type Reading, type SeenWorld, type World } from "./world";

export interface Refusal {
  readonly code: HoldCode;
  readonly reason: string;
}

/** The world with both readings, if they are there and fresh; else why nothing may be decided on them. */
export function seen(world: World): SeenWorld | Refusal {
  const maxAgeMs = world.document.limits.maxSnapshotAgeSeconds * 1000;
  const queue = fresh(world.queue, "master", "the master", world.nowMs, maxAgeMs);
  if ("code" in queue) return queue;
  const fleet = fresh(world.fleet, "fleet", "EC2", world.nowMs, maxAgeMs);
  if ("code" in fleet) return fleet;
  return { nowMs: world.nowMs, document: world.document, queue, fleet };
}

function fresh<T extends { readonly takenAtMs: number }>(
  reading: Reading<T>,
  kind: "master" | "fleet",
  whose: string,
  nowMs: number,
  maxAgeMs: number,
): T | Refusal {
  if ("unreadable" in reading) {
    return {
      code: `${kind}-unreadable`,
      reason: `${whose} could not be read: ${reading.unreadable}; nothing is started or stopped`,
    };
  }
  const ageMs = nowMs - reading.value.takenAtMs;
  // An answer from the future is no fresher: one of the two clocks is wrong.
  if (Math.abs(ageMs) <= maxAgeMs) return reading.value;
  return {
    code: `${kind}-stale`,
    reason: `the answer of ${whose} is ${(ageMs / 1000).toFixed(1)} s old, more than ${maxAgeMs / 1000} s; nothing is started or stopped`,
  };
}
