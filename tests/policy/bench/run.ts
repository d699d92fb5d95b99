import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { isolationOf } from "../../../policy/isolation";
import { type Declared, factsOfDeclared } from "../../../policy/sources/declared";
import { largeStack } from "./largeStack";
import { median } from "./median";

/**
 * The proof's part of `npm run bench`. Figures, no verdicts: they depend on the machine.
 *
 * Facts of a closed stack to its verdict and certificate, each size in a process of its own, with its peak memory; then `pack.ts`.
 */
const sizes = [1_000, 10_000, 100_000];

/** Where a process is measured warm as well: a run of these takes no longer than the code needs to get fast. */
const mostWarm = 10_000;
const warmRounds = 5;
/**
 * Of the heap's old generation, in MiB. Without it V8 lets garbage grow to as much as there is of everything else; with it, the proof of
 * the largest size stays below 1 GiB.
 */
const heapCapMib = 850;

interface Measured {
  readonly seconds: number;
  /** Of this process, all its threads: on a busy machine it tells more than the clock. */
  readonly cpuSeconds: number;
  readonly told: string;
}

/** One proof. Nothing of it is kept. */
function proveOnce(declared: readonly Declared[]): Measured {
  const startedAtMs = performance.now();
  const cpu = process.cpuUsage();
  const { proof, network } = isolationOf(factsOfDeclared(declared));
  const seconds = (performance.now() - startedAtMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const told = `${network.nodes.length.toLocaleString("en")} nodes, ${proof.verdict}`;
  return { seconds, cpuSeconds: (user + system) / 1e6, told };
}

/** One size, in this process: the first proof, which finds the code cold, and where it is small the median of more. */
function proveSize(count: number): void {
  const { seconds, cpuSeconds, told } = proveOnce(largeStack(count));
  const peakMib = process.resourceUsage().maxRSS / 1024;
  console.log(
    `prove ${count.toLocaleString("en")} resources: ${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s CPU), ` +
      `${((seconds / count) * 1e6).toFixed(0)} µs each, peak ${peakMib.toFixed(0)} MiB, ${told}`,
  );
  if (count > mostWarm) return;
  const warm = Array.from({ length: warmRounds }, () => proveOnce(largeStack(count)));
  console.log(
    `  warm, median of ${warmRounds} in the same process: ${median(warm.map((one) => one.seconds)).toFixed(2)} s ` +
      `(${median(warm.map((one) => one.cpuSeconds)).toFixed(2)} s CPU)`,
  );
}

function main(): void {
  const [, , size] = process.argv;
  if (size !== undefined) {
    proveSize(Number(size));
    return;
  }
  const run = (options: readonly string[], file: string, ...more: readonly string[]) =>
    spawnSync(process.execPath, [...options, "--import", "tsx", file, ...more], { stdio: "inherit" });
  for (const each of sizes) run([`--max-old-space-size=${heapCapMib}`], __filename, String(each));
  run([], join(__dirname, "pack.ts"));
}

main();
