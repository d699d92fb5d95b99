import { writeFileSync } from "node:fs";
import { readMirrorReport } from "../../operations/mirrorReport";
import { mirrorPicture } from "../../reports/mirrorPicture";
import { mirrorLines } from "../../reports/mirrorText";
import { type Command, exitCodes, UsageError } from "../command";
import { environmentArgument, labHelp, labOption, worldFor } from "../environment";

const defaultDays = 7;

/** The records bucket keeps them for 90 days (infra/declare/storage.ts). */
const mostDays = 90;

export const reportMirror: Command = {
  name: "report mirror",
  summary: "shows what an environment's mirrors kept off the link, and builds that went past them",
  positionals: [environmentArgument],
  options: { ...labOption, days: { type: "string" }, svg: { type: "string" }, json: { type: "boolean" } },
  optionHelp: {
    ...labHelp,
    days: `days back, today included; default: ${defaultDays}`,
    svg: "file to draw it into, too",
    json: "print it as JSON",
  },
  examples: ["overflow report mirror local", "overflow report mirror staging --days 30 --svg mirror.svg"],
  async run(input, context) {
    const { terminal } = context;
    const days = daysOf(input.flags["days"]);
    const world = await worldFor(input, context);
    const nowMs = Date.now();
    const report = await readMirrorReport(world, firstMs(nowMs, days), nowMs);
    if (report === null) {
      terminal.say(
        `There is no stack '${world.environment}'. Bring it up: npx overflow up ${world.environment}`,
      );
      return exitCodes.failed;
    }
    const { svg } = input.flags;
    if (typeof svg === "string") writeFileSync(svg, mirrorPicture(world.environment, report));
    if (input.flags["json"] === true) terminal.print(JSON.stringify(report));
    else for (const line of mirrorLines(report)) terminal.print(line);
    return exitCodes.ok;
  },
};

function daysOf(value: string | boolean | undefined): number {
  if (value === undefined) return defaultDays;
  const days = Number(value);
  if (!Number.isInteger(days) || days < 1 || days > mostDays) {
    throw new UsageError(`--days is '${String(value)}', allowed: a whole number from 1 to ${mostDays}.`);
  }
  return days;
}

/** Begin of the first of so many days, UTC. */
function firstMs(nowMs: number, days: number): number {
  const dayMs = 24 * 60 * 60 * 1000;
  return (Math.floor(nowMs / dayMs) - days + 1) * dayMs;
}
