import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type LabProcess } from "../state";
import { isAlive } from "./registry";

const LOOK_MS = 50;
/** Of a log, what an error shows. */
const TAIL_BYTES = 4096;

/**
 * Waits until `isReady` holds; an exception in it counts as "not yet".
 * @throws Error with the log's tail when the process ends first or `timeoutSeconds` pass
 */
export async function waitUntilReady(
  record: LabProcess,
  isReady: () => Promise<boolean>,
  timeoutSeconds: number,
): Promise<void> {
  const untilMs = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    if (await isReady().catch(() => false)) return;
    const fault = !isAlive(record)
      ? "ended before it was ready"
      : performance.now() >= untilMs
        ? `was not ready within ${timeoutSeconds} s`
        : null;
    if (fault !== null) {
      throw new Error(`"${record.name}" ${fault}. The end of ${record.log}:\n${readTail(record.log)}`);
    }
    await sleep(LOOK_MS);
  }
}

/** The end of a log, from a whole line on; empty if there is none. */
export function readTail(path: string, bytes = TAIL_BYTES): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return "";
  }
  try {
    const start = Math.max(0, fstatSync(file).size - bytes);
    const buffer = Buffer.alloc(bytes);
    const text = buffer.toString("utf8", 0, readSync(file, buffer, 0, bytes, start));
    return start === 0 ? text.trimEnd() : text.slice(text.indexOf("\n") + 1).trimEnd();
  } finally {
    closeSync(file);
  }
}
