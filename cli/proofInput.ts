import { statSync } from "node:fs";
import { readDescribeInput } from "../operations/proof/describeInput";
import { askEnvironment, askLive, regionOf } from "../operations/proof/liveInput";
import { type Failure } from "../operations/describe/ask";
import { runsInLab } from "../operations/world";
import { labHelp, labOption, worldFor } from "./environment";
import { recordInput } from "../operations/proof/environmentInput";
import { type ProofInput, reading } from "../operations/proof/input";
import { readStateInput } from "../operations/proof/stateInput";
import { environmentsIn } from "../operations/init/write";
import { type ProveOptions } from "../operations/prove";
import { parsePrefix, prefixText } from "../policy/prefixes";
import { type Context, type Input, type Positional, UsageError } from "./command";

/** Of commands that judge an environment, a file, a folder or an account. */
export const inputArgument = (root: string): Positional => ({
  name: "env",
  required: false,
  allowed: environmentsIn(root),
});

export const inputOptions = {
  state: { type: "string" },
  describe: { type: "string" },
  live: { type: "boolean" },
  region: { type: "string" },
  ...labOption,
  vpc: { type: "string" },
  "build-network": { type: "string" },
  "vpn-gateway": { type: "string" },
} as const;

export const inputHelp = {
  state: "file of 'pulumi stack export'",
  describe: "folder of answers of 'aws … describe-*', as 'overflow describe' writes it",
  live: "the account itself, asked now; with <env>: that environment's VPC in it",
  region: "of --live, with commas between; default: of the settings, else AWS_REGION",
  ...labHelp,
  vpc: "ids of the VPCs that are judged, with commas between; default: all",
  "build-network":
    "blocks of the build network, with commas between; default: of the settings, else of the VPN's own routes",
  "vpn-gateway":
    "public addresses of the build network's VPN gateways, with commas between; default: of the settings, else any",
} as const;

const list = (value: string | boolean | undefined): readonly string[] | undefined =>
  typeof value === "string" ? value.split(",").map((part) => part.trim()) : undefined;

/** The value of a text option. */
export function textFlag({ flags }: Input, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

/**
 * Reads the input that a command line names; undefined: it names none.
 * @throws UsageError if it names two
 */
export async function proofInput(input: Input, context: Context): Promise<ProofInput | undefined> {
  const [environment] = input.positionals;
  const [state, describe] = [textFlag(input, "state"), textFlag(input, "describe")];
  const isLive = input.flags["live"] === true;
  const given = [environment ?? (isLive || undefined), state, describe].filter((each) => each !== undefined);
  if (given.length > 1) throw new UsageError("One input at a time: <env>, --state, --describe or --live.");
  if (!isLive && (input.flags["region"] !== undefined || input.flags["lab"] === true))
    throw new UsageError("--region and --lab are of --live.");
  if (isLive) return live(input, context);
  if (environment !== undefined) return recordInput(context.root, environment);
  if (state !== undefined) return readStateInput(state);
  return describe === undefined ? undefined : readDescribeInput(describe);
}

async function live(input: Input, context: Context): Promise<ProofInput> {
  const { root, terminal, signal } = context;
  const [environment] = input.positionals;
  const inLab = environment !== undefined && runsInLab(environment, input.flags["lab"] === true);
  const env = inLab ? (await worldFor(input, context)).engine.env : process.env;
  const given =
    textFlag(input, "region") ??
    (environment === undefined
      ? (env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"])
      : regionOf(root, environment));
  const regions = given?.split(",").filter((region) => region !== "") ?? [];
  if (regions.length === 0) throw new UsageError("--live: --region is missing, and AWS_REGION is not set.");
  const options = {
    ...{ env, regions, signal },
    onProgress: (line: string) => {
      terminal.draw([`  ${line}`]);
    },
    onFailure: ({ file, reason }: Failure) => {
      terminal.say(`  ✗ ${file}: ${reason}`);
    },
  };
  const asked =
    environment === undefined ? askLive(options) : askEnvironment(root, environment, { ...options, inLab });
  return asked.finally(() => {
    terminal.draw([]);
  });
}

/** As `proofInput`. @throws UsageError if none is named */
export async function neededInput(input: Input, context: Context): Promise<ProofInput> {
  const found = await proofInput(input, context);
  if (found === undefined)
    throw new UsageError("What is to be judged? Give <env>, --state, --describe or --live.");
  return found;
}

/** An environment by its name, a folder of answers or a file of a state by its path. @throws UnusableInput */
export function namedInput(name: string, root: string): ProofInput | Promise<ProofInput> {
  if (environmentsIn(root).includes(name)) return recordInput(root, name);
  const status = reading(`'${name}' is no environment, and as a file or folder it`, () => statSync(name));
  return status.isDirectory() ? readDescribeInput(name) : readStateInput(name);
}

/** @throws UsageError if a block or an address is none */
export function proveOptions(input: Input, { root }: Context): ProveOptions {
  const vpcs = list(input.flags["vpc"]);
  const blocks = list(input.flags["build-network"]);
  const gateways = list(input.flags["vpn-gateway"]);
  const isBlock = (text: string): boolean => {
    const prefix = parsePrefix(text);
    return prefix !== undefined && (prefix.family === 6 || prefixText(prefix) === text);
  };
  const wrongBlock = blocks?.find((block) => !isBlock(block));
  if (wrongBlock !== undefined)
    throw new UsageError(
      `--build-network: '${wrongBlock}' is no block, or has bits beyond its length. E.g. 10.20.0.0/16.`,
    );
  const wrongGateway = gateways?.find((gateway) => parsePrefix(`${gateway}/32`) === undefined);
  if (wrongGateway !== undefined)
    throw new UsageError(`--vpn-gateway: '${wrongGateway}' is no IPv4 address, e.g. 198.51.100.10.`);
  if (gateways !== undefined && blocks === undefined)
    throw new UsageError("--vpn-gateway needs --build-network: both say what the build network is.");
  return {
    root,
    today: new Date().toISOString().slice(0, 10),
    ...(vpcs !== undefined && { vpcs }),
    ...(blocks !== undefined && {
      buildNetwork: {
        blocks,
        ...(gateways !== undefined && { gateways }),
        declaredBy: gateways === undefined ? "--build-network" : "--build-network and --vpn-gateway",
      },
    }),
  };
}
