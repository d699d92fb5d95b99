import { readFileSync } from "node:fs";
import { createInterface, type Interface } from "node:readline/promises";
import { renderProblems } from "../../infra/settings/problem";
import { type Draft, type Drafting } from "../../operations/init/draft";
import { type Question } from "../../operations/init/questions";
import { draftFor, isFilled, writeDraft } from "../../operations/init/write";
import { projectRoot } from "../../lab/toolchain";
import { type Command, type Context, exitCodes, type Input, UsageError } from "../command";
import { canAnswer } from "../consent";

/** Names that an environment may have. Source: `infra/settings/parse.ts`. */
const environmentName = /^[a-z][a-z0-9-]{0,20}$/;

export const init: Command = {
  name: "init",
  summary: "asks what is yours of an environment's settings, and writes them",
  positionals: [{ name: "env", required: true }],
  get options() {
    const answers = draftFor(projectRoot, "production").questions.concat(
      draftFor(projectRoot, "staging").questions,
    );
    return {
      ...Object.fromEntries(answers.map(({ flag }) => [flag, { type: "string" as const }])),
      trust: { type: "string" as const },
      "dry-run": { type: "boolean" as const },
      force: { type: "boolean" as const },
    };
  },
  get optionHelp() {
    const { questions } = draftFor(projectRoot, "production");
    return {
      ...Object.fromEntries(questions.map(({ flag, words }) => [flag, words])),
      trust: "trust levels to keep, with commas; default: all of the template's",
      "dry-run": "print the file, write nothing",
      force: "change a file in which no example is left",
    };
  },
  examples: [
    "overflow init staging",
    "overflow init staging --account 123456789012 --build-network 10.50.0.0/16 --gateway 198.51.100.7 --ca @ca.pem",
    "overflow init qa --dry-run",
  ],
  async run({ positionals, flags }, context) {
    const environment = positionals[0] ?? "";
    const isDry = flags["dry-run"] === true;
    refuse(environment, isDry || flags["force"] === true, context.root);
    const draft = draftFor(context.root, environment);
    await fill(draft, flags, context);
    const made = draft.finish();
    if (made.problems.length > 0)
      throw new UsageError(renderProblems(`Pulumi.${environment}.yaml`, made.problems));
    if (isDry) context.terminal.print(made.text.trimEnd());
    else context.terminal.print(writeDraft(context.root, environment, made));
    tellRest(made, environment, context);
    return exitCodes.ok;
  },
};

function refuse(environment: string, mayChange: boolean, root: string): void {
  if (environment === "local" || !environmentName.test(environment)) {
    throw new UsageError(
      `overflow init: <env> is '${environment}', allowed: lower-case letters, digits and -, first a letter, 21 at most; local stays as it is.`,
    );
  }
  if (mayChange || !isFilled(root, environment)) return;
  throw new UsageError(
    `Pulumi.${environment}.yaml is filled in: no example is left in it. Nothing was changed. Add --force to answer anew, or --dry-run to see what would be written.`,
  );
}

/** Answers from the options; from the terminal what they leave open. */
async function fill(draft: Drafting, flags: Input["flags"], { signal }: Context): Promise<void> {
  const terminal = canAnswer() ? createInterface({ input: process.stdin, output: process.stderr }) : null;
  try {
    for (const question of draft.questions)
      await put(draft, question, flags[question.flag], terminal, signal);
    await chooseLevels(draft, flags["trust"], terminal, signal);
  } finally {
    terminal?.close();
  }
}

async function put(
  draft: Drafting,
  question: Question,
  flag: string | boolean | undefined,
  terminal: Interface | null,
  signal: AbortSignal,
): Promise<void> {
  if (typeof flag === "string") {
    const problem = draft.answer(question, textOf(flag));
    if (problem !== null) throw new UsageError(`overflow init: --${question.flag}: ${problem}`);
    return;
  }
  const proposal = draft.proposal(question);
  for (;;) {
    const hint = proposal ?? `keep the example, ${draft.example(question)}`;
    const typed =
      terminal === null ? "" : await terminal.question(`${question.words} [${hint}]: `, { signal });
    const answer = typed.trim() === "" ? proposal : textOf(typed.trim());
    if (answer === null) return;
    const problem = draft.answer(question, answer);
    if (problem === null) return;
    if (terminal === null) throw new UsageError(`overflow init: --${question.flag}: ${problem}`);
    process.stderr.write(`  ${problem}\n`);
  }
}

async function chooseLevels(
  draft: Drafting,
  flag: string | boolean | undefined,
  terminal: Interface | null,
  signal: AbortSignal,
): Promise<void> {
  const levels = draft.levels().join(", ");
  for (;;) {
    const asked =
      typeof flag === "string"
        ? flag
        : ((await terminal?.question(`trust levels to keep [${levels}]: `, { signal })) ?? "");
    if (asked.trim() === "") return;
    const problem = draft.keepLevels(asked.split(",").map((level) => level.trim()));
    if (problem === null) return;
    if (terminal === null || typeof flag === "string")
      throw new UsageError(`overflow init: --trust: ${problem}`);
    process.stderr.write(`  ${problem}\n`);
  }
}

/** An answer; `@file` means the text of that file. */
function textOf(answer: string): string {
  if (!answer.startsWith("@")) return answer;
  try {
    return readFileSync(answer.slice(1), "utf8");
  } catch {
    throw new UsageError(`overflow init: ${answer.slice(1)} cannot be read`);
  }
}

function tellRest({ left, moved }: Draft, environment: string, { terminal }: Context): void {
  if (moved.length > 0) {
    terminal.say("Moved with the build network's block; check them:");
    for (const line of moved) terminal.say(`  ${line}`);
  }
  if (left.length > 0) {
    terminal.say("Still an example, marked <-- in the file:");
    for (const { path, words } of left) terminal.say(`  ${path.slice(1).join(".")}: ${words}`);
  }
  terminal.say(`Next: overflow preview ${environment}`);
}
