import { closed, finished, retaken, seized } from "./lease";
import { takeLease, update } from "./leadership";
import { buildsOn, type CloudBuild, readQueue } from "./look";
import { PAUSE_REASON_PREFIX } from "./decide/machine";
import { type TickPorts } from "./tick";

/** How the environment is emptied: by whom, for how long, until when. */
export interface EmptyingOptions {
  readonly holder: string;
  /** Longest wait for builds on cloud workers, seconds. */
  readonly waitSeconds: number;
  /** Ends it unfinished: it can be called again. */
  readonly signal: AbortSignal;
}

export interface Emptied {
  /** Builds that still run; null: the master cannot be read. */
  readonly builds: readonly CloudBuild[] | null;
  /** Workers that were paused for it. */
  readonly paused: readonly string[];
}

const POLL_MS = 1_000;

/**
 * Takes the lease and closes it, so that no later run starts anything, for the time of `work`; it stays closed afterwards, and at once
 * free for the next one who empties, whatever became of this one.
 *
 * @param force takes it from whoever holds it, also from a run that is dead or stuck
 */
export async function closedFor<T>(
  ports: TickPorts,
  { holder, signal }: EmptyingOptions,
  force: boolean,
  work: () => Promise<T>,
): Promise<T> {
  if (force) await update(ports.store, (row) => seized(row, holder, ports.clock.nowMs()));
  else await takeForGood(ports, holder, signal);
  try {
    return await work();
  } finally {
    await update(ports.store, (row) => finished(row, holder, ports.clock.nowMs()));
  }
}

async function takeForGood({ store, clock }: TickPorts, holder: string, signal: AbortSignal): Promise<void> {
  const lease = await takeLease(holder, store, clock, signal);
  if (lease !== null) {
    const row = await update(store, (now) => closed(now, holder, lease.fence, clock.nowMs()));
    if (row !== null) return;
  }
  // Closed already, by one that was killed: its lease has to run out first.
  while (!signal.aborted) {
    const mine = retaken(await store.readLease(), holder, clock.nowMs());
    if (mine !== null && (await store.writeLease(mine))) return;
    await clock.sleep(POLL_MS, signal);
  }
  throw new Error("teardown: did not get the lease in time; run it again");
}

/**
 * Closes the doors of the workers, and waits until no build is on them: each that attaches meanwhile is closed, too. That there is no
 * build counts only some seconds after the last door was closed (docs/buildbot.md T1b).
 */
export async function emptied(
  ports: TickPorts,
  names: ReadonlySet<string>,
  drainSeconds: number,
  { waitSeconds, signal }: EmptyingOptions,
): Promise<Emptied> {
  const { clock } = ports;
  const endMs = clock.nowMs() + waitSeconds * 1000;
  const paused = new Set<string>();
  let sureMs = 0;
  for (;;) {
    const queue = await readQueue(ports);
    const open = (queue?.workers ?? []).filter((row) => names.has(row.name) && !row.paused && row.connected);
    const results = await Promise.allSettled(open.map((row) => ports.queue.pause(row.name, REASON)));
    for (const [index, row] of open.entries())
      if (results[index]?.status === "fulfilled") paused.add(row.name);
    if (open.length > 0) sureMs = clock.nowMs() + drainSeconds * 1000;
    // A master that cannot be read cannot say that there is none: it is asked to the end of the wait.
    const builds = queue === null ? null : buildsOn(queue, names);
    const isDone = builds?.length === 0 && clock.nowMs() >= sureMs;
    if (isDone || clock.nowMs() >= endMs || signal.aborted) return { builds, paused: [...paused] };
    await clock.sleep(POLL_MS, signal);
  }
}

const REASON = `${PAUSE_REASON_PREFIX} the environment is torn down`;
