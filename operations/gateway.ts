import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { stackOutputs } from "../engine";
import { type LinkOutputs } from "../infra/outputs";
import { compare, type Difference, recognise } from "../reports/gateway/compare";
import { type GatewayFile, gatewayFiles } from "../reports/gateway/files";
import { type GatewayPlan, planOf } from "../reports/gateway/plan";
import { renderSecrets } from "../reports/gateway/swanctl";
import { configOf } from "./clients";
import { type World } from "./world";
import { writeWhole } from "./writeWhole";

/** One gateway of the build network, and what it must be. */
export interface Gateway {
  readonly plan: GatewayPlan;
  readonly files: readonly GatewayFile[];
  readonly presharedKeySecretArn: string;
}

export interface StackGateways {
  readonly region: string;
  readonly gateways: readonly Gateway[];
}

/**
 * The gateways of a stack, or the one named.
 * @throws Error if the stack has not been brought up; RangeError if it has no gateway of that name
 */
export async function readGateways(
  { engine, environment }: World,
  wanted: { readonly gateway?: string | undefined; readonly localAddress?: string | undefined },
): Promise<StackGateways> {
  const outputs = await stackOutputs(engine);
  const link = outputs["link"] as LinkOutputs | undefined;
  if (link === undefined)
    throw new Error(`Stack '${environment}' has no link yet. Bring it up: npx overflow up ${environment}`);
  const names =
    wanted.gateway === undefined ? link.connections.map(({ gateway }) => gateway) : [wanted.gateway];
  const gateways = names.map((gateway) => {
    const plan = planOf(environment, link, { gateway, localAddress: wanted.localAddress });
    const tunnels = link.connections.find((each) => each.gateway === gateway)?.tunnels ?? [];
    return {
      plan,
      files: gatewayFiles(plan),
      presharedKeySecretArn: tunnels[0]?.presharedKeySecretArn ?? "",
    };
  });
  return { region: String(outputs["region"]), gateways };
}

/** Writes a gateway's files into `folder/<gateway>`; returns their paths. */
export function writeGatewayFiles(folder: string, { plan, files }: Gateway): readonly string[] {
  const own = join(folder, plan.gateway);
  mkdirSync(own, { recursive: true });
  return files.map(({ name, text, isExecutable }) => {
    const path = join(own, name);
    writeWhole(path, text, isExecutable ? 0o755 : 0o644);
    return path;
  });
}

/**
 * Reads a gateway's keys from Secrets Manager and writes them to a file of mode 0600. They go nowhere else.
 * @throws Error if the file is no plain file, or the secret is not as expected; the message holds no key
 */
export async function writeGatewaySecrets(
  world: World,
  region: string,
  { plan, presharedKeySecretArn }: Gateway,
  file: string,
): Promise<void> {
  if (existsSync(file) && !lstatSync(file).isFile())
    throw new Error(`--secrets ${file} is no plain file: keys are written to a file of mode 0600 only.`);
  const client = new SecretsManagerClient(configOf(world, region));
  try {
    const { SecretString = "" } = await client.send(
      new GetSecretValueCommand({ SecretId: presharedKeySecretArn }),
    );
    const keys = presharedKeys(SecretString, plan.tunnels);
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, renderSecrets(plan, keys), 0o600);
  } finally {
    client.destroy();
  }
}

/**
 * The keys in a connection's secret, in the order of its tunnels: by `psk1` and `psk2`, or by the tunnels' outside addresses.
 * AWS documents neither; a secret of any other form is refused and its member names told.
 * @throws Error that holds no key
 */
export function presharedKeys(
  secret: string,
  tunnels: readonly { readonly outsideAddress: string }[],
): readonly string[] {
  let content: unknown;
  try {
    content = JSON.parse(secret);
  } catch {
    // Node's own message quotes the text.
    throw new Error("The secret of the VPN connection is no JSON; expected psk1 and psk2 in it.");
  }
  const members = typeof content === "object" && content !== null ? content : {};
  const named = new Map<string, unknown>(Object.entries(members));
  return tunnels.map(({ outsideAddress }, index) => {
    const key = named.get(`psk${index + 1}`) ?? named.get(outsideAddress);
    if (typeof key === "string") return key;
    const names = [...named.keys()].join(", ") || "nothing";
    throw new Error(
      `The secret of the VPN connection has ${names}; expected psk${index + 1} or ${outsideAddress} in it.`,
    );
  });
}

/**
 * Compares a file, or a folder of files, with what a gateway must be.
 * @param alone whether it is the only gateway asked about: then the folder may be its own
 * @throws Error if there is nothing to compare
 */
export function checkGateway(
  { plan, files }: Gateway,
  path: string,
  { alone }: { readonly alone: boolean },
): readonly Difference[] {
  if (!existsSync(path)) throw new Error(`--check ${path}: there is no such file or folder.`);
  if (!statSync(path).isDirectory()) {
    const text = readFileSync(path, "utf8");
    const file = recognise(files, basename(path), text);
    if (file === undefined) {
      const names = files.map(({ name }) => name).join(", ");
      throw new Error(`--check ${path}: it is none of a gateway's files (${names}).`);
    }
    return compare(plan, file, text);
  }
  const own = join(path, plan.gateway);
  const folder = existsSync(own) ? own : alone ? path : undefined;
  if (folder === undefined)
    throw new Error(
      `--check ${path}: it has no folder ${plan.gateway}. Name one gateway: --gateway ${plan.gateway}`,
    );
  const there = new Set(readdirSync(folder));
  return files.flatMap((file) => {
    const installed = basename(file.installAs);
    const name = [file.name, installed].find((each) => there.has(each));
    if (name !== undefined) return compare(plan, file, readFileSync(join(folder, name), "utf8"));
    return [{ file: file.name, where: "", expected: `the file, as ${file.installAs}`, found: null }];
  });
}
