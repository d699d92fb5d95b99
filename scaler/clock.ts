import { type Clock } from "./ports";

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      const timer = setTimeout(finish, Math.max(0, ms));
      signal?.addEventListener("abort", finish, { once: true });
    }),
};

/** Rejects when `work` has not answered after `ms`; `work` itself goes on unheard. */
export async function within<T>(work: Promise<T>, ms: number, what: string, clock: Clock): Promise<T> {
  const stop = new AbortController();
  const late = clock.sleep(ms, stop.signal).then((): T => {
    throw new Error(`${what} did not answer within ${ms / 1000} s`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
    work.catch(() => undefined);
  }
}
