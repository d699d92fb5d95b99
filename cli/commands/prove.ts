import { closeSync, openSync, writeSync } from "node:fs";
import { type Sink, writeReadable } from "../../policy/evidence/canonical";
import { diagramOf } from "../../policy/evidence/diagram";
import { type Evidence } from "../../policy/evidence/evidence";
import { markdownOf } from "../../policy/evidence/markdown";
import { sarifOf } from "../../policy/evidence/sarif";
import { type ProofInput } from "../../operations/proof/input";
import { proveInput, recheckFile } from "../../operations/prove";
import { projectRoot } from "../../lab/toolchain";
import { type Command, type Context, exitCodes, type Input, UsageError } from "../command";
import {
  inputArgument,
  inputHelp,
  inputOptions,
  neededInput,
  proofInput,
  proveOptions,
  textFlag,
} from "../proofInput";
import { evidenceLines, painter, recheckLines } from "../proofWords";

/** Files that evidence can be written as. Part by part: that of a large network is longer than a string can be. */
const formats: Readonly<Record<string, (evidence: Evidence, input: ProofInput, sink: Sink) => void>> = {
  json: (evidence, _input, sink) => {
    writeReadable(evidence, sink);
  },
  sarif: (evidence, input, sink) => {
    sink(`${JSON.stringify(sarifOf(evidence, input), null, 2)}\n`);
  },
  markdown: (evidence, _input, sink) => {
    sink(markdownOf(evidence));
  },
  diagram: (evidence, _input, sink) => {
    sink(diagramOf(evidence));
  },
};

export const verdictCodes = {
  proved: exitCodes.ok,
  refuted: exitCodes.failed,
  undetermined: exitCodes.undetermined,
} as const;

export const prove: Command = {
  name: "prove",
  summary: "proves that nothing gets in or out but by the contract, or shows the way; touches nothing",
  positionals: [inputArgument(projectRoot)],
  options: {
    ...inputOptions,
    json: { type: "boolean" },
    sarif: { type: "boolean" },
    markdown: { type: "boolean" },
    diagram: { type: "boolean" },
    out: { type: "string" },
    check: { type: "string" },
  },
  optionHelp: {
    ...inputHelp,
    json: "print the evidence, which --check can look at again",
    sarif: "print the findings as SARIF 2.1.0, for code scanning",
    markdown: "print the report that a reviewer reads",
    diagram: "print what may talk to what as a Mermaid flowchart",
    out: "file to write it to, instead of printing",
    check:
      "evidence file to look at again, by its hashes and by the checker; with an input: is it of this one?",
  },
  examples: [
    "overflow prove staging",
    "overflow prove production --json --out evidence.json",
    "overflow prove --state state.json --build-network 10.20.0.0/16 --vpn-gateway 198.51.100.10",
    "overflow prove --describe answers --vpc vpc-0a1b2c3d --markdown --out report.md",
    "overflow prove --check evidence.json",
  ],
  failureCode: exitCodes.unusable,
  async run(input, context) {
    const stored = textFlag(input, "check");
    if (stored !== undefined) return checkAgain(stored, input, context);
    const format = formatOf(input);
    const options = proveOptions(input, context);
    const found = await neededInput(input, context);
    const evidence = proveInput(found, options);
    tell(evidence, found, format, input, context);
    return verdictCodes[evidence.verdict];
  },
};

/** @throws UsageError if two are asked for, or a file without one */
function formatOf({ flags }: Input): string | undefined {
  const asked = Object.keys(formats).filter((name) => flags[name] === true);
  if (asked.length > 1)
    throw new UsageError(`One at a time: ${asked.map((name) => `--${name}`).join(", ")}.`);
  if (asked.length === 0 && flags["out"] !== undefined) {
    throw new UsageError(
      `--out: as what? Add one of ${Object.keys(formats)
        .map((name) => `--${name}`)
        .join(", ")}.`,
    );
  }
  return asked[0];
}

function tell(
  evidence: Evidence,
  found: ProofInput,
  format: string | undefined,
  input: Input,
  { terminal }: Context,
): void {
  const write = format === undefined ? undefined : formats[format];
  if (write === undefined) {
    for (const line of evidenceLines(evidence, painter(terminal.colourResults))) terminal.print(line);
    return;
  }
  const out = textFlag(input, "out");
  if (out === undefined)
    write(evidence, found, (part) => {
      terminal.printPart(part);
    });
  else
    writeTo(out, (sink) => {
      write(evidence, found, sink);
    });
  terminal.say(`${evidence.input.name}: ${evidence.verdict}${out === undefined ? "" : ` (${out})`}`);
}

function writeTo(file: string, write: (sink: Sink) => void): void {
  const open = openSync(file, "w");
  try {
    write((part) => writeSync(open, part));
  } finally {
    closeSync(open);
  }
}

async function checkAgain(file: string, input: Input, context: Context): Promise<number> {
  const { terminal } = context;
  const other = [...Object.keys(formats), "out"].find((name) => input.flags[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--check writes nothing: leave out --${other}.`);
  const { evidence, lines, holds } = recheckFile(
    file,
    await proofInput(input, context),
    proveOptions(input, context),
  );
  const { input: of, tool } = evidence;
  terminal.print(`${file}: ${of.kind} ${of.name}, by overflow ${tool.version}: ${evidence.verdict}`);
  const paint = painter(terminal.colourResults);
  for (const line of recheckLines(lines, paint)) terminal.print(line);
  terminal.print(holds ? paint("confirmed", "green") : paint("not confirmed", "red"));
  return holds ? exitCodes.ok : exitCodes.failed;
}
