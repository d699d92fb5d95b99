import { type Names } from "./leaving";
import { hasPending } from "./idle";
import { isBeforeStop, type Machine } from "./machine";
import { type Memory } from "./memory";
import { isIdle, isOnTheWay } from "./need";
import { type PoolState } from "./poolState";
import { type SeenWorld } from "./world";

/**
 * Which obsolete machines leave now. A machine in this set is closed at the master, and ended once its build is done and its drain is
 * over; it is neither woken, counted on nor taken back. The set is worked out anew at each tick: what began to leave comes first, and
 * what began and is out of the set by now is taken back into use (docs/adr-0007-changes-under-load.md).
 */
export type Departures = ReadonlySet<string>;

/** Names with their machines: of a pool, or of what no pool has any more. */
export interface Leaving {
  readonly pool: Names;
  readonly machines: readonly Machine[];
}

/** Under a backlog this part of the machines is under way at once, and at least one: the rest goes on building. */
const PART_UNDER_LOAD = 10;

/**
 * Outdated machines of a pool. They go once one VM of the new kind has attached, at the pace at which new ones may come. Under a backlog
 * that takes the whole pool a tenth of it is under way at once, busy ones among them: else a pool that is never idle would keep its old
 * VMs for ever.
 *
 * @param mayStart whether the limits would let a replacement start
 */
export function outdatedDepartures(
  { pool, machines }: PoolState,
  world: SeenWorld,
  memory: Memory,
  mayStart: boolean,
): Departures {
  const obsolete = machines.filter((machine) => machine.obsolete !== null);
  if (obsolete.length === 0) return new Set();
  const pending = hasPending(pool, world);
  if (memory.pools[pool.name]?.newest.proven !== true) {
    // The old ones stay until a new one has shown that it works; if they have all the names, one makes room for it.
    const room =
      machines.some(isFree) || machines.some(({ vm, obsolete: why }) => vm !== null && why === null);
    if (room || !mayStart) return new Set();
    return chosen(obsolete, 1 - count(obsolete, "leaving"), pending ? ANY : RESTING);
  }
  if (!pending) return chosen(obsolete, begun(obsolete) + world.document.limits.maxStartsPerTick, RESTING);
  // As long as new ones can take the backlog, beside the old or at once, nobody need go for it.
  const newest = machines.filter((machine) => machine.obsolete === null);
  if (machines.some(isFree) || newest.some(isIdle)) return new Set();
  const coming = newest.filter(isOnTheWay).length;
  const underWay = count(obsolete, "leaving") + coming;
  return chosen(obsolete, mayStart ? part(machines) - underWay : 0, AWAKE);
}

/** Machines under names that no pool has: all of them, and without a backlog for them the busy ones get no more builds, either. */
export function leavingDepartures({ machines }: Leaving, world: SeenWorld): Departures {
  const builders = new Set(machines.flatMap((machine) => machine.worker?.builders ?? []));
  const pending = world.queue.pending.some((request) => builders.has(request.builder));
  const allowed = pending
    ? part(machines) - count(machines, "leaving")
    : begun(machines) + world.document.limits.maxStartsPerTick;
  return chosen(machines, allowed, LEAVING);
}

const RESTING: readonly string[] = ["asleep", "idle"];
const AWAKE: readonly string[] = ["idle", "busy"];
const ANY: readonly string[] = [...RESTING, "busy"];
/** In a pool, a VM that is stuck is ended as such, and one that boots may yet be needed. */
const LEAVING: readonly string[] = ["stuck", "booting", ...ANY];

function chosen(machines: readonly Machine[], allowed: number, conditions: readonly string[]): Departures {
  const rank = (machine: Machine) => (hasBegun(machine) ? -1 : conditions.indexOf(machine.condition));
  return new Set(
    machines
      .filter((machine) => !machine.untouchable && !machine.pausedByOther && isEndable(machine))
      .filter((machine) => hasBegun(machine) || conditions.includes(machine.condition))
      .sort((a, b) => rank(a) - rank(b) || lastUse(a) - lastUse(b))
      .slice(0, Math.max(0, allowed))
      .map((machine) => machine.name),
  );
}

/** A VM that boots is waited for, unless the master does not know its name: then no worker of it will ever attach. */
function isEndable({ condition, worker }: Machine): boolean {
  return condition !== "booting" || worker === null;
}

/** Its door was closed by us before a stop: on the way out, idle by now or not. */
export function hasBegun({ vm, condition, memory }: Machine): boolean {
  if (condition === "draining") return true;
  return condition === "busy" && vm !== null && memory.mark !== null && isBeforeStop(memory.mark, vm);
}

function begun(machines: readonly Machine[]): number {
  return machines.filter(hasBegun).length;
}

function count(machines: readonly Machine[], condition: string): number {
  return machines.filter((machine) => machine.condition === condition).length;
}

function isFree({ condition, untouchable, pausedByOther }: Machine): boolean {
  return condition === "absent" && !untouchable && !pausedByOther;
}

function lastUse({ memory, vm }: Machine): number {
  return memory.lastBusyMs ?? vm?.launchedAtMs ?? 0;
}

function part(machines: readonly Machine[]): number {
  return Math.max(1, Math.floor(machines.length / PART_UNDER_LOAD));
}
