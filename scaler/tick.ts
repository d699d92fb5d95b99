import { createHash } from "node:crypto";
import { act, type Hands } from "./act";
import { within } from "./clock";
import { decide } from "./decide/decide";
import { emptyMemory, isFreshStart, type Memory } from "./decide/memory";
import { withFailure } from "./decide/outcome";
import { errorClass } from "./decide/bars";
import { type Plan } from "./decide/plan";
import { type Reading, type World } from "./decide/world";
import { type ScalerDocument } from "./document";
import { decided, done, type JournalEntry, newsOf, type Outcome, summary } from "./journal";
import { type Log, messageOf } from "./log";
import { type Clock, type DocumentSource, type FleetSnapshot, type QueueSnapshot } from "./ports";
import { type Store } from "./store";

export interface TickPorts extends Hands {
  readonly store: Store;
  readonly document: DocumentSource;
  readonly clock: Clock;
  readonly log: Log;
  /** Version of the running code: new code starts with a look. */
  readonly codeVersion: string;
}

/** The right to act, and its proof. */
export interface Leadership {
  readonly holder: string;
  readonly fence: number;
  /** @throws LeaseLost if the lease is lost or about to run out */
  check(): void;
}

/** What one tick hands to the next of the same run. */
export interface TickState {
  readonly memory: Memory;
  /** What was last written to the journal; null before the first tick. */
  readonly news: string | null;
}

export interface TickResult extends TickState {
  /** When to tick again at the latest. */
  readonly nextAtMs: number;
  /** How long the readings took. */
  readonly readMs: number;
}

/** A reading that takes longer is none. */
const READ_TIMEOUT_MS = 10_000;
/** Builds that ended this long before the last look are asked for again: the master's clock is not ours. */
const FINISHED_OVERLAP_MS = 60_000;
/** More waiting requests than this, beside what all pools could take, change nothing. */
const PENDING_MARGIN = 50;

/** One run of the scaler: read, decide, write down, act, write down. */
export async function tick(ports: TickPorts, leadership: Leadership, state: TickState): Promise<TickResult> {
  const { clock, store } = ports;
  const startedMs = clock.nowMs();
  const document = await ports.document.read();
  const world = await readWorld(ports, document, state.memory);
  const readMs = clock.nowMs() - startedMs;
  const plan = decide(world);
  const intent = committed(plan, world, ports.codeVersion);
  const news = newsOf(plan);
  const entry = decided(plan, digest(world), leadership.fence, world.nowMs);
  const isNews = plan.actions.length > 0 || news !== state.news;
  await store.commit(leadership.holder, leadership.fence, intent, isNews ? [entry] : []);
  if (isNews) ports.log("decided", { summary: summary(entry), readMs, fence: leadership.fence });

  const outcomes = await act(plan.actions, document, ports, () => {
    leadership.check();
  });
  const memory = afterOutcomes(intent, plan, outcomes, clock.nowMs());
  if (outcomes.length > 0) await record(ports, leadership, memory, done(entry, outcomes, clock.nowMs()));
  return { memory, news, readMs, nextAtMs: nextTickMs(plan, outcomes, document, clock.nowMs()) };
}

async function readWorld(ports: TickPorts, document: ScalerDocument, memory: Memory): Promise<World> {
  const { clock, queue, fleet, codeVersion } = ports;
  const patterns = document.pools.flatMap((pool) => pool.builders);
  const limit = document.pools.reduce((sum, pool) => sum + pool.workers.length, PENDING_MARGIN);
  const ceilings = document.pools.map((pool) => pool.idleCeilingSeconds * 1000);
  const sinceMs = (memory.seenAtMs ?? clock.nowMs() - Math.max(0, ...ceilings)) - FINISHED_OVERLAP_MS;
  const [queueReading, fleetReading] = await Promise.all([
    reading<QueueSnapshot>(
      within(queue.read(patterns, limit, sinceMs), READ_TIMEOUT_MS, "the master", clock),
    ),
    reading<FleetSnapshot>(within(fleet.read(), READ_TIMEOUT_MS, "EC2", clock)),
  ]);
  const nowMs = clock.nowMs();
  const freshStart = isFreshStart(memory, nowMs, digest(document), codeVersion);
  return { nowMs, freshStart, document, queue: queueReading, fleet: fleetReading, memory };
}

async function reading<T>(answer: Promise<T>): Promise<Reading<T>> {
  try {
    return { value: await answer };
  } catch (error) {
    return { unreadable: messageOf(error) };
  }
}

/** A tick that saw nothing leaves a start a start: the next one that sees only looks. */
function committed(plan: Plan, world: World, codeVersion: string): Memory {
  if (!plan.saw) return plan.memory;
  return { ...plan.memory, documentDigest: digest(world.document), codeVersion };
}

function afterOutcomes(intent: Memory, plan: Plan, outcomes: readonly Outcome[], nowMs: number): Memory {
  return plan.actions.reduce((memory, action) => {
    const outcome = outcomes.find((each) => each.kind === action.kind && each.worker === action.worker);
    return outcome?.error == null ? memory : withFailure(memory, action, outcome.error, nowMs);
  }, intent);
}

async function record(
  ports: TickPorts,
  leadership: Leadership,
  memory: Memory,
  entry: JournalEntry,
): Promise<void> {
  for (const { kind, worker, instanceId, error, message } of entry.outcomes) {
    ports.log(error === null ? "acted" : "failed", { action: kind, worker, instanceId, error, message });
  }
  await ports.store.commit(leadership.holder, leadership.fence, memory, [entry]);
}

function nextTickMs(
  plan: Plan,
  outcomes: readonly Outcome[],
  document: ScalerDocument,
  nowMs: number,
): number {
  // A zone without capacity: the next tick tries another one, and need not wait for it.
  if (outcomes.some(({ error }) => error !== null && errorClass(error) === "capacity")) return nowMs;
  return Math.min(plan.wakeAtMs ?? Infinity, nowMs + document.limits.tickSeconds * 1000);
}

function digest(value: unknown): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(value)).digest("hex")}`;
}

export function firstState(memory: Memory | null): TickState {
  return { memory: memory ?? emptyMemory(), news: null };
}
