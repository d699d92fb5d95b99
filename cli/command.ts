import { type ParseArgsConfig } from "node:util";
import { type Terminal } from "./terminal";

/** What scripts may rely on. */
export const exitCodes = {
  ok: 0,
  /** The command was understood and failed. */
  failed: 1,
  /** The command line or the settings are wrong; nothing was touched. */
  usage: 2,
  /** The policy, or a region whose guard is open, refused the stack; nothing was created. */
  refused: 3,
  /** Of the proof's commands: a fact that matters is missing. */
  undetermined: 2,
  /** Of the proof's commands: what was given cannot be judged. */
  unusable: 3,
  /** Ended by Ctrl-C or a signal, after cleaning up. Source: 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;

/** One command of `overflow`. Its file only parses, calls and prints. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments in words, e.g. `<env>`. */
  readonly positionals: readonly Positional[];
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** A line each, option by option, as help shows them. */
  readonly optionHelp: Readonly<Record<string, string>>;
  readonly examples: readonly string[];
  /** How it ends whatever keeps it from its work, wrong usage too. Absent: as `exitCodes` says. */
  readonly failureCode?: number;
  run(input: Input, context: Context): Promise<number>;
}

export interface Positional {
  readonly name: string;
  readonly required: boolean;
  /** The values that are taken; absent: any. */
  readonly allowed?: readonly string[];
}

export interface Input {
  readonly positionals: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean>>;
}

export interface Context {
  /** The project's folder. */
  readonly root: string;
  readonly terminal: Terminal;
  /** Aborts at Ctrl-C or TERM; whoever waits must end what it started. */
  readonly signal: AbortSignal;
}

/** A mistake of the caller: printed without a stack trace, ends with `exitCodes.usage`. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
