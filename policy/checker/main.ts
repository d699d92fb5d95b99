import { readFileSync } from "node:fs";
import { check } from "./check";

/** Checks an evidence file: `node --import tsx policy/checker/main.ts FILE`. Exit 0: accepted; 1: rejected; 3: it cannot be used. */
function main(file: string | undefined): 0 | 1 | 3 {
  let evidence: unknown;
  try {
    if (file === undefined)
      throw new Error("no file was named: node --import tsx policy/checker/main.ts FILE");
    evidence = JSON.parse(readFileSync(file, "utf8"));
    if (typeof evidence !== "object" || evidence === null) throw new Error("it holds no object");
  } catch (error) {
    console.log(`unusable: ${error instanceof Error ? error.message : String(error)}`);
    return 3;
  }
  const { network, contract, certificate } = evidence as Readonly<Record<string, unknown>>;
  const { accepted, reasons } = check(network, contract, certificate);
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : "";
  console.log(accepted ? "accepted" : `rejected: ${reasons[0] ?? ""}${more}`);
  return accepted ? 0 : 1;
}

process.exitCode = main(process.argv[2]);
