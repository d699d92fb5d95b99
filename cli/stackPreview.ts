import { type CostFloor, floorOf } from "../operations/floor";
import { previewStack } from "../operations/stack";
import { type World } from "../operations/world";
import { floorSum, floorText } from "../reports/floorText";
import { type Context } from "./command";
import { runJson, stackOptions, tellRun } from "./stackRun";

/** Previews a stack and tells what it would change, and what it would cost asleep. @returns the exit code */
export async function tellPreview(world: World, json: boolean, context: Context): Promise<number> {
  const { terminal } = context;
  const result = await previewStack(world, stackOptions(context, true));
  const floor = result.ok ? await floorOf(world, result) : null;
  if (json) terminal.print(JSON.stringify({ ...runJson(result), floor }));
  const code = tellRun(result, context);
  if (floor !== null) for (const line of floorLines(floor)) terminal.say(line);
  return code;
}

/** The cost floor for people. */
export function floorLines({ lines, note }: CostFloor): readonly string[] {
  return [`Cost floor: ${floorSum(lines)} (${note})`, ...floorText(lines)];
}
