import { matchesAny } from "../patterns";
import { type MasterWorker } from "../ports";
import { type Cover, cover, type Supply } from "./cover";
import { cloudNames } from "./leaving";
import { type Machine } from "./machine";
import { type SeenWorld } from "./world";

/** How many machines a pool could still wake or make in this tick. */
export interface Room {
  readonly pool: string;
  readonly builders: ReadonlySet<string>;
  readonly count: number;
}

export interface Need {
  /** Pool → starts and creations. */
  readonly starts: ReadonlyMap<string, number>;
  /** Workers in the middle of a stop that are needed again. */
  readonly undrain: readonly string[];
  /** Builder → aged requests that nothing covers, not even what this tick starts. */
  readonly unmet: ReadonlyMap<string, number>;
}

/** Requests let through and older than the grace, by builder. */
export function agedDemand(world: SeenWorld): Map<string, number> {
  const graceMs = world.document.limits.graceSeconds * 1000;
  const patterns = world.document.pools.flatMap((pool) => pool.builders);
  const demand = new Map<string, number>();
  for (const request of world.queue.pending) {
    if (world.nowMs - request.submittedAtMs < graceMs || !matchesAny(patterns, request.builder)) continue;
    demand.set(request.builder, (demand.get(request.builder) ?? 0) + 1);
  }
  return demand;
}

/** Workers that are no cloud VM's, take builds, and have none. */
export function freeInHouse(world: SeenWorld): MasterWorker[] {
  const cloud = cloudNames(world);
  const busy = new Set(world.queue.running.map((build) => build.workerId));
  return world.queue.workers.filter(
    (worker) =>
      !cloud.has(worker.name) &&
      worker.connected &&
      !worker.paused &&
      !worker.graceful &&
      !busy.has(worker.workerId),
  );
}

/**
 * `need = pending − free in-house − idle cloud accepting − cloud on its way`, worked out over builders and machines rather than
 * as a sum, since a machine helps only the builders that it runs. Whatever comes first in the list is used up first.
 *
 * @param machines of pools that are not frozen, without those that leave; `frozen` ones count with their idle machines only
 */
export function need(
  world: SeenWorld,
  machines: readonly Machine[],
  frozen: readonly Machine[],
  rooms: readonly Room[],
): Need {
  const draining = machines.filter((machine) => machine.condition === "draining" && !machine.untouchable);
  const supplies = [
    ...grouped("in-house", freeInHouse(world).map(buildersOf)),
    ...grouped("idle", [...machines, ...frozen].filter(isIdle).map(machineBuilders)),
    ...grouped("way", machines.filter(isOnTheWay).map(machineBuilders)),
    ...draining.map((machine) => ({
      id: `drain/${machine.name}`,
      builders: machineBuilders(machine),
      count: 1,
    })),
    ...rooms.map((room) => ({ id: `start/${room.pool}`, builders: room.builders, count: room.count })),
  ];
  const { used, unmet }: Cover = cover(agedDemand(world), supplies);
  return {
    starts: new Map(rooms.map((room) => [room.pool, used.get(`start/${room.pool}`) ?? 0])),
    undrain: draining.map((machine) => machine.name).filter((name) => (used.get(`drain/${name}`) ?? 0) > 0),
    unmet,
  };
}

export function isIdle(machine: Machine): boolean {
  return machine.condition === "idle";
}

/** It will take builds without being asked for again: started, booting, or about to be unpaused. */
export function isOnTheWay(machine: Machine): boolean {
  const coming = ["starting", "booting", "settling", "waking"].includes(machine.condition);
  // Its worker would stay closed after it came up: an operator's pause, or ours on a VM that is not to be touched.
  const staysClosed = machine.pausedByOther || (machine.untouchable && machine.worker?.paused === true);
  return coming && !staysClosed;
}

function buildersOf(worker: MasterWorker): ReadonlySet<string> {
  return new Set(worker.builders);
}

function machineBuilders(machine: Machine): ReadonlySet<string> {
  return new Set(machine.worker?.builders ?? []);
}

/** Machines of equal use become one supply, so that the size of the problem is that of the configuration, not of the farm. */
function grouped(kind: string, sets: readonly ReadonlySet<string>[]): Supply[] {
  const groups = new Map<string, Supply>();
  for (const builders of sets) {
    const id = `${kind}/${[...builders].sort().join(",")}`;
    groups.set(id, { id, builders, count: (groups.get(id)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}
