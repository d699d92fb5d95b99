import { downStack } from "../../operations/stack";
import { type Command, exitCodes } from "../command";
import { environmentArgument, labHelp, labOption, worldFor } from "../environment";
import { runJson, stackOptions, tellRun } from "../stackRun";

export const down: Command = {
  name: "down",
  summary: "drains and removes the VMs, then the stack, and looks for leftovers",
  positionals: [environmentArgument],
  options: { ...labOption, json: { type: "boolean" } },
  optionHelp: { ...labHelp, json: "print changes, failures and leftovers as JSON" },
  examples: ["overflow down local"],
  async run(input, context) {
    const { terminal } = context;
    const world = await worldFor(input, context);
    const { destroy, leftovers } = await downStack(world, stackOptions(context));
    if (input.flags["json"] === true) terminal.print(JSON.stringify({ ...runJson(destroy), leftovers }));
    if (destroy.stackMissing) {
      terminal.say(`There is no stack '${world.environment}'; nothing to take down.`);
    } else {
      const code = tellRun(destroy, context);
      if (code !== exitCodes.ok) return code;
    }
    if (leftovers.length === 0) return exitCodes.ok;
    terminal.say(`Left behind:\n${leftovers.map((line) => `  ${line}`).join("\n")}`);
    return exitCodes.failed;
  },
};
