import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listen, portOf } from "../../lab/processes/ports";
import { listProcesses } from "../../lab/processes/registry";
import { stopProcess, stopUnrecorded } from "../../lab/processes/stop";

/** A lab's folder for one test. */
export const makeLabDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), "overflow-lab-"));

/** Ends what a test left running in a lab's folder, and removes it. */
export async function removeLabDirectory(directory: string): Promise<void> {
  for (const record of listProcesses(directory)) await stopProcess(directory, record, { graceSeconds: 0 });
  await stopUnrecorded(directory, { graceSeconds: 0 });
  await rm(directory, { recursive: true, force: true });
}

/** Longest that a condition is awaited: what takes some seconds on idle cores may take a minute on busy ones. */
const PATIENCE_MS = 60_000;

/** Polls until `look` answers something other than undefined, null or false. @throws Error after a minute */
export async function eventually<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > untilMs) throw new Error(`Did not come true within a minute: ${look.toString()}`);
    await sleep(50);
  }
}

/** Serves JSON (or a zip's bytes) by path on a free port. */
export async function serveAnswers(
  answer: (path: string) => unknown,
): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const body = answer((request.url ?? "").split("?")[0] ?? "");
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200).end(body instanceof Uint8Array ? body : JSON.stringify(body));
  });
  await listen(server);
  return { server, url: `http://127.0.0.1:${portOf(server)}` };
}
