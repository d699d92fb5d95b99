import { setTimeout as sleep } from "node:timers/promises";
import { readTail } from "./processes/tail";
import { findProcess, isAlive } from "./processes/registry";
import { startProcess } from "./processes/start";
import { stopProcess } from "./processes/stop";
import { type LabProcess } from "./state";

/** Longest wait for one service: a cold start on two busy cores takes some 10 s. */
const READY_SECONDS = 60;
const LOOK_MS = 50;

/** One of the lab's own processes. */
export interface Service {
  readonly name: string;
  readonly command: readonly string[];
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Where it tells about itself, if not on stdout and stderr. */
  readonly ownLog?: string;
  /** Resolves when it serves; rejects when it does not in time or `signal` aborts. */
  ready(signal: AbortSignal): Promise<void>;
}

/**
 * Sees to it that a service runs and serves.
 * @returns true if it had to be started
 * @throws Error with the end of its log if it ends, or does not serve; it is then ended if this call started it
 */
export async function ensureService(
  directory: string,
  service: Service,
  signal?: AbortSignal,
): Promise<boolean> {
  signal?.throwIfAborted();
  const known = findProcess(directory, service.name);
  // One that runs already may be on its way up still: whoever started it was killed over it.
  const runs = known !== null && isAlive(known);
  const record = runs ? known : await start(directory, service);
  const waiting = new AbortController();
  const cause = AbortSignal.any([waiting.signal, ...(signal === undefined ? [] : [signal])]);
  const ended = sleepWhile(() => isAlive(record), waiting.signal).then(() => {
    throw new Error("it ended");
  });
  try {
    await Promise.race([service.ready(cause), ended]);
    return !runs;
  } catch (error) {
    const tails = [record.log, service.ownLog ?? ""]
      .map((log) => readTail(log))
      .filter((tail) => tail !== "");
    if (!runs) await stopProcess(directory, record);
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const shown = tails.length === 0 ? "Its log is empty." : `The end of its log:\n${tails.join("\n")}`;
    throw new Error(`"${service.name}" did not come up: ${reason}. ${shown}`, { cause: error });
  } finally {
    waiting.abort();
    ended.catch(() => undefined);
  }
}

async function start(
  directory: string,
  { name, command, environment, workingDirectory }: Service,
): Promise<LabProcess> {
  return (await startProcess({ directory, name, command, environment, workingDirectory })).record;
}

/** Resolves when `url` answers with success. @throws Error after a minute, or when `signal` aborts */
export async function untilAnswers(url: string, signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() + READY_SECONDS * 1000;
  for (;;) {
    signal.throwIfAborted();
    const isUp = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    if (performance.now() > untilMs) throw new Error(`${url} did not answer within ${READY_SECONDS} s`);
    await sleep(LOOK_MS);
  }
}

async function sleepWhile(condition: () => boolean, signal: AbortSignal): Promise<void> {
  while (condition()) await sleep(LOOK_MS, undefined, { signal });
}
