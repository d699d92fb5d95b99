/**
 * What becomes of asynchronous invocations. Source of all numbers: Lambda Developer Guide, "How Lambda handles errors and
 * retries with asynchronous invocation".
 */

/** An event in a function's internal queue. */
export interface AsyncEvent {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  readonly acceptedAtMs: number;
  /** Not to be tried before. */
  readonly dueAtMs: number;
  /** Tries that ended in an error of the function. */
  readonly errors: number;
  /** Tries for which there was no concurrency left. */
  readonly throttles: number;
}

export interface AsyncRules {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
}

export type TryOutcome = "succeeded" | "failed" | "throttled";

export type Fate =
  | { readonly kind: "done" }
  | { readonly kind: "dropped"; readonly reason: "RetriesExhausted" | "EventAgeExceeded" }
  | { readonly kind: "again"; readonly event: AsyncEvent };

/** Wait before the first and the second retry of a function that failed. */
const ERROR_WAITS_MS: readonly number[] = [60_000, 120_000];
/** A throttled event's first wait; doubled each time up to the longest. */
const FIRST_THROTTLE_WAIT_MS = 1_000;
const LONGEST_THROTTLE_WAIT_MS = 300_000;

export function acceptEvent(requestId: string, payload: string, nowMs: number): AsyncEvent {
  return { requestId, payload, acceptedAtMs: nowMs, dueAtMs: nowMs, errors: 0, throttles: 0 };
}

/**
 * What to do with an event after a try. A throttled one goes back to the queue whatever the retries allowed, until its age
 * ends it; a failed one is tried again as often as the retries allow, and so long as its age lets it.
 */
export function settle(event: AsyncEvent, outcome: TryOutcome, rules: AsyncRules, nowMs: number): Fate {
  if (outcome === "succeeded") return { kind: "done" };
  const isThrottled = outcome === "throttled";
  if (!isThrottled && event.errors >= rules.maximumRetryAttempts) {
    return { kind: "dropped", reason: "RetriesExhausted" };
  }
  const waitMs = isThrottled
    ? Math.min(FIRST_THROTTLE_WAIT_MS * 2 ** event.throttles, LONGEST_THROTTLE_WAIT_MS)
    : (ERROR_WAITS_MS[event.errors] ?? 0);
  const again = {
    ...event,
    dueAtMs: nowMs + waitMs,
    errors: event.errors + (isThrottled ? 0 : 1),
    throttles: event.throttles + (isThrottled ? 1 : 0),
  };
  return isTooOld(again, rules, again.dueAtMs)
    ? { kind: "dropped", reason: "EventAgeExceeded" }
    : { kind: "again", event: again };
}

/** Events to try now, oldest due first, and those that stay in the queue. */
export function takeDue(
  queue: readonly AsyncEvent[],
  nowMs: number,
): { readonly due: readonly AsyncEvent[]; readonly rest: readonly AsyncEvent[] } {
  const due = queue.filter((event) => event.dueAtMs <= nowMs).sort((a, b) => a.dueAtMs - b.dueAtMs);
  return { due, rest: queue.filter((event) => event.dueAtMs > nowMs) };
}

/** Milliseconds until the next event is due; null: the queue is empty. */
export function nextDueInMs(queue: readonly AsyncEvent[], nowMs: number): number | null {
  if (queue.length === 0) return null;
  return Math.max(0, Math.min(...queue.map((event) => event.dueAtMs)) - nowMs);
}

const isTooOld = (event: AsyncEvent, rules: AsyncRules, atMs: number) =>
  atMs - event.acceptedAtMs > rules.maximumEventAgeSeconds * 1000;
