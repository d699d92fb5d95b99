import { labEnvironment, labStatus } from "../../lab/lab";
import { type Command, exitCodes } from "../command";
import { labDirectory, toolsFor } from "../lab";

export const labEnv: Command = {
  name: "lab env",
  summary: "prints the variables with which plain pulumi and AWS tools mean the lab",
  positionals: [],
  options: { json: { type: "boolean" } },
  optionHelp: { json: "print them as JSON, { set, unset }" },
  examples: ['eval "$(overflow lab env)"', "pulumi preview -s local --policy-pack policy"],
  async run({ flags }, context) {
    const directory = labDirectory(context);
    const { state } = await labStatus(directory);
    if (state === null) throw new Error(`There is no lab in ${directory}. Bring one up: npx overflow lab up`);
    const variables = labEnvironment(state, await toolsFor(context), process.env);
    if (flags["json"] === true) context.terminal.print(JSON.stringify(variables));
    else {
      for (const name of variables.unset) context.terminal.print(`unset ${name}`);
      for (const [name, value] of Object.entries(variables.set)) {
        context.terminal.print(`export ${name}=${quote(value)}`);
      }
    }
    return exitCodes.ok;
  },
};

/** One word for a POSIX shell, whatever is in it. */
function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
