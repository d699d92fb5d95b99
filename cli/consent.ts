import { createInterface } from "node:readline/promises";
import { type World } from "../operations/world";
import { UsageError } from "./command";

export const yesOption = { yes: { type: "boolean" } } as const;
export const yesHelp = { yes: "change a real account without asking; the lab is never asked about" } as const;

/**
 * Whether people are asked before a command changes something: on AWS, unless they said `--yes`. Known before anything is done.
 * @throws UsageError where nobody could answer
 */
export function mustAsk(
  { lab, environment }: Pick<World, "lab" | "environment">,
  yes: boolean,
  canAnswer: boolean,
): boolean {
  if (lab !== null || yes) return false;
  if (canAnswer) return true;
  throw new UsageError(
    `This changes ${environment} on AWS, and there is no terminal to ask at. Nothing was touched. Add --yes to go on without asking.`,
  );
}

/** Someone can be asked, and can read the question. */
export function canAnswer(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks on the terminal; anything but y or yes is no. */
export async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return saysYes(await terminal.question(`${question} [y/N] `, { signal }));
  } finally {
    terminal.close();
  }
}

export function saysYes(answer: string): boolean {
  return /^\s*y(es)?\s*$/i.test(answer);
}
