import {
  checkGateway,
  type Gateway,
  readGateways,
  writeGatewayFiles,
  writeGatewaySecrets,
} from "../../operations/gateway";
import { type Difference, differenceLine } from "../../reports/gateway/compare";
import { secretsPath } from "../../reports/gateway/files";
import { type Command, exitCodes, type Input, UsageError } from "../command";
import { environmentArgument, labHelp, labOption, worldFor } from "../environment";
import { type Terminal } from "../terminal";

export const gateway: Command = {
  name: "gateway",
  summary:
    "prints the build network's end of the VPN: swanctl, FRR, nftables; --check compares one with the stack",
  positionals: [environmentArgument],
  options: {
    ...labOption,
    gateway: { type: "string" },
    "local-address": { type: "string" },
    out: { type: "string" },
    secrets: { type: "string" },
    check: { type: "string" },
    json: { type: "boolean" },
  },
  optionHelp: {
    ...labHelp,
    gateway: "one gateway by its name in the settings; default: all",
    "local-address":
      "address of the gateway's own interface, where NAT lies before it; default: its public one",
    out: "folder to write the files to, one folder a gateway, instead of printing them",
    secrets: "file to write the tunnels' keys to, mode 0600; they are never printed",
    check: "file or folder to compare with the stack; exit code 1 if they differ",
    json: "print files or differences as JSON",
  },
  examples: [
    "overflow gateway staging",
    "overflow gateway production --gateway main --out gateway --secrets overflow-production-secrets.conf",
    "overflow gateway production --gateway main --check /etc/swanctl/conf.d/overflow-production.conf",
  ],
  async run(input, context) {
    const { terminal } = context;
    const flags = flagsOf(input);
    const world = await worldFor(input, context);
    const { region, gateways } = await readGateways(world, flags).catch((error: unknown) => {
      throw error instanceof RangeError ? new UsageError(`--gateway: ${error.message}.`) : error;
    });
    if (flags.check !== undefined) return check(gateways, flags.check, input, terminal);
    if (flags.secrets !== undefined) {
      const [only, ...others] = gateways;
      if (only === undefined || others.length > 0) {
        const names = gateways.map(({ plan }) => plan.gateway).join(", ");
        throw new UsageError(
          `--secrets is for one gateway: a machine holds its own keys only. Add --gateway with one of ${names}.`,
        );
      }
      await writeGatewaySecrets(world, region, only, flags.secrets);
      terminal.say(
        `${flags.secrets}: keys of gateway ${only.plan.gateway}, mode 0600. Install as ${secretsPath(only.plan)}`,
      );
    }
    if (flags.out !== undefined) {
      for (const each of gateways)
        for (const path of writeGatewayFiles(flags.out, each)) terminal.print(path);
    } else if (input.flags["json"] === true) terminal.print(JSON.stringify(gateways.map(asJson)));
    else for (const each of gateways) printFiles(each, terminal);
    return exitCodes.ok;
  },
};

interface GatewayFlags {
  readonly gateway: string | undefined;
  readonly localAddress: string | undefined;
  readonly out: string | undefined;
  readonly secrets: string | undefined;
  readonly check: string | undefined;
}

/** @throws UsageError if options contradict each other */
function flagsOf({ flags }: Input): GatewayFlags {
  const textOf = (name: string) => {
    const value = flags[name];
    return typeof value === "string" ? value : undefined;
  };
  const [out, secrets, checked] = [textOf("out"), textOf("secrets"), textOf("check")];
  const localAddress = textOf("local-address");
  if (localAddress !== undefined && !/^\d{1,3}(\.\d{1,3}){3}$/.test(localAddress)) {
    throw new UsageError(`--local-address is '${localAddress}', allowed: an IPv4 address, e.g. 192.168.1.2.`);
  }
  if (checked !== undefined && (out !== undefined || secrets !== undefined)) {
    throw new UsageError("--check writes nothing: leave out --out and --secrets, or --check.");
  }
  return { gateway: textOf("gateway"), localAddress, out, secrets, check: checked };
}

function check(gateways: readonly Gateway[], path: string, { flags }: Input, terminal: Terminal): number {
  const alone = gateways.length === 1;
  const found = gateways.map((each): { gateway: string; differences: readonly Difference[] } => ({
    gateway: each.plan.gateway,
    differences: checkGateway(each, path, { alone }),
  }));
  const count = found.reduce((sum, { differences }) => sum + differences.length, 0);
  if (flags["json"] === true) terminal.print(JSON.stringify(found));
  else {
    for (const { gateway: name, differences } of found)
      for (const difference of differences) terminal.print(`${name}: ${differenceLine(difference)}`);
    terminal.say(count === 0 ? `${path} is as the stack needs it.` : `${count} difference(s).`);
  }
  return count === 0 ? exitCodes.ok : exitCodes.failed;
}

function asJson({ plan, files }: Gateway): object {
  return { gateway: plan.gateway, environment: plan.environment, secretsInstallAs: secretsPath(plan), files };
}

function printFiles({ plan, files }: Gateway, terminal: Terminal): void {
  for (const { name, text } of files) {
    terminal.print(`##### ${plan.gateway}/${name}`);
    terminal.print(text);
  }
  terminal.say(
    `The keys of ${plan.gateway} are not printed: --secrets FILE writes them, for ${secretsPath(plan)}`,
  );
}
