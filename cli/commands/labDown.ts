import { labDown as bringDown } from "../../lab/lab";
import { type Command, exitCodes } from "../command";
import { labDirectory } from "../lab";

export const labDown: Command = {
  name: "lab down",
  summary: "ends the lab: every process, machine and file of it but the logs",
  positionals: [],
  options: { keep: { type: "boolean" }, "left-by": { type: "string" }, json: { type: "boolean" } },
  optionHelp: {
    keep: "leave the lab's files as they are",
    "left-by":
      "only if the command with this mark was killed over it, and nobody took it over since; used by commands themselves",
    json: "print what was ended as JSON",
  },
  examples: ["overflow lab down"],
  async run({ flags }, context) {
    const { terminal } = context;
    const directory = labDirectory(context);
    const leftBy = flags["left-by"];
    const result = await bringDown(directory, {
      keep: flags["keep"] === true,
      ...(typeof leftBy === "string" ? { leftBy } : {}),
      onProgress: (line) => {
        terminal.say(line);
      },
    });
    if (flags["json"] === true) terminal.print(JSON.stringify(result));
    else if (!result.existed) terminal.print(`There is no lab in ${directory}; nothing to do.`);
    else
      terminal.print(
        `The lab in ${directory} is down; ${result.ended.length + result.strays.length} process(es) ended.`,
      );
    return exitCodes.ok;
  },
};
