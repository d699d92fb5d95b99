import { downStack } from "../../operations/stack";
import { countProtected } from "../../operations/stackState";
import { type Command, exitCodes, UsageError } from "../command";
import { ask, canAnswer, mustAsk, yesHelp, yesOption } from "../consent";
import { environmentArgument, labHelp, labOption, worldFor } from "../environment";
import { runJson, stackOptions, tellRun } from "../stackRun";

export const down: Command = {
  name: "down",
  summary: "drains and removes the VMs, then the stack, and looks for leftovers",
  positionals: [environmentArgument],
  options: { ...labOption, ...yesOption, json: { type: "boolean" } },
  optionHelp: { ...labHelp, ...yesHelp, json: "print changes, failures and leftovers as JSON" },
  examples: ["overflow down local"],
  async run(input, context) {
    const { terminal } = context;
    const world = await worldFor(input, context);
    const refusal = protectionRefusal(
      world.environment,
      world.lab !== null,
      await countProtected(world.engine),
    );
    if (refusal !== null) throw new UsageError(refusal);
    const asks = mustAsk(world, input.flags["yes"] === true, canAnswer());
    if (asks && !(await ask(`Take down ${world.label}, with all its VMs?`, context.signal))) {
      terminal.say("Nothing was changed.");
      return exitCodes.failed;
    }
    const { destroy, leftovers } = await downStack(world, stackOptions(context, false));
    if (input.flags["json"] === true) terminal.print(JSON.stringify({ ...runJson(destroy), leftovers }));
    if (destroy.stackMissing) {
      terminal.say(`There is no stack '${world.environment}'; nothing to take down.`);
    } else {
      const code = tellRun(destroy, context);
      if (code !== exitCodes.ok) return code;
    }
    if (leftovers.length === 0) return exitCodes.ok;
    terminal.say(`Left behind:\n${leftovers.map((line) => `  ${line}`).join("\n")}`);
    return exitCodes.failed;
  },
};

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
