import { type Settings } from "../settings/schema";
import { WorkerPool } from "../workers/workerPool";
import { type Context } from "./context";
import { type declareNetwork } from "./network";

/** A worker pool with its name. */
export interface DeclaredPool {
  readonly pool: string;
  readonly declared: WorkerPool;
}

/** The pools, each in the group of its trust level. */
export function declarePools(
  { settings, key, secretDays, opts }: Context,
  { security }: ReturnType<typeof declareNetwork>,
): readonly DeclaredPool[] {
  return Object.entries(settings.pools).map(([pool, poolSettings]) => ({
    pool,
    declared: new WorkerPool(
      `pool-${pool}`,
      {
        environment: settings.environment,
        pool,
        settings: poolSettings,
        securityGroupId: security.of(`workers-${poolSettings.trust}`).id,
        kmsKeyArn: key.arn,
        recoveryDays: secretDays,
      },
      opts,
    ),
  }));
}

/** A value for each pool, by its name. */
export function byPool<T>(
  pools: readonly DeclaredPool[],
  of: (pool: WorkerPool, trust: string) => T,
  settings: Settings,
): Record<string, T> {
  return Object.fromEntries(
    pools.map(({ pool, declared }) => [pool, of(declared, settings.pools[pool]?.trust ?? "")]),
  );
}
