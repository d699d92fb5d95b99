import { createHash } from "node:crypto";
import { type PoolDocument } from "../document";
import { isBarred, createBar, subnetBar, vmBar } from "./bars";
import { brakeOf } from "./brake";
import { type Departures } from "./departures";
import { type Machine } from "./machine";
import { madeWith } from "./made";
import { type Memory } from "./memory";
import { type CreateAction, type StartAction } from "./plan";
import { type SeenWorld } from "./world";

/**
 * What a pool could wake or make now, best first: hibernated VMs, then stopped ones, most recently used first (warm caches), then new
 * VMs under free names; at the very last outdated VMs, in the same order. Left out: what an operator or an earlier refusal bars, what
 * leaves, and workers whose door someone else closed. The brake leaves at most one of the newest kind.
 */
export function candidates(
  pool: PoolDocument,
  machines: readonly Machine[],
  departures: Departures,
  world: SeenWorld,
  memory: Memory,
): (StartAction | CreateAction)[] {
  const free = machines.filter(
    (machine) =>
      !machine.untouchable &&
      !machine.pausedByOther &&
      !departures.has(machine.name) &&
      !isBarred(memory, vmBar(machine.name), world.nowMs),
  );
  const newest = [
    ...revivals(
      pool,
      free.filter((machine) => machine.obsolete === null),
      world,
      memory,
    ),
    ...creations(pool, machines, free, world, memory),
  ];
  const old = free.filter((machine) => machine.obsolete !== null);
  const brake = brakeOf(pool, machines, memory, world.nowMs);
  return [...newest.slice(0, brake?.count), ...revivals(pool, old, world, memory)];
}

function revivals(
  pool: PoolDocument,
  free: readonly Machine[],
  world: SeenWorld,
  memory: Memory,
): StartAction[] {
  const asleep = free.flatMap((machine) => {
    if (machine.condition !== "asleep" || machine.vm === null) return [];
    const { vm, obsolete } = machine;
    return [{ vm, obsolete, usedMs: machine.memory.lastBusyMs ?? vm.launchedAtMs }];
  });
  return asleep
    .filter(({ vm }) => !isBarred(memory, subnetBar(pool.name, vm.subnetId), world.nowMs))
    .sort((a, b) => Number(b.vm.hibernated) - Number(a.vm.hibernated) || b.usedMs - a.usedMs)
    .map(({ vm, obsolete }) => ({
      kind: "start",
      pool: pool.name,
      worker: vm.name,
      instanceId: vm.instanceId,
      subnetId: vm.subnetId,
      reason: `backlog; ${vm.hibernated ? "hibernated" : "stopped"} VM, nothing in-house or awake is free for it${obsolete === null ? "" : `; ${obsolete}, but no other may start`}`,
    }));
}

/** New VMs go to the subnet with the fewest of the pool's, so that one zone out of capacity leaves most of them standing. */
function creations(
  pool: PoolDocument,
  machines: readonly Machine[],
  free: readonly Machine[],
  world: SeenWorld,
  memory: Memory,
): CreateAction[] {
  if (isBarred(memory, createBar(pool.name), world.nowMs)) return [];
  const subnets = pool.subnetIds
    .filter((id) => !isBarred(memory, subnetBar(pool.name, id), world.nowMs))
    .map((id) => ({ id, count: machines.filter((machine) => machine.vm?.subnetId === id).length }));
  return free
    .filter((machine) => machine.condition === "absent")
    .flatMap((machine) => {
      const subnet = subnets.reduce<{ id: string; count: number } | null>(
        (least, each) => (least === null || each.count < least.count ? each : least),
        null,
      );
      if (subnet === null) return [];
      subnet.count += 1;
      return [creation(pool, machine.name, subnet.id, world)];
    });
}

function creation(pool: PoolDocument, worker: string, subnetId: string, world: SeenWorld): CreateAction {
  return {
    kind: "create",
    pool: pool.name,
    worker,
    launchTemplateId: pool.launchTemplateId,
    launchTemplateVersion: pool.launchTemplateVersion,
    subnetId,
    madeWith: madeWith(world.document.master, pool),
    clientToken: clientToken(world.document.environment, worker, world.nowMs),
    reason: `backlog; no sleeping VM is left, and the name is free`,
  };
}

/** One token for one intent: the same tick sent twice makes one VM, a later intent under the same name another. 64 characters at most. */
export function clientToken(environment: string, worker: string, intentAtMs: number): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([environment, worker, intentAtMs]))
    .digest("hex");
  return `overflow-${digest.slice(0, 40)}`;
}
