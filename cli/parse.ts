import { parseArgs } from "node:util";
import { type Command, type Input, UsageError } from "./command";

/** Parses one command's arguments. @throws UsageError that names the option, and how to get help */
export function parse(command: Command, args: readonly string[]): Input {
  const help = `See 'overflow ${command.name} --help'.`;
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: command.options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`overflow ${command.name}: ${firstSentence((error as Error).message)} ${help}`);
  }
  const { positionals } = parsed;
  const most = command.positionals.length;
  if (positionals.length > most) {
    throw new UsageError(
      `overflow ${command.name}: takes ${most === 0 ? "no argument" : `at most ${most}`}, got '${positionals.join(" ")}'. ${help}`,
    );
  }
  command.positionals.forEach(({ name, required, allowed }, index) => {
    const value = positionals[index];
    if (value === undefined && required)
      throw new UsageError(`overflow ${command.name}: <${name}> is missing. ${help}`);
    if (value !== undefined && allowed !== undefined && !allowed.includes(value)) {
      throw new UsageError(
        `overflow ${command.name}: <${name}> is '${value}', allowed: ${allowed.join(", ")}. ${help}`,
      );
    }
  });
  const flags: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(parsed.values)) {
    if (typeof value === "string" || typeof value === "boolean") flags[name] = value;
  }
  return { positionals, flags };
}

/** Node adds advice on `--` to its message that does not help here. */
function firstSentence(message: string): string {
  return `${message.split(". ")[0]?.replace(/\.$/, "") ?? message}.`;
}

/** The command named by the first words, two words (`lab up`) before one, and the rest of the arguments. */
export function select(
  commands: readonly Command[],
  args: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    const command = commands.find((c) => c.name === name);
    if (command !== undefined) return { command, rest: args.slice(words) };
  }
  return undefined;
}
