import { join } from "node:path";
import { runOperation } from "../../../engine";
import { ensureToolchain } from "../../../lab/toolchain";
import { escapePaths } from "../../../policy/review/escapePaths";
import { type Declared } from "../../../policy/sources/declared";
import { projectRoot } from "../../../tools/freshness";
import { allEscapes } from "../../policy/escapes/allEscapes";
import { applied, ownOptions } from "../../policy/escapes/applied";
import { type EscapeCase } from "../../policy/escapes/escapeCases";
import { ownDeclared } from "../../policy/ownStack";
import { DeclaredStack } from "../declaredStack";
import { declarationsOf } from "./declarations";

const policyPack = join(projectRoot, "policy");

/** Of `Pulumi.local.yaml`. */
const region = "us-east-1";

/** Two engines beside each other: a preview waits for its processes half of the time. */
const atOnce = 2;

interface Outcome {
  readonly ok: boolean;
  readonly text: string;
}

/** Our own stack with one escape in it, previewed by the real engine under the policy pack. */
async function preview(stack: DeclaredStack, own: readonly Declared[], escape: EscapeCase): Promise<Outcome> {
  stack.declare(declarationsOf(applied(own, escape)));
  const result = await runOperation(stack.engine, "preview", { policyPack, policyConfig: ownOptions() });
  const rules = [
    ...new Set([
      ...result.violations.filter(({ level }) => level === "mandatory").map(({ rule }) => rule),
      ...(result.policyReport?.findings ?? []).map(({ rule }) => rule),
    ]),
  ];
  const { refusedBy } = escape;
  const ok = refusedBy === undefined ? result.ok : !result.ok && rules.includes(refusedBy);
  const seen = rules.join(", ") || result.failures[0] || "nothing was refused";
  return {
    ok,
    text: `${String(escape.row).padStart(2)}  ${escape.title}: ${ok ? (refusedBy ?? "passes") : `${refusedBy === undefined ? "REFUSED" : `NOT REFUSED by ${refusedBy}`} (${seen})`}`,
  };
}

/** `npm run escapes [-- row …]`: each way out once, on the real engine; and our own stack without any (row 0), which must pass. */
async function main(): Promise<number> {
  const asked = process.argv.slice(2);
  const unknown = asked.find((row) => !/^\d+$/.test(row) || Number(row) > escapePaths.length);
  if (unknown !== undefined) {
    console.log(
      `npm run escapes [-- row …]: rows 1 to ${escapePaths.length} of docs/threat-model.md; 0 is our own stack. There is no row '${unknown}'.`,
    );
    return 2;
  }
  const { pulumi } = await ensureToolchain({});
  process.env["OVERFLOW_PULUMI"] = pulumi;
  const own = await ownDeclared();
  const chosen = escapePaths.flatMap(
    ({ row }) => allEscapes.find((escape) => escape.row === row && escape.refusedBy !== undefined) ?? [],
  );
  const wanted = asked.map(Number);
  const queue: EscapeCase[] = [{ row: 0, title: "our own stack, as it is", adds: [] }, ...chosen].filter(
    ({ row }) => wanted.length === 0 || wanted.includes(row),
  );
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    const stack = await DeclaredStack.create(region);
    try {
      for (let escape = queue.shift(); escape !== undefined; escape = queue.shift()) {
        const outcome = await preview(stack, own, escape);
        outcomes.push(outcome);
        console.log(`${outcome.ok ? "✔" : "✖"} ${outcome.text}`);
      }
    } finally {
      stack.remove();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const failed = outcomes.filter(({ ok }) => !ok).length;
  const missing = escapePaths.length - chosen.length;
  console.log(`${outcomes.length - failed} as they should be, ${failed} not; ${missing} ways without a case`);
  return failed + missing === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
