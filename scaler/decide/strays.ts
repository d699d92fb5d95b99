import { type PoolDocument } from "../document";
import { leavingNames, type Names } from "./leaving";
import { isHeld, type Machine } from "./machine";
import { type Hold } from "./plan";
import { type SeenWorld } from "./world";

/** VMs and workers that are left alone, and why: reported at each tick, touched never. */
export function strays(world: SeenWorld, machines: readonly Machine[]): Hold[] {
  const pools = new Map(world.document.pools.map((pool) => [pool.name, pool]));
  return [...unknownVms(world, pools), ...duplicates(world), ...heldVms(world), ...closed(machines)];
}

type Pools = ReadonlyMap<string, PoolDocument>;

/** VMs that bear the scaler's tags, and yet are none that it makes: without name or pool, or under the name of another pool. */
function unknownVms(world: SeenWorld, pools: Pools): Hold[] {
  const ours = new Set([...pools.values(), ...leavingNames(world)].flatMap(keysOf));
  return live(world).flatMap((vm) => {
    if (ours.has(`${vm.pool}/${vm.name}`)) return [];
    const reason = `${vm.instanceId} is left alone: its tags say pool '${vm.pool}' and name '${vm.name}', which do not go together`;
    return [hold("unknown-vm", null, vm.name, reason)];
  });
}

function keysOf({ name, workers }: Names): string[] {
  return workers.map((worker) => `${name}/${worker}`);
}

function duplicates(world: SeenWorld): Hold[] {
  const byName = new Map<string, string[]>();
  for (const vm of live(world)) {
    if (vm.pool === "" || vm.name === "") continue;
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

function heldVms(world: SeenWorld): Hold[] {
  return live(world)
    .filter(isHeld)
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
