import { previewStack } from "../../operations/stack";
import { type Command } from "../command";
import { environmentArgument, labHelp, labOption, sealHelp, sealOption, worldFor } from "../environment";
import { runJson, stackOptions, tellRun } from "../stackRun";

export const preview: Command = {
  name: "preview",
  summary: "shows what 'up' would change, judged by the policy; touches nothing",
  positionals: [environmentArgument],
  options: { ...labOption, ...sealOption, json: { type: "boolean" } },
  optionHelp: { ...labHelp, ...sealHelp, json: "print changes, policy report and failures as JSON" },
  examples: ["overflow preview local", "overflow preview staging --lab"],
  async run(input, context) {
    const world = await worldFor(input, context);
    const result = await previewStack(world, stackOptions(context, true));
    if (input.flags["json"] === true) context.terminal.print(JSON.stringify(runJson(result)));
    return tellRun(result, context);
  },
};
