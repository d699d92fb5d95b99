import { changesNothing } from "../../engine";
import { cutLines } from "../../operations/publicWays";
import { upStack } from "../../operations/stack";
import { type Command, exitCodes } from "../command";
import { ask, canAnswer, mustAsk, yesHelp, yesOption } from "../consent";
import { environmentArgument, labHelp, labOption, sealHelp, sealOption, worldFor } from "../environment";
import { changesLine } from "../runWords";
import { tellPreview } from "../stackPreview";
import { runJson, stackOptions, tellRun } from "../stackRun";

export const up: Command = {
  name: "up",
  summary: "brings the stack up, if its policy lets it",
  positionals: [environmentArgument],
  options: {
    ...labOption,
    ...sealOption,
    ...yesOption,
    "dry-run": { type: "boolean" },
    json: { type: "boolean" },
  },
  optionHelp: {
    ...labHelp,
    ...sealHelp,
    ...yesHelp,
    "dry-run": "stop after the preview",
    json: "print changes, policy report and failures as JSON",
  },
  examples: ["overflow up local", "overflow up staging"],
  async run(input, context) {
    const { terminal } = context;
    const world = await worldFor(input, context);
    const json = input.flags["json"] === true;
    if (input.flags["dry-run"] === true) return tellPreview(world, json, context);
    const asks = mustAsk(world, input.flags["yes"] === true, canAnswer());
    const { preview, update } = await upStack(world, {
      ...stackOptions(context, asks),
      onCut: (ways) => {
        for (const line of cutLines(ways)) terminal.say(line);
        return !asks || ask("Cut them?", context.signal);
      },
      onPlanned: (planned) => {
        terminal.say(changesLine(planned));
        if (!asks || changesNothing(planned.changes)) return true;
        return ask(`Make these changes to ${world.label}?`, context.signal);
      },
    });
    if (preview.ok && update === undefined) {
      terminal.say("Nothing was changed.");
      return exitCodes.failed;
    }
    const last = update ?? preview;
    if (json) terminal.print(JSON.stringify(runJson(last)));
    const code = tellRun(last, context);
    if (code === exitCodes.ok && world.lab === null && !changesNothing(last.changes)) {
      terminal.say(
        `Next, on the build master: overflow workers ${world.environment} --out <folder of its pools files>`,
      );
    }
    return code;
  },
};
