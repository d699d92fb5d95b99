import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

export interface Emulator {
  readonly url: string;
  /** How long state changes take, in seconds; other timings stay. */
  setTimings(timings: Readonly<Record<string, number>>): Promise<void>;
  /** Waits until this action was called and answered. */
  called(action: string): Promise<void>;
  stop(): Promise<void>;
}

/** Between two looks at the emulator's call log. */
const pollMs = 20;

/** How long the emulator may take to end after TERM, in milliseconds. */
const endMs = 5000;

function demandPython(): string {
  const python = process.env.OVERFLOW_PYTHON;
  if (python !== undefined) return python;
  throw new Error("OVERFLOW_PYTHON is not set; it must name the Python that has moto (npm test sets it).");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), endMs);
  await exited;
  clearTimeout(kill);
}

/** Starts the lab's emulator on a free port. */
export async function startEmulator(environment: Readonly<Record<string, string>> = {}): Promise<Emulator> {
  const directory = mkdtempSync(join(tmpdir(), "overflow-emulator-"));
  const program = resolve(__dirname, "../../../lab/emulator/main.py");
  const child = spawn(demandPython(), [program, "--port", "0", "--state-dir", directory], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4000)));
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<string>((found, failed) => {
    lines.on("line", (line) => {
      const port = /^ready (\d+)$/.exec(line)?.[1];
      if (port !== undefined) found(port);
    });
    child.on("error", failed);
    child.on("exit", (code) => {
      failed(new Error(`The emulator ended with ${code ?? "a signal"}: ${complaints}`));
    });
  });
  const url = `http://127.0.0.1:${await ready}`;
  const emulator: Emulator = {
    url,
    async setTimings(timings) {
      const answer = await fetch(`${url}/lab/timings`, { method: "PUT", body: JSON.stringify(timings) });
      if (!answer.ok) throw new Error(`The emulator refuses the timings: ${await answer.text()}`);
    },
    async called(action) {
      for (;;) {
        const calls = (await (await fetch(`${url}/lab/calls?after=0`)).json()) as { action: string }[];
        if (calls.some((call) => call.action === action)) return;
        await pause(pollMs);
      }
    },
    async stop() {
      await end(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
  // The waits are what is tested, not their length.
  await emulator.setTimings({ networkSeconds: 0.05, pendingSeconds: 0.05, shuttingDownSeconds: 0.05 });
  return emulator;
}
