import { type MasterCredentials, type PoolsFile, type PoolsFilePool } from "../infra/outputs";
import { versionOf } from "../infra/workers/poolsFile";

/** The two files of an environment, as the build master reads them. */
export interface MasterPair {
  readonly pools: PoolsFile;
  readonly credentials: MasterCredentials;
}

/** A pool's name has no dot: no pool of the settings can have such a name. */
const LEAVING = ".leaving-";

/**
 * The files that the stack declares, and beside its pools the workers of the files before that it declares no more, as long as their VMs
 * live: each under its former key and builders. The master then cuts none of them off; the scaler closes their doors and ends them
 * when they are idle. Pure.
 *
 * @param former null: there were none
 * @param alive worker names with a VM; null: nobody could be asked, and all are kept
 */
export function withLeaving(
  declared: MasterPair,
  former: MasterPair | null,
  alive: ReadonlySet<string> | null,
): MasterPair {
  if (former === null) return declared;
  const known = namesIn(declared.pools);
  const pools: PoolsFilePool[] = [...declared.pools.pools];
  const workerKeys: Record<string, string> = { ...declared.credentials.workerKeys };
  for (const pool of former.pools.pools) {
    const workers = pool.workers.filter((name) => !known.has(name) && (alive?.has(name) ?? true));
    const key = former.credentials.workerKeys[pool.name];
    if (workers.length === 0 || key === undefined) continue;
    const name = leavingName(pool.name, workerKeys);
    pools.push({ ...pool, name, workers });
    workerKeys[name] = key;
  }
  const { schema, environment } = declared.pools;
  const content = { schema, environment, pools };
  return {
    pools: { ...content, version: versionOf(content) },
    credentials: { ...declared.credentials, workerKeys },
  };
}

/** Workers that only leave, by the file. */
export function leavingIn({ pools }: PoolsFile): readonly string[] {
  return pools.filter(({ name }) => name.includes(LEAVING)).flatMap(({ workers }) => workers);
}

/** Workers with a VM that the file does not name: a master that reads it drops them, and their builds begin anew elsewhere. */
export function unnamed(file: PoolsFile, alive: ReadonlySet<string> | null): readonly string[] {
  const known = namesIn(file);
  return [...(alive ?? [])].filter((name) => !known.has(name)).sort();
}

export function namesIn({ pools }: PoolsFile): ReadonlySet<string> {
  return new Set(pools.flatMap(({ workers }) => workers));
}

/** `linux64` leaves as `linux64.leaving-1`, a second one of the name as `-2`. */
function leavingName(former: string, taken: Readonly<Record<string, string>>): string {
  const base = former.split(LEAVING)[0] ?? former;
  for (let number = 1; ; number += 1) {
    const name = `${base}${LEAVING}${number}`;
    if (!(name in taken)) return name;
  }
}
