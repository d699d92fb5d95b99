/**
 * The document that configures the scaler. The stack writes it as one item of the scaler's table
 * (`pk = "document"`, `sk = "-"`); the scaler reads it at each start and each tick, so a change of settings needs no new code.
 * Plain data: JSON without functions, dates or undefined.
 */
export interface ScalerDocument {
  readonly schema: 1;
  /** The stack's name, e.g. `staging`. Tag `overflow:environment` of every VM. */
  readonly environment: string;
  readonly region: string;
  readonly master: MasterDocument;
  /** The build network's own authority, PEM: builds take its word for mirrors and origins. Null: there is none. */
  readonly certificateAuthority: string | null;
  readonly limits: LimitsDocument;
  readonly pools: readonly PoolDocument[];
}

/** How the scaler reaches the build master's web API, and how workers reach its worker port. */
export interface MasterDocument {
  /** Base URL of the web API without a trailing slash, e.g. `https://10.20.0.10:8010`. */
  readonly webUrl: string;
  /**
   * PEM text of the authorities that may vouch for the master, by https and by TLS, and no others may. Null: `webUrl` is
   * plain http and workers attach without TLS.
   */
  readonly certificateAuthority: string | null;
  /** Account with the scaler's role: may pause and unpause workers, nothing else. */
  readonly user: string;
  /** ARN of the secret that holds the account's password as plain text. */
  readonly passwordSecretArn: string;
  /** What a VM connects to: address or name, and port, as seen from the VPC. */
  readonly workerHost: string;
  readonly workerPort: number;
  /** Workers attach by TLS; needs `certificateAuthority`. */
  readonly workerTls: boolean;
}

/** Limits of the whole scaler, all pools together unless said otherwise. */
export interface LimitsDocument {
  /** Seconds between two ticks when no event comes. */
  readonly tickSeconds: number;
  /** A build request younger than this is left to in-house machines. */
  readonly graceSeconds: number;
  /** Starts of one pool in one tick. */
  readonly maxStartsPerTick: number;
  /** Starts of one pool in any hour. */
  readonly maxStartsPerHour: number;
  /** US dollars a day of VM time, all pools; `null`: no cap. */
  readonly maxDollarsPerDay: number | null;
  /** A master answer older than this is stale: no start and no stop is made on it. */
  readonly maxSnapshotAgeSeconds: number;
  /** Wait between "paused" and the last look, before a VM is suspended. docs/buildbot.md T1b: 2 s or more. */
  readonly drainSeconds: number;
  /** Wait between a worker's attach and the first build it is given or stop it gets. docs/buildbot.md T1. */
  readonly attachSettleSeconds: number;
  /** A VM that runs this long without its worker attaching is stuck. */
  readonly attachTimeoutSeconds: number;
}

/** One pool: VMs of one launch template under one list of worker names. */
export interface PoolDocument {
  readonly name: string;
  readonly platform: string;
  /** Trust level, e.g. `try` or `release`. */
  readonly trust: string;
  /** Builders let through to this pool: glob patterns, `*` = any run of characters. */
  readonly builders: readonly string[];
  /** Names in order, `bld-<pool>-ec2-001` …; their count is the pool's maximum. */
  readonly workers: readonly string[];
  /** No backlog and idle for this long: suspend. The ceiling. */
  readonly idleCeilingSeconds: number;
  readonly launchTemplateId: string;
  /** Version number of the launch template as a string, never `$Latest`. */
  readonly launchTemplateVersion: string;
  /** Subnets a new VM may stand in, one per zone; taken in turn. */
  readonly subnetIds: readonly string[];
  readonly hibernate: boolean;
  /** US dollars an hour of a running VM; for the cap. */
  readonly dollarsPerHour: number;
  /** ARN of the secret that holds the pool's worker key (plain text); passwords are derived from it. */
  readonly workerKeySecretArn: string;
  /** Origin → base URL of the mirror to ask first, e.g. `https://pypi.org` → `https://pypi.try.mirror.staging.overflow.internal`. */
  readonly mirrors: Readonly<Record<string, string>>;
  /** Where builds put a record when a mirror failed them; null: nowhere. */
  readonly records: RecordsDocument | null;
}

export interface RecordsDocument {
  readonly bucket: string;
  readonly region: string;
}
