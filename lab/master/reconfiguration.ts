import { open, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** What a master's log says about one SIGHUP. Source of the sentences: buildbot 4.3.0, `buildbot/master.py`. */
export type Reconfiguration =
  | { readonly state: "running" }
  | { readonly state: "applied" }
  | { readonly state: "refused"; readonly reasons: readonly string[] };

const finished = /configuration update (complete|aborted|partially applied)/;
const queued = "reconfig already active; will reconfig again after";

/**
 * Reads the part of a log that was written since a SIGHUP. A reconfiguration already under way when the signal came
 * does not count: it may have read the files before they were changed.
 */
export function reconfigurationIn(log: string): Reconfiguration {
  const lines = log.split("\n");
  let start = lines.findIndex((line) => line.includes("beginning configuration update"));
  if (start < 0 && !log.includes(queued)) return { state: "running" };
  const wasQueued = lines.findIndex((line) => line.includes(queued));
  if (wasQueued >= 0 && (start < 0 || wasQueued < start)) {
    start = lines.findIndex(
      (line, index) => index > wasQueued && line.includes("beginning configuration update"),
    );
    if (start < 0) return { state: "running" };
  }
  const end = lines.findIndex((line, index) => index > start && finished.test(line));
  if (end < 0) return { state: "running" };
  if (lines[end]?.includes("configuration update complete") === true) return { state: "applied" };
  const reasons = lines.slice(start + 1, end + 1).map((line) => line.replace(/^\S+ \S+ \[[^\]]*\] /, ""));
  return { state: "refused", reasons: reasons.filter((line) => line !== "") };
}

/**
 * Tells a running master to read its configuration again, and waits until it has.
 *
 * @param pid of a master that is ready: an earlier SIGHUP would end it
 * @param log the master's `twistd.log`
 * @throws Error with the master's own reasons if it refuses the configuration (it then keeps the old one), or after
 *   `limitMs` without an answer
 */
export async function reconfigure(pid: number, log: string, limitMs = 30_000): Promise<void> {
  const offset = (await stat(log)).size;
  process.kill(pid, "SIGHUP");
  const endMs = Date.now() + limitMs;
  while (Date.now() < endMs) {
    const outcome = reconfigurationIn(await readFrom(log, offset));
    if (outcome.state === "applied") return;
    if (outcome.state === "refused") {
      throw new Error(`the build master refused its new configuration:\n  ${outcome.reasons.join("\n  ")}`);
    }
    await sleep(50);
  }
  throw new Error(
    `the build master (pid ${pid}) did not finish its reconfiguration in ${limitMs / 1000} s; see ${log}`,
  );
}

/** Text of a file from a byte on; from its start if the file was rotated meanwhile. */
async function readFrom(path: string, offset: number): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = size < offset ? 0 : offset;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
