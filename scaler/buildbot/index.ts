import { type Clock, MasterUnreadable, type Queue } from "../ports";
import { MasterHttp, type MasterHttpOptions } from "./http";
import { listen } from "./listen";
import { flag, rowsOf } from "./rows";
import { MasterSession } from "./session";
import { readSnapshot } from "./snapshot";

export interface BuildbotQueueOptions extends MasterHttpOptions {
  /** Account with the scaler's role at the master. */
  readonly user: string;
  readonly password: string;
  readonly clock: Clock;
  /** A number in [0, 1), for the jitter of reconnections. @default Math.random */
  readonly random?: () => number;
  /** Longest wait for a pause or unpause to show, milliseconds. @default 5000; 12 to 41 ms were measured */
  readonly confirmMs?: number;
  /** Age at which an event stream is opened anew, milliseconds. @default 60 000 */
  readonly reopenMs?: number;
}

export interface BuildbotQueue extends Queue {
  /** Closes all connections. */
  close(): Promise<void>;
}

/** A Buildbot master (4.x) as the scaler's queue, by its REST API and event stream. Nothing is sent before the first call. */
export function createBuildbotQueue(options: BuildbotQueueOptions): BuildbotQueue {
  const { clock } = options;
  const http = new MasterHttp(options);
  const session = new MasterSession(http, options.user, options.password);
  const get = (path: string) => http.json(`/api/v2/${path}`);

  /** The master answers a control call before it acts, so the flag is read until it shows. */
  async function setPaused(worker: string, paused: boolean, reason: string): Promise<void> {
    const path = `workers/${encodeURIComponent(worker)}`;
    await session.control(`/api/v2/${path}`, paused ? "pause" : "unpause", { reason });
    const endMs = clock.nowMs() + (options.confirmMs ?? 5000);
    for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 500)) {
      const [row] = rowsOf(await get(`${path}?field=paused`), "workers");
      if (row !== undefined && flag(row, "paused") === paused) return;
      if (clock.nowMs() >= endMs) break;
      await clock.sleep(waitMs);
    }
    throw new MasterUnreadable(`worker '${worker}' does not show paused=${paused} after it was asked to`);
  }

  return {
    read: (builderPatterns, pendingLimit, finishedSinceMs) =>
      readSnapshot(get, clock.nowMs(), builderPatterns, pendingLimit, finishedSinceMs),
    pause: (worker, reason) => setPaused(worker, true, reason),
    unpause: (worker) => setPaused(worker, false, "overflow"),
    listen: (wake, signal) =>
      listen(
        { http, clock, random: options.random ?? Math.random, reopenMs: options.reopenMs ?? 60_000 },
        wake,
        signal,
      ),
    close: () => http.close(),
  };
}
