import { type Command } from "../command";
import { environmentArgument, labHelp, labOption, sealHelp, sealOption, worldFor } from "../environment";
import { tellPreview } from "../stackPreview";

export const preview: Command = {
  name: "preview",
  summary: "shows what 'up' would change, judged by the policy; touches nothing",
  positionals: [environmentArgument],
  options: { ...labOption, ...sealOption, json: { type: "boolean" } },
  optionHelp: {
    ...labHelp,
    ...sealHelp,
    json: "print changes, policy report, cost floor and failures as JSON",
  },
  examples: ["overflow preview local", "overflow preview staging --lab"],
  async run(input, context) {
    const world = await worldFor(input, context);
    return tellPreview(world, input.flags["json"] === true, context);
  },
};
