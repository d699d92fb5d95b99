import { downStack } from "../../operations/stack";
import { countProtected, stackState } from "../../operations/stackState";
import { TEARDOWN_MODES, type TeardownMode } from "../../scaler/teardown";
import { type Command, exitCodes, UsageError } from "../command";
import { ask, canAnswer, mustAsk, yesHelp, yesOption } from "../consent";
import { environmentArgument, labHelp, labOption, worldFor } from "../environment";
import { runJson, stackOptions, tellRun } from "../stackRun";

export const down: Command = {
  name: "down",
  summary: "drains and removes the VMs, then the stack, and looks for leftovers",
  positionals: [environmentArgument],
  options: {
    ...labOption,
    ...yesOption,
    teardown: { type: "string" },
    wait: { type: "string" },
    json: { type: "boolean" },
  },
  optionHelp: {
    ...labHelp,
    ...yesHelp,
    teardown:
      "VMs with builds: refuse, wait, or force (end them, also with a broken scaler); default: as deployed",
    wait: "how long wait waits for builds, e.g. 90s, 30m, 4h; default: 30m",
    json: "print changes, failures and leftovers as JSON",
  },
  examples: [
    "overflow down local",
    "overflow down staging --wait 2h",
    "overflow down staging --teardown force",
  ],
  async run(input, context) {
    const { terminal } = context;
    const teardown = teardownOf(input.flags["teardown"]);
    const waitSeconds = waitOf(input.flags["wait"]);
    const world = await worldFor(input, context);
    const state = await stackState(world.engine);
    const refusal = protectionRefusal(world.environment, world.lab !== null, countProtected(state));
    if (refusal !== null) throw new UsageError(refusal);
    const asks = mustAsk(world, input.flags["yes"] === true, canAnswer());
    if (asks && !(await ask(`Take down ${world.label}, with all its VMs?`, context.signal))) {
      terminal.say("Nothing was changed.");
      return exitCodes.failed;
    }
    const { destroy, leftovers, stays } = await downStack(world, {
      ...stackOptions(context, false),
      state,
      ...(teardown === undefined ? {} : { teardown }),
      ...(waitSeconds === undefined ? {} : { waitSeconds }),
    });
    if (input.flags["json"] === true)
      terminal.print(JSON.stringify({ ...runJson(destroy), leftovers, stays }));
    if (destroy.stackMissing) {
      terminal.say(`There is no stack '${world.environment}'; nothing to take down.`);
    } else {
      const code = tellRun(destroy, context);
      if (code !== exitCodes.ok) return code;
    }
    if (stays.length > 0) terminal.say(`Stays, as it should:\n${indented(stays)}`);
    if (leftovers.length === 0) return exitCodes.ok;
    terminal.say(`Left behind:\n${indented(leftovers)}`);
    return exitCodes.failed;
  },
};

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}

/** @throws UsageError for a mode that there is not */
export function teardownOf(value: string | boolean | undefined): TeardownMode | undefined {
  if (value === undefined) return undefined;
  const mode = TEARDOWN_MODES.find((each) => each === value);
  if (mode !== undefined) return mode;
  throw new UsageError(`--teardown is '${String(value)}', allowed: ${TEARDOWN_MODES.join(", ")}.`);
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** Nobody waits for a build longer than a day. */
const longestWaitSeconds = 86_400;

/** Seconds of a text like `30m`. @throws UsageError */
export function waitOf(value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  const [, number, unit] = /^(\d{1,5})([smh])$/.exec(String(value)) ?? [];
  const seconds = Number(number) * (secondsOf[unit ?? ""] ?? NaN);
  if (seconds <= longestWaitSeconds) return seconds;
  throw new UsageError(`--wait is '${String(value)}', allowed: a time up to 24h, e.g. 90s, 30m or 2h.`);
}

/** Why a stack with protected resources is not taken down, and how it can be; null: it can. */
export function protectionRefusal(
  environment: string,
  inLab: boolean,
  protectedResources: number,
): string | null {
  if (protectedResources === 0) return null;
  const suffix = inLab && environment !== "local" ? ` ${environment} --lab` : ` ${environment}`;
  return [
    `${environment} is protected: overflow:protect is true in Pulumi.${environment}.yaml, so that ${protectedResources} resources refuse to be destroyed. Nothing was touched.`,
    `To take it down, set overflow:protect to false there, then: npx overflow up${suffix} && npx overflow down${suffix}`,
  ].join("\n");
}
