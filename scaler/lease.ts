/**
 * Who may act: rules of the lease as pure functions from one row to the next. The store writes a row only if nobody wrote another
 * in between (`version`), so of two that move at the same time one wins and the other reads again.
 */
export interface Lease {
  /** Rises with each write. */
  readonly version: number;
  /** Null: free. */
  readonly holder: string | null;
  /** Rises with each new holder; every write of a leader names it. */
  readonly fence: number;
  readonly expiresAtMs: number;
  /** A run that waits to take over, and when it last said so. */
  readonly successor: string | null;
  readonly successorSeenMs: number;
  /** The environment is being torn down, or was: no run leads any more. */
  readonly closed: boolean;
}

/** A leader that crashed is replaced after this long. Eight renewals may fail before it is lost. */
export const LEASE_MS = 20_000;
/** How often a leader renews. */
export const RENEW_MS = 2_500;
/** A leader acts only while its lease has this much left: more than a slow API call, and than two clocks of one region differ. */
export const ACT_MARGIN_MS = 5_000;
/** A waiting run says so four times a second, which is also the longest gap of a hand-over; one that was silent for two seconds is gone. */
export const SUCCESSOR_POLL_MS = 250;
export const SUCCESSOR_FRESH_MS = 2_000;

export const FREE_LEASE: Lease = {
  version: 0,
  holder: null,
  fence: 0,
  expiresAtMs: 0,
  successor: null,
  successorSeenMs: 0,
  closed: false,
};

/** The row with `me` as the holder, if the lease is free, run out, or already mine; else null. */
export function acquired(lease: Lease, me: string, nowMs: number): Lease | null {
  if (lease.closed) return null;
  const free = lease.holder === null || lease.expiresAtMs <= nowMs;
  return free ? held(lease, me, nowMs) : null;
}

/** The row renewed by its holder; null if it has another by now. */
export function renewed(lease: Lease, me: string, fence: number, nowMs: number): Lease | null {
  if (!isHeldBy(lease, me, fence)) return null;
  return { ...lease, version: lease.version + 1, expiresAtMs: nowMs + LEASE_MS };
}

/** The row with `me` waiting for it; null if another run waits already. */
export function announced(lease: Lease, me: string, nowMs: number): Lease | null {
  if (lease.closed || (lease.successor !== me && hasSuccessor(lease, nowMs))) return null;
  return { ...lease, version: lease.version + 1, successor: me, successorSeenMs: nowMs };
}

export function hasSuccessor(lease: Lease, nowMs: number): boolean {
  return lease.successor !== null && nowMs - lease.successorSeenMs < SUCCESSOR_FRESH_MS;
}

/** The row given by its holder to the run that waits, else set free; null if it has another holder by now. */
export function passedOn(lease: Lease, me: string, fence: number, nowMs: number): Lease | null {
  if (!isHeldBy(lease, me, fence)) return null;
  if (lease.successor !== null && hasSuccessor(lease, nowMs)) return held(lease, lease.successor, nowMs);
  return { ...lease, version: lease.version + 1, holder: null, expiresAtMs: nowMs };
}

/** The row closed by its holder for a teardown: it stays the holder's, and nobody gets it after. */
export function closed(lease: Lease, me: string, fence: number, nowMs: number): Lease | null {
  const row = renewed(lease, me, fence, nowMs);
  return row === null ? null : { ...row, closed: true, successor: null };
}

/** The row free for all again: the stack was created anew over a table that an earlier teardown closed. */
export function reopened(lease: Lease): Lease {
  return { ...lease, version: lease.version + 1, holder: null, expiresAtMs: 0, closed: false };
}

/** A closed lease taken by another teardown, once the first one is gone. */
export function retaken(lease: Lease, me: string, nowMs: number): Lease | null {
  return lease.closed && lease.expiresAtMs <= nowMs ? { ...held(lease, me, nowMs), closed: true } : null;
}

/** The row taken from whoever holds it, and closed, for a teardown that waits for nobody: the holder's next write fails. */
export function seized(lease: Lease, me: string, nowMs: number): Lease {
  return { ...held(lease, me, nowMs), closed: true };
}

/** A closed lease run out by its holder, whose teardown is over: one that is repeated need not wait for it. */
export function finished(lease: Lease, me: string, nowMs: number): Lease | null {
  if (!lease.closed || lease.holder !== me) return null;
  return { ...lease, version: lease.version + 1, expiresAtMs: nowMs };
}

export function isHeldBy(lease: Lease, me: string, fence: number): boolean {
  return lease.holder === me && lease.fence === fence;
}

function held(lease: Lease, holder: string, nowMs: number): Lease {
  return {
    ...lease,
    version: lease.version + 1,
    holder,
    fence: lease.fence + 1,
    expiresAtMs: nowMs + LEASE_MS,
    successor: null,
    successorSeenMs: 0,
  };
}
