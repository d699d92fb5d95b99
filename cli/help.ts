import { type Command } from "./command";

/** `overflow --help`. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => usage(command).length));
  return [
    "overflow: lets a Buildbot farm spill over into a VPC that has no way to or from the internet",
    "",
    "usage: overflow <command> [options]",
    "",
    ...commands.map((command) => `  ${usage(command).padEnd(width)}  ${command.summary}`),
    "",
    "<env> is a stack: local (runs in the lab on this machine), staging, production (AWS, or the lab with --lab).",
    "'overflow <command> --help' tells more, 'overflow --version' the version. Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 refused by policy or by a region's open guard, 130 interrupted; of prove and reach: 0 proved or reachable, 1 refuted or unreachable, 2 undetermined, 3 unusable input.",
  ].join("\n");
}

/** `overflow <command> --help`. */
export function commandHelp(command: Command): string {
  const options = Object.keys(command.options).filter((name) => name !== "help");
  const flag = (name: string): string =>
    command.options[name]?.type === "string" ? `--${name} <value>` : `--${name}`;
  const width = Math.max(0, ...options.map((name) => flag(name).length));
  return [
    `overflow ${command.name}: ${command.summary}`,
    "",
    `usage: overflow ${usage(command)}${options.length === 0 ? "" : " [options]"}`,
    ...(options.length === 0
      ? []
      : ["", ...options.map((name) => `  ${flag(name).padEnd(width)}  ${command.optionHelp[name] ?? ""}`)]),
    ...(command.examples.length === 0
      ? []
      : ["", "examples:", ...command.examples.map((line) => `  ${line}`)]),
  ].join("\n");
}

function usage({ name, positionals }: Command): string {
  return [name, ...positionals.map((p) => (p.required ? `<${p.name}>` : `[${p.name}]`))].join(" ");
}
