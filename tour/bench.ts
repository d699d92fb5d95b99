import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { labDown, labUp, type LabState, layoutOf } from "../lab/lab";
import { administratorOf } from "../lab/master/administrator";
import { type MasterClient } from "../lab/master/client";
import { ensureToolchain, projectRoot } from "../lab/toolchain";
import { readMasterFiles } from "../operations/pools";
import { downStack, upStack } from "../operations/stack";
import { labWorld } from "../operations/world";
import { percentile } from "../reports/waits";
import { masterView } from "./masterView";
import { type Look, Observer } from "./observer";
import { allAsleep, watchUntil } from "./waves";

/**
 * `npm run bench`: how long people and builds wait, measured in a lab of its own. Figures, no verdicts: they depend on the machine.
 *
 * - preview: `overflow preview local` of a stack that is up, nothing to change, policy included, as a whole process
 * - reaction: from a build request filed, while both in-house machines are busy and a VM sleeps, to the StartInstances call
 * - hand-over: the same, filed as one run of the scaler hands over to the next
 */
const previews = 5;
const reactions = 4;
const handOvers = 3;

interface Call {
  readonly atMs: number;
  readonly action: string;
}

async function main(): Promise<void> {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      controller.abort();
    });
  const { signal } = controller;
  const directory = join(projectRoot, ".lab-bench");
  const tools = await ensureToolchain({ signal });
  await labDown(directory);
  try {
    const { state } = await labUp({ directory, tools, signal });
    const world = labWorld("local", state, tools, process.env);
    const { update, preview } = await upStack(world, { signal });
    if (update?.ok !== true) throw new Error((update ?? preview).failures.join("\n"));
    show("preview, no change", await measurePreviews(directory));
    const { scalerFunctionName } = await readMasterFiles(world.engine);
    const rig = new Rig(state, join(layoutOf(directory).logs, `function-${scalerFunctionName}.log`), signal);
    await rig.makeVms();
    show("reaction", await rig.measure(reactions, 6, () => Promise.resolve()));
    show(
      "reaction at a hand-over", // Busy for longer than the minute between two runs, so that a hand-over falls into it.
      await rig.measure(handOvers, 75, () => rig.nextRunStarts()),
    );
    await downStack(world, { signal });
  } finally {
    await labDown(directory);
  }
}

async function measurePreviews(labFolder: string): Promise<readonly number[]> {
  const seconds: number[] = [];
  for (let run = 0; run <= previews; run += 1) {
    const startedAtMs = performance.now();
    await promisify(execFile)(
      process.execPath,
      [join(projectRoot, "cli", "overflow.js"), "preview", "local"],
      {
        env: { ...process.env, OVERFLOW_LAB: labFolder },
      },
    );
    // The first is the warm-up.
    if (run > 0) seconds.push((performance.now() - startedAtMs) / 1000);
  }
  return seconds;
}

/** Two in-house machines that can be kept busy, and VMs that sleep between measurements. */
class Rig {
  private readonly client: MasterClient;
  private readonly observer: Observer;

  constructor(
    private readonly lab: LabState,
    private readonly functionLog: string,
    private readonly signal: AbortSignal,
  ) {
    this.client = administratorOf(lab);
    this.observer = new Observer(masterView(this.client), this.emulator);
  }

  /** A first backlog, so that there are VMs to wake. */
  async makeVms(): Promise<void> {
    for (let build = 0; build < 4; build += 1) await this.client.submit("linux64-opt", 1);
    await this.untilQuiet();
  }

  /**
   * @param busySeconds how long the in-house machines are kept busy
   * @param moment resolves when the request is to be filed
   */
  async measure(times: number, busySeconds: number, moment: () => Promise<void>): Promise<readonly number[]> {
    const seconds: number[] = [];
    for (let time = 0; time < times; time += 1) {
      // release-sign is let into no pool: it only keeps the in-house machines busy. Until both are, one of them might take the build.
      for (let machine = 0; machine < 2; machine += 1) await this.client.submit("release-sign", busySeconds);
      await this.until("both in-house machines at work", ({ running }) => running.length === 2);
      await moment();
      const filedAtMs = Date.now();
      await this.client.submit("linux64-opt", 1);
      seconds.push(((await this.startAfter(filedAtMs)) - filedAtMs) / 1000);
      await this.untilQuiet();
    }
    return seconds;
  }

  /** Resolves when the function's next run begins: the one before it is about to hand over. */
  async nextRunStarts(): Promise<void> {
    const runs = (): number => readFileSync(this.functionLog, "utf8").split("START RequestId").length;
    for (const before = runs(); runs() === before;) await sleep(20, undefined, { signal: this.signal });
  }

  /** @throws Error if no VM was woken for a request that waits */
  private async startAfter(filedAtMs: number): Promise<number> {
    const deadlineMs = filedAtMs + 60_000;
    for (;;) {
      const answer = await fetch(`${this.emulator}/lab/calls?after=0`);
      const calls = (await answer.json()) as readonly Call[];
      const start = calls.find(({ action, atMs }) => action === "StartInstances" && atMs >= filedAtMs);
      if (start !== undefined) return start.atMs;
      if (Date.now() > deadlineMs)
        throw new Error("No VM was woken within a minute of a request that waits.");
      await sleep(200, undefined, { signal: this.signal });
    }
  }

  private async untilQuiet(): Promise<void> {
    await this.until(
      "an empty queue",
      ({ running, pending }) => running.length + Object.keys(pending).length === 0,
    );
    await this.until("every VM asleep", allAsleep);
  }

  private async until(what: string, done: (look: Look) => boolean): Promise<void> {
    await watchUntil(this.observer, what, done, () => undefined, this.signal);
  }

  private get emulator(): string {
    return `http://127.0.0.1:${this.lab.ports.emulator}`;
  }
}

function show(what: string, seconds: readonly number[]): void {
  const figures = [0, 50, 100].map((rank) => percentile(seconds, rank).toFixed(2));
  console.log(
    `${what.padEnd(26)} min ${figures[0] ?? ""} s   median ${figures[1] ?? ""} s   max ${figures[2] ?? ""} s   (${seconds.length})`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
