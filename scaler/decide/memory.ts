/** What a tick leaves for the next one. Plain JSON; bounded by the number of worker names and by the starts of an hour. */
export interface Memory {
  readonly schema: 2;
  /** The last tick that saw master and fleet whole; null before the first. */
  readonly seenAtMs: number | null;
  /** Digest of the document and version of the code of that tick. */
  readonly documentDigest: string;
  readonly codeVersion: string;
  readonly pools: Readonly<Record<string, PoolMemory>>;
  readonly workers: Readonly<Record<string, WorkerMemory>>;
  /** What is left alone until a time, after an API error: see bars.ts for the keys. */
  readonly bars: Readonly<Record<string, number>>;
  readonly spend: Spend;
  /** Builders for which an in-house machine stood free at the last look. */
  readonly freeInHouse: readonly string[];
}

export interface PoolMemory {
  /** Last time that a request older than the grace waited for this pool. */
  readonly lastBacklogMs: number;
  /** Starts and creations of the last hour. */
  readonly startsMs: readonly number[];
  readonly newest: NewestMemory;
}

/** How the VMs fare that are made of what new ones are made of. */
export interface NewestMemory {
  /** Template, its version, and settings: made.ts. A change starts this memory anew. */
  readonly kind: string;
  /** A worker of this kind attached once. */
  readonly proven: boolean;
  /** VMs in a row that were ended because their workers did not attach. */
  readonly failures: number;
  /** Launch time of the latest of these. */
  readonly failedLaunchMs: number;
  /** How often starts were held for it since, and until when. */
  readonly holds: number;
  readonly heldUntilMs: number;
}

export interface WorkerMemory {
  /** Last time that a build was seen on it or ended on it. */
  readonly lastBusyMs: number | null;
  /** The run of its VM (EC2 LaunchTime) that the two times below belong to. */
  readonly runStartedAtMs: number | null;
  /** Since when master and fleet agree that it is attached, looked at without a gap. */
  readonly attachedSinceMs: number | null;
  /** Since when its VM was seen to run without it, looked at without a gap. */
  readonly detachedSinceMs: number | null;
  /** The master listed a connection while its VM was not running, and has not dropped it since: it may be dead (docs/buildbot.md T1, T3). */
  readonly oldConnection: boolean;
  /** Set while the scaler is the one who keeps the worker paused. */
  readonly mark: PauseMark | null;
  /** A start or creation that the fleet does not show yet. */
  readonly pendingStart: PendingStart | null;
}

/** The scaler paused the worker: `draining` before a stop, `suspending` once the stop was asked for, `releasing` once the unpause was. */
export interface PauseMark {
  readonly phase: "draining" | "suspending" | "releasing";
  /** When the phase began. */
  readonly atMs: number;
  /** The VM's run in which it was paused; a later run means that it woke up. */
  readonly runStartedAtMs: number;
  /** When the master was first seen to show the pause. */
  readonly pausedSeenMs: number | null;
}

export interface PendingStart {
  readonly atMs: number;
  /** Null: a VM to be made. */
  readonly instanceId: string | null;
}

/** US dollars of VM time on one UTC day. */
export interface Spend {
  /** `2026-11-24`. */
  readonly day: string;
  readonly dollars: number;
}

/** Three minutes without a tick that saw the world: what was known is old, and the next tick is a start (docs/scaler.md, fail static). */
const START_GAP_MS = 180_000;

export const NEW_WORKER: WorkerMemory = {
  lastBusyMs: null,
  runStartedAtMs: null,
  attachedSinceMs: null,
  detachedSinceMs: null,
  oldConnection: false,
  mark: null,
  pendingStart: null,
};

export function emptyMemory(): Memory {
  return {
    schema: 2,
    seenAtMs: null,
    documentDigest: "",
    codeVersion: "",
    pools: {},
    workers: {},
    bars: {},
    spend: { day: "", dollars: 0 },
    freeInHouse: [],
  };
}

export function newestOf(kind: string): NewestMemory {
  return { kind, proven: false, failures: 0, failedLaunchMs: 0, holds: 0, heldUntilMs: 0 };
}

/** True if the world was not seen for three minutes, or code or settings are new. A hand-over between two runs is none of these. */
export function isFreshStart(
  memory: Memory,
  nowMs: number,
  documentDigest: string,
  codeVersion: string,
): boolean {
  return (
    hasGap(memory, nowMs) || memory.documentDigest !== documentDigest || memory.codeVersion !== codeVersion
  );
}

export function hasGap(memory: Memory, nowMs: number): boolean {
  return memory.seenAtMs === null || nowMs - memory.seenAtMs > START_GAP_MS;
}

export function workerMemory(memory: Memory, worker: string): WorkerMemory {
  return memory.workers[worker] ?? NEW_WORKER;
}

export function withWorker(memory: Memory, worker: string, change: Partial<WorkerMemory>): Memory {
  const workers = { ...memory.workers, [worker]: { ...workerMemory(memory, worker), ...change } };
  return { ...memory, workers };
}

/** Neither attach nor absence was watched while the master or the fleet could not be seen: both are timed anew. */
export function interrupted(memory: Memory): Memory {
  const workers = Object.fromEntries(
    Object.entries(memory.workers).map(([name, worker]) => [
      name,
      { ...worker, attachedSinceMs: null, detachedSinceMs: null },
    ]),
  );
  return { ...memory, workers };
}
