import { type Clock } from "../../scaler/ports";

/** A clock that stands until someone sleeps; a sleep takes no real time. */
export function fakeClock(startMs: number): Clock & { readonly sleeps: number[] } {
  let nowMs = startMs;
  const sleeps: number[] = [];
  return {
    sleeps,
    nowMs: () => nowMs,
    sleep: async (ms) => {
      sleeps.push(ms);
      nowMs += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
