import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStateInput } from "../../../operations/proof/stateInput";
import { proveInput } from "../../../operations/prove";
import { writeReadable } from "../../../policy/evidence/canonical";
import { isolationOf } from "../../../policy/judgement/isolation";
import { type Declared, factsOfDeclared } from "../../../policy/sources/declared";
import { largeStack } from "./largeStack";
import { longLists } from "./longLists";
import { manyGroups } from "./manyGroups";
import { median } from "./median";
import { stateOf } from "./stateOf";
import { transitStar } from "./transitStar";

/**
 * The proof's part of `npm run bench`. Figures, no verdicts: they depend on the machine.
 *
 * Facts of a closed stack to its verdict and certificate; other shapes of networks, at one size and at twice of it; a state's file to all that is
 * judged and to the evidence, as `overflow prove --state` does. Each in a process of its own, with its peak memory. Then `pack.ts`.
 */
const sizes = [1_000, 10_000, 100_000];

/** Shapes, and two sizes of each: machines, VPCs, entries of prefix lists. */
const shapes: Readonly<
  Record<string, { readonly make: (count: number) => readonly Declared[]; readonly sizes: readonly number[] }>
> = {
  "machines, groups that name each other": { make: manyGroups, sizes: [2_500, 5_000] },
  "VPCs at a transit gateway": { make: transitStar, sizes: [50, 100] },
  "entries of prefix lists, full network ACLs": { make: longLists, sizes: [1_000, 2_000] },
};

/**
 * Of the heap's old generation, in MiB, for the proofs of these sizes. Without it V8 lets garbage grow to as much as there is of everything else; with
 * it, the largest stays below 1 GiB.
 */
const heapCapMib = 850;

/** Where a process is measured warm as well: a run of these takes no longer than the code needs to get fast. */
const mostWarm = 10_000;
const warmRounds = 5;

interface Measured {
  readonly seconds: number;
  /** Of this process, all its threads: on a busy machine it tells more than the clock. */
  readonly cpuSeconds: number;
  readonly told: string;
}

/** Once. Nothing of it is kept. */
function measure(run: () => string): Measured {
  const startedAtMs = performance.now();
  const cpu = process.cpuUsage();
  const told = run();
  const seconds = (performance.now() - startedAtMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6, told };
}

const proveOnce = (declared: readonly Declared[]): Measured =>
  measure(() => {
    const { proof, network } = isolationOf(factsOfDeclared(declared));
    return `${network.nodes.length.toLocaleString("en")} nodes, ${proof.verdict}`;
  });

function print(what: string, count: number, { seconds, cpuSeconds, told }: Measured): void {
  const peakMib = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${what}: ${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s CPU), ${((seconds / count) * 1e6).toFixed(0)} µs each, ` +
      `peak ${peakMib.toFixed(0)} MiB, ${told}`,
  );
}

/** The first proof, which finds the code cold, and where it is small the median of more. */
function prove(count: number): void {
  print(`prove ${count.toLocaleString("en")} resources`, count, proveOnce(largeStack(count)));
  if (count > mostWarm) return;
  const warm = Array.from({ length: warmRounds }, () => proveOnce(largeStack(count)));
  console.log(
    `  warm, median of ${warmRounds} in the same process: ${median(warm.map((one) => one.seconds)).toFixed(2)} s ` +
      `(${median(warm.map((one) => one.cpuSeconds)).toFixed(2)} s CPU)`,
  );
}

function proveShape(name: string, count: number): void {
  const declared = shapes[name]?.make(count) ?? [];
  print(
    `prove ${count.toLocaleString("en")} ${name} (${declared.length.toLocaleString("en")} resources)`,
    declared.length,
    proveOnce(declared),
  );
}

/** What a file tells, all rules, margins, and the evidence written, counted and thrown away. */
function judge(file: string, count: number): void {
  const measured = measure(() => {
    const evidence = proveInput(readStateInput(file), { root: process.cwd(), today: "2026-11-24" });
    let characters = 0;
    writeReadable(evidence, (part) => (characters += part.length));
    return `${(characters / 2 ** 20).toFixed(0)} MiB of evidence, packets ${evidence.packets}, in all ${evidence.verdict}`;
  });
  print(`judge the state of ${count.toLocaleString("en")} resources`, count, measured);
}

function main([what, size, name]: readonly string[]): void {
  if (what === "prove") prove(Number(size));
  else if (what === "shape") proveShape(name ?? "", Number(size));
  else if (what === "judge") judge(name ?? "", Number(size));
  else if (what === "state") writeFileSync(name ?? "", stateOf(largeStack(Number(size))));
  else runAll();
}

function runAll(): void {
  const start = (options: readonly string[], file: string, ...more: readonly string[]) =>
    spawnSync(process.execPath, [...options, "--import", "tsx", file, ...more], { stdio: "inherit" });
  const run = (file: string, ...more: readonly string[]) => start([], file, ...more);
  for (const size of sizes) start([`--max-old-space-size=${heapCapMib}`], __filename, "prove", String(size));
  for (const [name, shape] of Object.entries(shapes))
    for (const size of shape.sizes) run(__filename, "shape", String(size), name);
  const folder = mkdtempSync(join(tmpdir(), "overflow-bench-"));
  try {
    for (const size of sizes) {
      const file = join(folder, `${size}.json`);
      run(__filename, "state", String(size), file);
      run(__filename, "judge", String(size), file);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  run(join(__dirname, "pack.ts"));
}

main(process.argv.slice(2));
