import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Declared } from "../../../policy/sources/declared";
import { build } from "../../../tools/build";
import { Analyzer } from "../analyzer";
import { ownDeclared } from "../ownStack";
import { median } from "./median";

/**
 * What the pack adds to a preview of our largest environment, over a pack with no policy: start, every resource, the stack. Apart from the
 * proof's sizes: what it imports would count as their memory.
 */
const rounds = 5;

const emptyPack = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("empty", { policies: [] });
`;

async function packSeconds(folder: string | undefined, own: readonly Declared[]): Promise<number> {
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
    const ours: number[] = [];
    const empty: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      empty.push(await packSeconds(folder, own));
      ours.push(await packSeconds(undefined, own));
    }
    console.log(
      `pack on ${own.length} resources, median of ${rounds}: ${median(ours).toFixed(2)} s, empty pack ${median(empty).toFixed(2)} s, ` +
        `adds ${(median(ours) - median(empty)).toFixed(2)} s`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void pack();
