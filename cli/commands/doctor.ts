import { checkMachine, ensureToolchain, missingTools, renderFinding } from "../../lab/toolchain";
import { type Command, exitCodes } from "../command";

export const doctor: Command = {
  name: "doctor",
  summary: "says what this machine has, what is missing and how to get it",
  positionals: [],
  options: { "set-up": { type: "boolean" }, json: { type: "boolean" } },
  optionHelp: {
    "set-up":
      "make what can be made here: the Pulumi CLI and the lab's Python packages, once, in the user's cache",
    json: "print the findings, or with --set-up the paths of the tools, as JSON",
  },
  examples: ["overflow doctor", "overflow doctor --set-up"],
  async run({ flags }, { terminal, signal }) {
    const json = flags["json"] === true;
    if (flags["set-up"] === true) {
      const tools = await ensureToolchain({
        signal,
        onProgress: (line) => {
          terminal.say(line);
        },
      });
      if (json) terminal.print(JSON.stringify(tools));
      else for (const [name, path] of Object.entries(tools)) terminal.print(`✓ ${name.padEnd(15)} ${path}`);
      return exitCodes.ok;
    }
    const findings = await checkMachine();
    if (json) terminal.print(JSON.stringify(findings));
    else for (const line of findings.flatMap(renderFinding)) terminal.print(line);
    return missingTools(findings).length === 0 ? exitCodes.ok : exitCodes.failed;
  },
};
