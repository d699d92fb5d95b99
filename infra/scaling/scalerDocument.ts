import type { PoolDocument, ScalerDocument } from "../../scaler/document";
import { workerNames } from "../names";
import { type Settings } from "../settings/schema";

/** What the document needs beside the settings: names that AWS gave. */
export interface DocumentFacts {
  readonly passwordSecretArn: string;
  /** By pool. */
  readonly pools: Readonly<Record<string, PoolFacts>>;
}

export interface PoolFacts {
  readonly launchTemplateId: string;
  readonly launchTemplateVersion: string;
  readonly workerKeySecretArn: string;
  /** Subnets of the pool's trust level. */
  readonly subnetIds: readonly string[];
  /** Of the pool's level of trust; origin → mirror. */
  readonly mirrors: Readonly<Record<string, string>>;
  readonly records: PoolDocument["records"];
}

/**
 * The scaler's document. Pure.
 * @throws RangeError if a pool of the settings has no facts
 */
export function renderScalerDocument(settings: Settings, facts: DocumentFacts): ScalerDocument {
  const { master, scaler, buildNetwork } = settings;
  const isTls = master.transport === "tls";
  return {
    schema: 1,
    environment: settings.environment,
    region: settings.region,
    master: {
      webUrl: `${isTls ? "https" : "http"}://${master.address}:${master.webPort}`,
      certificateAuthority: isTls ? buildNetwork.certificateAuthority : null,
      user: master.user,
      passwordSecretArn: facts.passwordSecretArn,
      workerHost: master.address,
      workerPort: master.workersPort,
      workerTls: isTls,
    },
    certificateAuthority: buildNetwork.certificateAuthority,
    limits: {
      tickSeconds: scaler.tickSeconds,
      graceSeconds: scaler.graceSeconds,
      maxStartsPerTick: scaler.maxStartsPerTick,
      maxStartsPerHour: scaler.maxStartsPerHour,
      maxDollarsPerDay: scaler.maxDollarsPerDay,
      maxSnapshotAgeSeconds: scaler.maxSnapshotAgeSeconds,
      drainSeconds: scaler.drainSeconds,
      attachSettleSeconds: scaler.attachSettleSeconds,
      attachTimeoutSeconds: scaler.attachTimeoutSeconds,
    },
    pools: Object.entries(settings.pools).map(([name, pool]): PoolDocument => {
      const poolFacts = facts.pools[name];
      if (poolFacts === undefined) throw new RangeError(`pool ${name} has no launch template`);
      return {
        name,
        platform: pool.platform,
        trust: pool.trust,
        builders: pool.builders,
        workers: workerNames(name, pool),
        idleCeilingSeconds: pool.idleCeilingSeconds,
        ...poolFacts,
        hibernate: pool.hibernate,
        dollarsPerHour: pool.dollarsPerHour,
      };
    }),
  };
}
