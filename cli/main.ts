import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, exitCodes, UsageError } from "./command";
import { certificate } from "./commands/certificate";
import { accountTemplate } from "./commands/accountTemplate";
import { describe } from "./commands/describe";
import { doctor } from "./commands/doctor";
import { down } from "./commands/down";
import { gateway } from "./commands/gateway";
import { init } from "./commands/init";
import { labDown } from "./commands/labDown";
import { labEnv } from "./commands/labEnv";
import { labStatus } from "./commands/labStatus";
import { labUp } from "./commands/labUp";
import { preview } from "./commands/preview";
import { prove } from "./commands/prove";
import { proveDiff } from "./commands/proveDiff";
import { reach } from "./commands/reach";
import { reportMirror } from "./commands/reportMirror";
import { status } from "./commands/status";
import { tour } from "./commands/tour";
import { up } from "./commands/up";
import { workers } from "./commands/workers";
import { commandHelp, generalHelp } from "./help";
import { abortOnSignals } from "./interrupt";
import { parse, select } from "./parse";
import { projectRoot } from "../lab/toolchain";
import { GuardRefused } from "../operations/regionGuard";
import { SettingsError } from "../operations/settingsError";
import { Terminal } from "./terminal";

const commands: readonly Command[] = [
  tour,
  init,
  preview,
  prove,
  proveDiff,
  reach,
  up,
  down,
  status,
  reportMirror,
  describe,
  workers,
  gateway,
  certificate,
  accountTemplate,
  labUp,
  labDown,
  labStatus,
  labEnv,
  doctor,
];

async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args.length === 1 && args[0] === "--version") {
    const manifest = readFileSync(join(projectRoot, "package.json"), "utf8");
    terminal.print((JSON.parse(manifest) as { version: string }).version);
    return exitCodes.ok;
  }
  const asksHelp = args.includes("--help") || args.includes("-h") || args[0] === "help";
  const words = args.filter((arg) => arg !== "--help" && arg !== "-h" && arg !== "help");
  const selected = select(commands, words);
  if (selected === undefined) {
    if (asksHelp || words.length === 0) {
      terminal.print(generalHelp(commands));
      return words.length === 0 && !asksHelp ? exitCodes.usage : exitCodes.ok;
    }
    throw new UsageError(`overflow has no command '${words[0] ?? ""}'. See 'overflow --help'.`);
  }
  const { command, rest } = selected;
  if (asksHelp) {
    terminal.print(commandHelp(command));
    return exitCodes.ok;
  }
  const signal = abortOnSignals(() => {
    terminal.say("interrupted: ending what was started…");
  });
  try {
    const code = await command.run(parse(command, rest), { root: projectRoot, terminal, signal });
    return signal.aborted ? exitCodes.interrupted : code;
  } catch (error) {
    if (signal.aborted) return exitCodes.interrupted;
    if (command.failureCode === undefined) throw error;
    tell(error, terminal);
    return command.failureCode;
  }
}

function tell(error: unknown, terminal: Terminal): Error {
  const failure = error instanceof Error ? error : new Error(String(error));
  terminal.say(failure.message);
  if (process.env["OVERFLOW_DEBUG"] !== undefined) terminal.say(failure.stack ?? "");
  return failure;
}

function exitCodeOf(failure: Error): number {
  if (failure instanceof UsageError || failure instanceof SettingsError) return exitCodes.usage;
  return failure instanceof GuardRefused ? exitCodes.refused : exitCodes.failed;
}

// A reader that has seen enough (`| head`) closes the pipe: nobody misses the rest.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
const terminal = new Terminal();
void main(process.argv.slice(2), terminal)
  .catch((error: unknown) => exitCodeOf(tell(error, terminal)))
  .then(async (code) => {
    await terminal.flushed();
    process.exit(code);
  });
