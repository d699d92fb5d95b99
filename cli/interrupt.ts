/** After this time a second Ctrl-C is taken as impatience, not as the same keystroke that reached parent and child alike. */
const sameKeystrokeMs = 1000;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an abort, so that a command can end what it started. A second Ctrl-C ends the process at once;
 * what it leaves behind is recorded in the lab's folder and ended by the next `overflow lab down`.
 */
export function abortOnSignals(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  let firstAtMs: number | undefined;
  const handle = (): void => {
    const nowMs = Date.now();
    if (firstAtMs === undefined) {
      firstAtMs = nowMs;
      onFirst();
      controller.abort();
    } else if (nowMs - firstAtMs > sameKeystrokeMs) process.exit(130);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, handle);
  return controller.signal;
}
