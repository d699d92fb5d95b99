import { checkMachine, ensureToolchain, missingTools, renderFinding } from "../../lab/toolchain";
import { shareGuard } from "../../operations/labGuard";
import { type Place, placeOnAws, regionReport } from "../../operations/regionGuard";
import { readSettings } from "../../operations/settings";
import { runsInLab } from "../../operations/world";
import { type Command, type Context, exitCodes, type Input, UsageError } from "../command";
import { environmentArgument, labHelp, labOption, worldFor } from "../environment";
import { regionLines } from "../regionWords";

export const doctor: Command = {
  name: "doctor",
  summary: "says what this machine lacks; with <env>, how its region is guarded, and what that cuts",
  positionals: [{ ...environmentArgument, required: false }],
  options: { ...labOption, "set-up": { type: "boolean" }, json: { type: "boolean" } },
  optionHelp: {
    ...labHelp,
    "set-up":
      "make what can be made here: the Pulumi CLI and the lab's Python packages, once, in the user's cache",
    json: "print the findings, or with --set-up the paths of the tools, as JSON",
  },
  examples: ["overflow doctor", "overflow doctor --set-up", "overflow doctor staging"],
  async run(input, context) {
    const { flags, positionals } = input;
    const { terminal, signal } = context;
    const json = flags["json"] === true;
    if (positionals.length > 0) return examineRegion(input, context);
    if (flags["lab"] === true) throw new UsageError("--lab needs <env>: overflow doctor staging --lab");
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

/** What an environment finds in its region. Fails if 'up' would be refused for it, or something cannot be read. */
async function examineRegion(input: Input, context: Context): Promise<number> {
  const { flags, positionals } = input;
  const { terminal, root } = context;
  const [environment = ""] = positionals;
  if (flags["set-up"] === true) throw new UsageError("--set-up is for this machine: leave <env> out.");
  // On AWS nothing but the SDK and its credentials is needed.
  const place = runsInLab(environment, flags["lab"] === true)
    ? await labPlace(input, context)
    : placeOnAws(environment, root, process.env);
  const report = await regionReport(place, readSettings(place));
  if (flags["json"] === true) terminal.print(JSON.stringify(report));
  else for (const line of regionLines(report)) terminal.print(line);
  const isWhole = report.switches.every(({ isRead }) => isRead) && report.public.unread.length === 0;
  return report.refusal === null && isWhole ? exitCodes.ok : exitCodes.failed;
}

async function labPlace(input: Input, context: Context): Promise<Place> {
  const world = await worldFor(input, context);
  shareGuard(world, undefined);
  return world;
}
