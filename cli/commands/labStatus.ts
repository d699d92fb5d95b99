import { labStatus as readStatus } from "../../lab/lab";
import { type Command, exitCodes } from "../command";
import { labDirectory } from "../lab";

export const labStatus: Command = {
  name: "lab status",
  summary: "says what of the lab runs, with its logs; exit code 1 unless all of it does",
  positionals: [],
  options: { json: { type: "boolean" } },
  optionHelp: { json: "print it as JSON" },
  examples: ["overflow lab status"],
  async run({ flags }, context) {
    const { terminal } = context;
    const directory = labDirectory(context);
    const status = await readStatus(directory);
    if (flags["json"] === true) terminal.print(JSON.stringify(status));
    else {
      terminal.print(`The lab in ${directory} is ${status.condition}.`);
      for (const { name, pid, isAlive, log } of status.services) {
        terminal.print(
          `  ${isAlive ? "✓" : "✗"} ${name.padEnd(18)} ${String(pid ?? "-").padEnd(8)} ${log ?? ""}`,
        );
      }
      for (const machine of status.machines ?? []) {
        terminal.print(`  · ${machine.name.padEnd(22)} ${machine.phase.padEnd(8)} ${machine.instanceId}`);
      }
    }
    return status.condition === "up" ? exitCodes.ok : exitCodes.failed;
  },
};
