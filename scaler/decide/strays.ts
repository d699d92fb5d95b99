import { type PoolDocument } from "../document";
import { isHeld, type Machine } from "./machine";
import { type Hold } from "./plan";
import { type SeenWorld } from "./world";

/** VMs and workers that are left alone, and why: reported at each tick, touched never. */
export function strays(world: SeenWorld, machines: readonly Machine[]): Hold[] {
  const pools = new Map(world.document.pools.map((pool) => [pool.name, pool]));
  return [
    ...unknownVms(world, pools),
    ...duplicates(world, pools),
    ...heldVms(world, pools),
    ...closed(machines),
  ];
}

type Pools = ReadonlyMap<string, PoolDocument>;

function unknownVms(world: SeenWorld, pools: Pools): Hold[] {
  return live(world).flatMap((vm) => {
    if (pools.get(vm.pool)?.workers.includes(vm.name) === true) return [];
    const what = pools.has(vm.pool)
      ? `no worker of pool ${vm.pool}`
      : `pool ${vm.pool} is not in the settings`;
    return [hold("unknown-vm", null, vm.name, `${vm.instanceId} (${vm.name}) is left alone: ${what}`)];
  });
}

function duplicates(world: SeenWorld, pools: Pools): Hold[] {
  const byName = new Map<string, string[]>();
  for (const vm of live(world)) {
    if (!pools.has(vm.pool)) continue;
    const key = `${vm.pool}/${vm.name}`;
    byName.set(key, [...(byName.get(key) ?? []), vm.instanceId]);
  }
  return [...byName]
    .filter(([, ids]) => ids.length > 1)
    .map(([key, ids]) => {
      const [pool = "", name = ""] = key.split("/");
      const reason = `${ids.length} VMs bear the name ${name} (${ids.join(", ")}): none is touched until one is terminated by hand`;
      return hold("duplicate-name", pool, name, reason);
    });
}

function heldVms(world: SeenWorld, pools: Pools): Hold[] {
  return live(world)
    .filter((vm) => pools.has(vm.pool) && isHeld(vm))
    .map((vm) => hold("operator-hold", vm.pool, vm.name, `${vm.instanceId} bears the tag overflow:hold`));
}

function closed(machines: readonly Machine[]): Hold[] {
  return machines
    .filter((machine) => machine.pausedByOther)
    .map((machine) =>
      hold(
        "paused-by-other",
        machine.pool,
        machine.name,
        `${machine.name} was paused by someone else: it is neither started, unpaused nor stopped until they unpause it`,
      ),
    );
}

function live(world: SeenWorld) {
  return world.fleet.vms.filter((vm) => vm.state !== "terminated");
}

function hold(code: Hold["code"], pool: string | null, worker: string | null, reason: string): Hold {
  return { code, pool, worker, reason };
}
