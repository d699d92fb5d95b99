import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isolationOf } from "../../../policy/isolation";
import { type Declared, factsOfDeclared } from "../../../policy/sources/declared";
import { largeStack } from "./largeStack";

/**
 * The proof's part of `npm run bench`. Figures, no verdicts: they depend on the machine.
 *
 * - prove: facts of a closed stack to its verdict and certificate, each size in a process of its own, with its peak memory
 * - pack: what the pack adds to a preview of our largest environment, over a pack with no policy: start, every resource, the stack
 */
const sizes = [1_000, 10_000, 100_000];
const rounds = 5;

/** One size, in this process. */
function proveSize(count: number): void {
  const declared = largeStack(count);
  const startedAtMs = performance.now();
  const { proof, network } = isolationOf(factsOfDeclared(declared));
  const seconds = (performance.now() - startedAtMs) / 1000;
  const peakMib = process.resourceUsage().maxRSS / 1024;
  console.log(
    `prove ${count.toLocaleString("en")} resources: ${seconds.toFixed(2)} s, ${((seconds / count) * 1e6).toFixed(0)} µs each, ` +
      `${network.nodes.length.toLocaleString("en")} nodes, peak ${peakMib.toFixed(0)} MiB, ${proof.verdict}`,
  );
}

const emptyPack = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("empty", { policies: [] });
`;

async function packSeconds(
  folder: string | undefined,
  own: Awaited<ReturnType<typeof ownDeclared>>,
): Promise<number> {
  const startedAtMs = performance.now();
  const analyzer = await Analyzer.start(folder);
  try {
    for (const resource of own) await analyzer.resource(resource);
    const found = await analyzer.stack(own);
    if (found.length > 0) throw new Error(`the pack found ${found[0]?.message ?? ""}`);
    return (performance.now() - startedAtMs) / 1000;
  } finally {
    await analyzer.stop();
  }
}

async function pack(): Promise<void> {
  await build({ names: ["policy"] });
  const own = await ownDeclared("production");
  const folder = mkdtempSync(join(process.cwd(), ".bench-pack-"));
  try {
    writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
    writeFileSync(
      join(folder, "package.json"),
      '{ "name": "empty", "version": "0.0.1", "main": "index.js" }',
    );
    writeFileSync(join(folder, "index.js"), emptyPack);
    const [ours, empty]: number[][] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      empty?.push(await packSeconds(folder, own));
      ours?.push(await packSeconds(undefined, own));
    }
    const median = (values: readonly number[] = []) =>
      [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    console.log(
      `pack on ${own.length} resources, median of ${rounds}: ${median(ours).toFixed(2)} s, empty pack ${median(empty).toFixed(2)} s, ` +
        `adds ${(median(ours) - median(empty)).toFixed(2)} s`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const [, , size] = process.argv;
  if (size !== undefined) {
    proveSize(Number(size));
    return;
  }
  for (const each of sizes) {
    spawnSync(process.execPath, ["--import", "tsx", __filename, String(each)], { stdio: "inherit" });
  }
  await pack();
}

void main();
