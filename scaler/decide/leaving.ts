import { type PoolDocument } from "../document";
import { type Vm } from "../ports";
import { type SeenWorld } from "./world";

/** The part of a pool that tells its machines. */
export type Names = Pick<PoolDocument, "name" | "workers">;

/**
 * Names of VMs that the scaler made and that no pool has any more: their pool was removed or renamed, its maximum lowered, or its key
 * replaced. One entry a pool tag. A VM without name or pool tag is none of these.
 */
export function leavingNames({ document, fleet }: Pick<SeenWorld, "document" | "fleet">): Names[] {
  const known = new Set(document.pools.flatMap((pool) => pool.workers));
  const byPool = new Map<string, Set<string>>();
  for (const vm of fleet.vms) {
    if (vm.state === "terminated" || vm.pool === "" || vm.name === "" || known.has(vm.name)) continue;
    byPool.set(vm.pool, (byPool.get(vm.pool) ?? new Set()).add(vm.name));
  }
  return [...byPool].map(([name, workers]) => ({ name, workers: [...workers].sort() }));
}

/** Every worker name that stands for a cloud VM, of the pools and of what leaves. */
export function cloudNames(world: Pick<SeenWorld, "document" | "fleet">): Set<string> {
  return new Set([...world.document.pools, ...leavingNames(world)].flatMap(({ workers }) => workers));
}

/** Why a VM under such a name leaves. */
export function leavingReason(vm: Vm, { document }: Pick<SeenWorld, "document">): string {
  const pool = document.pools.find(({ name }) => name === vm.pool);
  return pool === undefined
    ? `pool ${vm.pool} is not in the settings any more`
    : `${vm.name} is none of the ${pool.workers.length} names of pool ${pool.name} any more`;
}
