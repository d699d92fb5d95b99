import {
  acquired,
  ACT_MARGIN_MS,
  announced,
  hasSuccessor,
  isHeldBy,
  LEASE_MS,
  type Lease,
  passedOn,
  RENEW_MS,
  renewed,
  SUCCESSOR_POLL_MS,
} from "./lease";
import { type Leadership } from "./tick";
import { type Clock } from "./ports";
import { LeaseLost, type Store } from "./store";

/** How often a leader looks whether another run waits to take over. */
const LOOK_MS = 1_000;

/** A lease held: proof for every act, renewed until it ends. */
export class HeldLease implements Leadership {
  #lease: Lease;

  constructor(
    readonly holder: string,
    lease: Lease,
    private readonly store: Store,
    private readonly clock: Clock,
  ) {
    this.#lease = lease;
  }

  get fence(): number {
    return this.#lease.fence;
  }

  check(): void {
    const leftMs = this.#lease.expiresAtMs - this.clock.nowMs();
    if (leftMs < ACT_MARGIN_MS) throw new LeaseLost(`lease ${this.fence} has ${leftMs} ms left`);
  }

  /**
   * Renews the lease and looks for a successor until `signal` aborts.
   * @returns `successor` when a run waits to take over, `lost` when another holds the lease, `ended` at the abort
   */
  async keep(signal: AbortSignal): Promise<"successor" | "lost" | "ended"> {
    while (!signal.aborted) {
      const answer = await this.#look().catch(() => "unread" as const);
      if (answer === "successor" || answer === "lost") return answer;
      await this.clock.sleep(LOOK_MS, signal);
    }
    return "ended";
  }

  async #look(): Promise<"successor" | "lost" | "held"> {
    const row = await this.store.readLease();
    const nowMs = this.clock.nowMs();
    if (!isHeldBy(row, this.holder, this.fence)) return "lost";
    this.#lease = row;
    if (hasSuccessor(row, nowMs)) return "successor";
    const ageMs = nowMs - (row.expiresAtMs - LEASE_MS);
    const next = ageMs < RENEW_MS ? null : renewed(row, this.holder, this.fence, nowMs);
    if (next !== null && (await this.store.writeLease(next))) this.#lease = next;
    return "held";
  }

  /** Gives the lease to the run that waits, else sets it free. A lease that is lost by now stays as it is. */
  async passOn(): Promise<void> {
    await update(this.store, (row) => passedOn(row, this.holder, this.fence, this.clock.nowMs()));
  }
}

/**
 * Waits for the lease and takes it when it is free.
 * @param ask whether to ask a holder to hand it over; without it, the wait lasts until the holder ends
 * @returns null if `signal` aborts first, or the lease is closed
 */
export async function takeLease(
  holder: string,
  store: Store,
  clock: Clock,
  signal: AbortSignal,
  ask = true,
): Promise<HeldLease | null> {
  while (!signal.aborted) {
    const row = await store.readLease();
    if (row.closed) return null;
    if (row.holder === holder) return new HeldLease(holder, row, store, clock);
    const nowMs = clock.nowMs();
    const mine = acquired(row, holder, nowMs);
    if (mine !== null) {
      if (await store.writeLease(mine)) return new HeldLease(holder, mine, store, clock);
      continue;
    }
    const asked = ask ? announced(row, holder, nowMs) : null;
    if (asked !== null) await store.writeLease(asked);
    await clock.sleep(SUCCESSOR_POLL_MS, signal);
  }
  return null;
}

/** Writes what `change` makes of the row, reading again as long as others write in between. @returns null if there was nothing to change */
export async function update(store: Store, change: (row: Lease) => Lease | null): Promise<Lease | null> {
  for (;;) {
    const next = change(await store.readLease());
    if (next === null || (await store.writeLease(next))) return next;
  }
}
