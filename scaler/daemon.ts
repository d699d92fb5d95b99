import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { composePorts } from "./compose";
import { messageOf } from "./log";
import { run } from "./loop";
import { type TickPorts } from "./tick";

/** Wait before a run that ended without being told to is followed by the next. */
const RESTART_MS = 5_000;

/**
 * The scaler as a process on a machine of the build network: the same runs as the function's, one after the other, until `signal`
 * aborts or the environment is torn down. The lease is given back at the end, so the next host leads at once.
 */
export async function runDaemon(ports: TickPorts, holder: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const id = `${holder}/${randomUUID().slice(0, 8)}`;
      const end = await run(ports, { holder: id, signal, askHandOver: false });
      ports.log("run-ended", { holder, end });
      if (end === "closed") return;
    } catch (error) {
      ports.log("run-failed", { holder, message: messageOf(error) });
    }
    await ports.clock.sleep(RESTART_MS, signal);
  }
}

async function main(): Promise<void> {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () => {
      stop.abort();
    });
  }
  await runDaemon(composePorts(process.env), `daemon/${hostname()}/${process.pid}`, stop.signal);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  });
}
