import { type Action, type Hold, type Plan, type PoolCounts } from "./decide/plan";

/** What is kept of a tick: each decision with its reason, what it was made from, and what came of it. Plain JSON. */
export interface JournalEntry {
  readonly schema: 1;
  readonly atMs: number;
  readonly fence: number;
  /** `decided`: written before the acts. `done`: written after them, with their outcomes. */
  readonly kind: "decided" | "done";
  /** `sha256:<hex>` of the world that was decided on. */
  readonly inputs: string;
  readonly actions: readonly Action[];
  readonly holds: readonly Hold[];
  readonly pools: readonly PoolCounts[];
  readonly violations: number;
  readonly outcomes: readonly Outcome[];
}

export interface Outcome {
  readonly kind: Action["kind"];
  readonly worker: string;
  readonly instanceId: string | null;
  /** EC2 error code, or `Unknown`; null on success. */
  readonly error: string | null;
  /** The error in words; null on success. */
  readonly message: string | null;
}

export function decided(plan: Plan, inputs: string, fence: number, atMs: number): JournalEntry {
  const { actions, holds, pools, violations } = plan;
  return { schema: 1, atMs, fence, kind: "decided", inputs, actions, holds, pools, violations, outcomes: [] };
}

export function done(entry: JournalEntry, outcomes: readonly Outcome[], atMs: number): JournalEntry {
  return { ...entry, kind: "done", atMs, outcomes };
}

/** What of a plan is news: a tick that decides the same nothing as the one before it is not written down. */
export function newsOf(plan: Plan): string {
  return JSON.stringify([plan.actions, plan.holds.map(({ code, pool, worker }) => [code, pool, worker])]);
}

/** One line for people. */
export function summary(entry: JournalEntry): string {
  const pools = entry.pools.map(
    (pool) =>
      `${pool.pool}: ${pool.pending} waiting, ${pool.busy} busy, ${pool.idle} idle, ${pool.onTheWay} on the way, ${pool.asleep} asleep`,
  );
  const actions = entry.actions.map((action) => `${action.kind} ${action.worker} (${action.reason})`);
  const failures = entry.outcomes
    .filter((outcome) => outcome.error !== null)
    .map((outcome) => `${outcome.kind} ${outcome.worker} failed: ${outcome.error ?? ""}`);
  const holds = entry.holds.map((hold) => `hold ${hold.pool ?? "all"}: ${hold.reason}`);
  return [...pools, ...actions, ...failures, ...holds].join("; ");
}
