import { type Vm } from "../ports";
import { type Memory, type Spend } from "./memory";
import { type SeenWorld } from "./world";

const HOUR_MS = 3_600_000;

/** UTC day of a time, `2026-11-24`. */
function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/**
 * The day's dollars of VM time up to now. Between two ticks a VM is taken to have run throughout, or since it started. Running VMs are
 * billed, and hibernating ones while `stopping` (EC2 guide, "Instance lifecycle"); plain stops are counted alike, on the safe side.
 */
export function spendUntil(world: SeenWorld, memory: Memory): Spend {
  const day = dayOf(world.nowMs);
  const before = memory.spend.day === day ? memory.spend.dollars : 0;
  const fromMs = memory.seenAtMs ?? world.nowMs;
  const price = new Map(world.document.pools.map((pool) => [pool.name, pool.dollarsPerHour]));
  // A VM whose pool is gone from the settings has no price of its own: the highest, on the safe side.
  const dearest = Math.max(0, ...price.values());
  const dollars = world.fleet.vms
    .filter(isBilled)
    .map((vm) => {
      const hours = Math.max(0, world.nowMs - Math.max(fromMs, vm.launchedAtMs)) / HOUR_MS;
      return hours * (price.get(vm.pool) ?? dearest);
    })
    .reduce((sum, each) => sum + each, before);
  return { day, dollars };
}

function isBilled(vm: Vm): boolean {
  return vm.state === "running" || vm.state === "stopping";
}
