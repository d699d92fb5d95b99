import { projectRoot } from "../lab/toolchain";
import { environmentsIn } from "../operations/init/write";
import { findWorld, runsInLab, type World } from "../operations/world";
import { type Context, type Input, type Positional } from "./command";
import { labDirectory, toolsFor } from "./lab";

/** The environments that have a settings file. */
export const environmentArgument: Positional = {
  name: "env",
  required: true,
  allowed: environmentsIn(projectRoot),
};

export const labOption = { lab: { type: "boolean" } } as const;
export const labHelp = { lab: "run it in the lab on this machine; local always does" } as const;

/** For commands that may make a stack. */
export const sealOption = { "secrets-provider": { type: "string" } } as const;
export const sealHelp = {
  "secrets-provider":
    "what seals the secrets of a new stack on AWS, e.g. 'awskms://alias/overflow-state?region=us-east-1'",
} as const;

/** The world of a command's `<env>` and `--lab`; printed before anything is done. */
export async function worldFor({ positionals, flags }: Input, context: Context): Promise<World> {
  const environment = positionals[0] ?? "";
  const inLab = flags["lab"] === true;
  const secretsProvider = flags["secrets-provider"];
  const world = await findWorld({
    environment,
    inLab,
    labDirectory: labDirectory(context),
    toolsForLab: () => toolsFor(context),
    secretsProvider: typeof secretsProvider === "string" ? secretsProvider : undefined,
    env: process.env,
  });
  context.terminal.say(
    `Target: ${world.label}${runsInLab(environment, inLab) ? "" : ". This is a real account."}`,
  );
  if (world.state !== null)
    context.terminal.say(`State: ${world.state.backend}; its secrets are sealed by ${world.state.sealing}.`);
  return world;
}
