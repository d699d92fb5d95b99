import { type Clock } from "../ports";
import { EventStreamReader, type StreamEvent } from "./eventStream";
import { type MasterHttp } from "./http";
import { isRow } from "./rows";

/** Events that may change a decision. A request claimed or a build begun only make less of what is known already. */
const subscriptions = [
  "buildrequests/*/new",
  "buildrequests/*/unclaimed",
  "builds/*/finished",
  "workers/*/connected",
  "workers/*/disconnected",
];

/** Wait before the n-th try in a row, milliseconds: up to 0.25 s, doubled each time up to 10 s, drawn at random below that. */
const firstWaitMs = 250;
const longestWaitMs = 10_000;

export interface ListenOptions {
  readonly http: MasterHttp;
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** A stream is opened anew after this long: the master sends no heartbeat, so a dead one looks like a quiet one. */
  readonly reopenMs: number;
}

/**
 * Keeps an event stream open until `signal` aborts and calls `wake` at each event. A (re)connection wakes too, for
 * events that were sent meanwhile are lost.
 */
export async function listen(
  options: ListenOptions,
  wake: (reason: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const outcome = await listenOnce(options, wake, signal);
    failures = outcome === "refused" ? failures + 1 : 0;
    if (outcome === "over") continue;
    const ceilingMs = Math.min(longestWaitMs, firstWaitMs * 2 ** failures);
    await options.clock.sleep(options.random() * ceilingMs, signal);
  }
}

/** One stream: it never opened, it broke, or it lasted until it was due to be renewed or told to end. */
async function listenOnce(
  { http, clock, reopenMs }: ListenOptions,
  wake: (reason: string) => void,
  signal: AbortSignal,
): Promise<"refused" | "lost" | "over"> {
  const life = new AbortController();
  const seen = { open: false, due: false };
  const end = () => {
    life.abort();
  };
  signal.addEventListener("abort", end, { once: true });
  const due = clock.sleep(reopenMs, life.signal).then(() => {
    seen.due = !life.signal.aborted;
    life.abort();
  });
  try {
    await follow(http, life.signal, (reason) => {
      seen.open = true;
      wake(reason);
    });
  } catch {
    // Whatever ended it, the next try follows; what was missed is read by polling.
  } finally {
    signal.removeEventListener("abort", end);
    life.abort();
    await due;
  }
  if (signal.aborted || (seen.open && seen.due)) return "over";
  return seen.open ? "lost" : "refused";
}

/** Reads one stream to its end. `stop` ends it. */
async function follow(http: MasterHttp, stop: AbortSignal, wake: (reason: string) => void): Promise<void> {
  const [first = "", ...others] = subscriptions;
  // No query argument: a single-valued one makes the master answer 500 (buildbot 4.3.0).
  const { statusCode, body } = await http.stream(`/sse/listen/${first}`, stop);
  if (statusCode !== 200) {
    await body.dump();
    return;
  }
  const reader = new EventStreamReader();
  const decoder = new TextDecoder();
  for await (const chunk of body as AsyncIterable<Buffer>) {
    for (const event of reader.push(decoder.decode(chunk, { stream: true }))) {
      if (event.event === "handshake") {
        const added = await Promise.all(
          others.map((path) => http.call("GET", `/sse/add/${event.data}/${path}`)),
        );
        if (added.some((answer) => answer.status !== 200)) return;
        wake("event stream open");
      } else {
        const reason = reasonOf(event);
        if (reason !== null) wake(reason);
      }
    }
  }
}

/** `buildrequests new` for the key ["buildrequests", "31", "new"]; null for what is no such event. */
export function reasonOf({ event, data }: StreamEvent): string | null {
  if (event !== "event") return null;
  try {
    const parsed: unknown = JSON.parse(data);
    const key: unknown = isRow(parsed) ? parsed["key"] : null;
    if (!Array.isArray(key)) return null;
    const [kind, , what] = key as unknown[];
    return typeof kind === "string" && typeof what === "string" ? `${kind} ${what}` : null;
  } catch {
    return null;
  }
}
