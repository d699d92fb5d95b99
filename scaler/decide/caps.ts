import { type PoolDocument } from "../document";
import { API_BAR, isBarred, poolBar } from "./bars";
import { type Brake } from "./brake";
import { type Memory } from "./memory";
import { type HoldCode } from "./plan";
import { type SeenWorld } from "./world";

export interface Cap {
  /** Most starts and creations of the pool in this tick. */
  readonly count: number;
  /** Which limit sets it, and its sentence. */
  readonly code: HoldCode;
  readonly reason: string;
}

/** How many machines a pool could wake or make: `now`, and `later`, when the bars of earlier refusals end. */
export interface Available {
  readonly now: number;
  readonly later: number;
}

/** The tightest limit on a pool's starts in this tick, its machines included. */
export function cap(
  pool: PoolDocument,
  available: Available,
  brake: Brake | null,
  world: SeenWorld,
  memory: Memory,
): Cap {
  const machines: Cap =
    brake === null
      ? availability(pool, available)
      : { count: available.now, code: "broken-image", reason: brake.reason };
  return tightest([machines, ...limits(pool, world, memory)]);
}

/** Whether the limits would let one more VM of the pool start, if there were one. */
export function mayStart(pool: PoolDocument, world: SeenWorld, memory: Memory): boolean {
  return tightest(limits(pool, world, memory)).count > 0;
}

function tightest(caps: readonly Cap[]): Cap {
  return caps.reduce((least, each) => (each.count < least.count ? each : least));
}

function limits(pool: PoolDocument, world: SeenWorld, memory: Memory): Cap[] {
  const { maxStartsPerTick, maxStartsPerHour, maxDollarsPerDay } = world.document.limits;
  const lastHour = memory.pools[pool.name]?.startsMs.length ?? 0;
  const caps: Cap[] = [
    { count: maxStartsPerTick, code: "starts-per-tick", reason: `${maxStartsPerTick} starts a tick` },
    {
      count: Math.max(0, maxStartsPerHour - lastHour),
      code: "starts-per-hour",
      reason: `${lastHour} of ${maxStartsPerHour} starts an hour are used`,
    },
  ];
  if (maxDollarsPerDay !== null && memory.spend.dollars >= maxDollarsPerDay) {
    const spent = memory.spend.dollars.toFixed(2);
    caps.push({
      count: 0,
      code: "dollars-per-day",
      reason: `$${spent} of $${maxDollarsPerDay} a day are spent`,
    });
  }
  if (isBarred(memory, API_BAR, world.nowMs)) {
    caps.push({ count: 0, code: "throttled", reason: "the EC2 API throttles; asked again in some seconds" });
  }
  if (isBarred(memory, poolBar(pool.name), world.nowMs)) {
    caps.push({
      count: 0,
      code: "no-capacity",
      reason: "EC2 refused for a quota; asked again in some minutes",
    });
  }
  return caps;
}

function availability(pool: PoolDocument, { now, later }: Available): Cap {
  if (later > 0) {
    return {
      count: now,
      code: "no-capacity",
      reason: `EC2 refused ${later} VMs of the pool; asked again in some minutes`,
    };
  }
  const reason = `no VM of the pool is left to wake or make (${pool.workers.length} names)`;
  return { count: now, code: "max", reason };
}
