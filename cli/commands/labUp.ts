import { labUp as bringUp } from "../../lab/lab";
import { webUrlOf } from "../../lab/master/administrator";
import { regionInSettings } from "../../operations/settings";
import { type Command, exitCodes } from "../command";
import { labDirectory, toolsFor } from "../lab";

export const labUp: Command = {
  name: "lab up",
  summary: "brings up a region and a build network on this machine, loopback only",
  positionals: [],
  options: { region: { type: "string" }, json: { type: "boolean" } },
  optionHelp: {
    region: "AWS region that the lab plays; default: the one of Pulumi.local.yaml",
    json: "print the lab's folder and ports as JSON",
  },
  examples: ["overflow lab up", "OVERFLOW_LAB=/tmp/second overflow lab up"],
  async run({ flags }, context) {
    const { terminal, signal } = context;
    const asked = flags["region"];
    const region = typeof asked === "string" ? asked : regionInSettings("local", context.root);
    const { state, outcome } = await bringUp({
      directory: labDirectory(context),
      tools: await toolsFor(context),
      signal,
      onProgress: (line) => {
        terminal.say(line);
      },
      ...(region === undefined ? {} : { region }),
    });
    if (flags["json"] === true) {
      terminal.print(JSON.stringify({ outcome, ...state }));
      return exitCodes.ok;
    }
    const words = { started: "is up", already: "was up already", repaired: "is whole again" }[outcome];
    terminal.print(
      `The lab in ${state.directory} ${words}: region ${state.region}, build master ${webUrlOf(state.ports)}`,
    );
    terminal.say('Next: npx overflow up local. To use plain Pulumi: eval "$(npx overflow lab env)"');
    return exitCodes.ok;
  },
};
