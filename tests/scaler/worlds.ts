import { type PoolDocument, type ScalerDocument } from "../../scaler/document";
import {
  type FleetSnapshot,
  type MasterWorker,
  type QueueSnapshot,
  type RunningBuild,
  type Vm,
  type VmState,
} from "../../scaler/ports";
import { decide } from "../../scaler/decide/decide";
import {
  emptyMemory,
  type Memory,
  NEW_WORKER,
  newestOf,
  type WorkerMemory,
} from "../../scaler/decide/memory";
import { type World } from "../../scaler/decide/world";

/** Worlds for tests of the decision: a small farm in words. Time 0 of every story is NOW; seconds count back from it. */
export const NOW = Date.UTC(2026, 10, 24, 12, 0, 0);
export const ago = (seconds: number): number => NOW - seconds * 1000;

export const LIMITS: ScalerDocument["limits"] = {
  tickSeconds: 15,
  graceSeconds: 1,
  maxStartsPerTick: 10,
  maxStartsPerHour: 100,
  maxDollarsPerDay: null,
  maxSnapshotAgeSeconds: 30,
  drainSeconds: 2,
  attachSettleSeconds: 2,
  attachTimeoutSeconds: 300,
};

export function workerName(pool: string, number: number): string {
  return `bld-${pool}-ec2-${String(number).padStart(3, "0")}`;
}

export function aPool(name: string, size: number, change: Partial<PoolDocument> = {}): PoolDocument {
  return {
    name,
    platform: "linux",
    trust: "try",
    builders: [name],
    workers: Array.from({ length: size }, (_, index) => workerName(name, index + 1)),
    idleCeilingSeconds: 3600,
    launchTemplateId: `lt-${name}`,
    launchTemplateVersion: "3",
    subnetIds: ["subnet-a", "subnet-b"],
    hibernate: true,
    dollarsPerHour: 0.5,
    workerKeySecretArn: `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}`,
    mirrors: {},
    records: null,
    ...change,
  };
}

export function aDocument(
  pools: readonly PoolDocument[] = [aPool("linux64", 3)],
  limits: Partial<ScalerDocument["limits"]> = {},
): ScalerDocument {
  return {
    schema: 1,
    environment: "staging",
    region: "eu-central-1",
    master: {
      webUrl: "http://10.20.0.10:8010",
      user: "scaler",
      passwordSecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:scaler",
      workerHost: "10.20.0.10",
      workerPort: 9989,
      certificateAuthority: null,
      workerTls: false,
    },
    certificateAuthority: null,
    limits: { ...LIMITS, ...limits },
    pools,
  };
}

/** A farm under construction; `world()` hands out the value. */
export class Farm {
  document: ScalerDocument;
  memory: Memory;
  freshStart = false;
  queueAgeSeconds = 0;
  fleetAgeSeconds = 0;
  readonly pending: { requestId: number; builder: string; submittedAtMs: number }[] = [];
  readonly running: RunningBuild[] = [];
  readonly finished: QueueSnapshot["finished"][number][] = [];
  readonly rows = new Map<string, MasterWorker>();
  readonly vms: Vm[] = [];
  extraBuilders: string[] = [];

  /** Calm for two hours: no backlog since, last tick 15 s ago. Every pool worker is known to the master, none has a VM. */
  constructor(document = aDocument()) {
    this.document = document;
    const pools = document.pools.map(
      (pool) => [pool.name, { lastBacklogMs: ago(7200), startsMs: [], newest: newestOf("") }] as const,
    );
    this.memory = {
      ...emptyMemory(),
      seenAtMs: ago(15),
      spend: { day: "2026-11-24", dollars: 0 },
      pools: Object.fromEntries(pools),
    };
    for (const pool of document.pools) for (const name of pool.workers) this.row(name, pool.builders);
  }

  row(name: string, builders: readonly string[], change: Partial<MasterWorker> = {}): this {
    const workerId = this.rows.get(name)?.workerId ?? this.rows.size + 1;
    const base = { workerId, name, connected: false, paused: false, graceful: false, builders };
    this.rows.set(name, { ...base, ...change });
    return this;
  }

  change(name: string, change: Partial<MasterWorker>): this {
    this.rows.set(name, { ...this.rows.get(name)!, ...change });
    return this;
  }

  inHouse(name: string, builders: readonly string[] = ["linux64"], change: Partial<MasterWorker> = {}): this {
    return this.row(name, builders, { connected: true, ...change });
  }

  requests(count: number, builder = "linux64", ageSeconds = 10): this {
    for (let i = 0; i < count; i += 1) {
      this.pending.push({ requestId: this.pending.length + 1, builder, submittedAtMs: ago(ageSeconds) });
    }
    return this;
  }

  remember(name: string, change: Partial<WorkerMemory>): this {
    const worker = { ...NEW_WORKER, ...this.memory.workers[name], ...change };
    this.memory = { ...this.memory, workers: { ...this.memory.workers, [name]: worker } };
    return this;
  }

  vm(name: string, state: VmState, change: Partial<Vm> = {}): this {
    const pool = this.document.pools.find((each) => each.workers.includes(name))?.name ?? "linux64";
    const number = String(this.vms.length + 1).padStart(3, "0");
    this.vms.push({
      instanceId: `i-${number}`,
      pool,
      name,
      state,
      launchedAtMs: ago(7200),
      hibernated: false,
      launchTemplateVersion: "3",
      subnetId: "subnet-a",
      tags: {},
      ...change,
    });
    return this;
  }

  asleep(name: string, change: Partial<Vm> = {}): this {
    return this.vm(name, "stopped", { hibernated: true, ...change });
  }

  /** Running, attached for long, taking builds. */
  awake(name: string, startedSecondsAgo = 7200, idleSeconds: number | null = null): this {
    const launchedAtMs = ago(startedSecondsAgo);
    this.vm(name, "running", { launchedAtMs });
    const lastBusyMs = idleSeconds === null ? null : ago(idleSeconds);
    this.remember(name, { runStartedAtMs: launchedAtMs, attachedSinceMs: launchedAtMs + 1000, lastBusyMs });
    return this.change(name, { connected: true });
  }

  /** Awake, its door closed by the scaler some seconds ago and seen so by it. */
  draining(name: string, pausedSeconds: number): this {
    this.awake(name, 7200);
    const mark = { atMs: ago(pausedSeconds), runStartedAtMs: ago(7200), pausedSeenMs: ago(pausedSeconds) };
    this.remember(name, { mark: { phase: "draining", ...mark } });
    return this.change(name, { paused: true });
  }

  build(name: string, startedSecondsAgo = 60): this {
    const row = this.rows.get(name)!;
    const builder = row.builders[0]!;
    const buildId = this.running.length + 1;
    this.running.push({ buildId, builder, workerId: row.workerId, startedAtMs: ago(startedSecondsAgo) });
    return this;
  }

  built(name: string, endedSecondsAgo: number): this {
    const row = this.rows.get(name)!;
    const buildId = 1000 + this.finished.length;
    const completeAtMs = ago(endedSecondsAgo);
    this.finished.push({ buildId, builder: row.builders[0]!, workerId: row.workerId, completeAtMs });
    return this;
  }

  world(): World {
    const names = new Set([
      ...[...this.rows.values()].flatMap((row) => row.builders),
      ...this.pending.map((request) => request.builder),
      ...this.extraBuilders,
    ]);
    const queue: QueueSnapshot = {
      takenAtMs: ago(this.queueAgeSeconds),
      pending: this.pending,
      builders: [...names].map((name, index) => ({ builderId: index + 1, name })),
      workers: [...this.rows.values()],
      running: this.running,
      finished: this.finished,
    };
    const fleet: FleetSnapshot = { takenAtMs: ago(this.fleetAgeSeconds), vms: this.vms };
    const { document, memory, freshStart } = this;
    return { nowMs: NOW, freshStart, document, queue: { value: queue }, fleet: { value: fleet }, memory };
  }

  plan() {
    return decide(this.world());
  }
}

/** A plan's actions in short: `start bld-linux64-ec2-001`. */
export function actionsOf(plan: ReturnType<typeof decide>): string[] {
  return plan.actions.map((action) => `${action.kind} ${action.worker}`);
}

export function codesOf(plan: ReturnType<typeof decide>): string[] {
  return plan.holds.map((hold) => hold.code);
}
