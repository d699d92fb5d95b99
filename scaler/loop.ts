import { Bell } from "./bell";
import { type HeldLease, takeLease } from "./leadership";
import { messageOf } from "./log";
import { LeaseLost } from "./store";
import { firstState, tick, type TickPorts, type TickResult } from "./tick";

export interface RunOptions {
  /** Unique to this run, e.g. `lambda/<request id>`. */
  readonly holder: string;
  /** Ends the run: its time is over, or its host is told to stop. */
  readonly signal: AbortSignal;
  /** Asks a leader to hand over. Not for hosts that run for ever: two of them would hand the lease to and fro. @default true */
  readonly askHandOver?: boolean;
}

/** Why a run ended. `closed`: the environment is torn down. `unled`: it never got the lease. */
export type RunEnd = "handed-over" | "lost" | "ended" | "closed" | "unled";

/** Events come in bursts (one push, many requests): the first opens this window, and one tick serves them all. */
const DEBOUNCE_MS = 50;
/** Rest between two ticks, whatever rings: at least this, and at least as long as the master took to answer. */
const MIN_REST_MS = 150;
const MAX_REST_MS = 5_000;
/** After a tick that failed as a whole (the table did not answer). */
const FAILED_TICK_WAIT_MS = 2_000;

/**
 * One run of the scaler, from its host's call to its end. It listens before it leads, so that no event falls between two runs; it
 * leads until its time is over, or, once another run waits, only to the end of the tick at hand.
 */
export async function run(ports: TickPorts, { holder, signal, askHandOver }: RunOptions): Promise<RunEnd> {
  const bell = new Bell();
  const stop = new AbortController();
  const life = AbortSignal.any([signal, stop.signal]);
  const listening = ports.queue
    .listen(() => {
      bell.ring();
    }, life)
    .catch((error: unknown) => {
      // Polling is the net below the events.
      ports.log("deaf", { message: messageOf(error) });
    });
  try {
    const lease = await takeLease(holder, ports.store, ports.clock, life, askHandOver);
    if (lease === null) return (await ports.store.readLease()).closed ? "closed" : "unled";
    ports.log("leads", { holder, fence: lease.fence });
    return await lead(ports, lease, bell, life);
  } finally {
    stop.abort();
    await listening;
  }
}

async function lead(ports: TickPorts, lease: HeldLease, bell: Bell, life: AbortSignal): Promise<RunEnd> {
  const over = new AbortController();
  const until = AbortSignal.any([life, over.signal]);
  const kept = lease.keep(until).then((end) => {
    over.abort();
    return end;
  });
  try {
    await tickUntil(ports, lease, bell, until);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    ports.log("lost", { fence: lease.fence, message: error.message });
    return "lost";
  } finally {
    over.abort();
    await kept;
    await lease.passOn().catch((error: unknown) => {
      // It runs out by itself, twenty seconds later.
      ports.log("not-passed-on", { message: messageOf(error) });
    });
  }
  const end = await kept;
  return end === "successor" ? "handed-over" : end;
}

/** Ticks at once, and then at each event and each time that a plan asked for, until `until` aborts. */
async function tickUntil(ports: TickPorts, lease: HeldLease, bell: Bell, until: AbortSignal): Promise<void> {
  const { clock } = ports;
  let state: TickResult = { ...firstState(await ports.store.readMemory()), nextAtMs: 0, readMs: 0 };
  while (!until.aborted) {
    try {
      state = await tick(ports, lease, state);
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      ports.log("tick-failed", { message: messageOf(error) });
      // What was written is the truth; the state at hand may be ahead of it or behind it.
      await clock.sleep(FAILED_TICK_WAIT_MS, until);
      const memory = await ports.store.readMemory().catch(() => null);
      if (memory !== null) state = { ...state, memory };
      continue;
    }
    await clock.sleep(Math.min(Math.max(MIN_REST_MS, state.readMs), MAX_REST_MS), until);
    const rang = await bell.wait(state.nextAtMs - clock.nowMs(), clock, until);
    if (rang) await clock.sleep(DEBOUNCE_MS, until);
  }
}
