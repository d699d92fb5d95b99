import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type MockResourceArgs } from "@pulumi/pulumi/runtime";
import { parse } from "yaml";
import { declareEnvironment } from "../../infra/environment";
import { parseSettings } from "../../infra/settings/parse";
import { type Settings } from "../../infra/settings/schema";

export type Config = Record<string, unknown>;

export const projectRoot = path.resolve(__dirname, "../..");

/** The `config` of a stack file, as Pulumi would hand it over, but with its types. A fresh copy each time. */
export function stackConfig(stack: string): Config {
  const file = path.join(projectRoot, `Pulumi.${stack}.yaml`);
  return (parse(readFileSync(file, "utf8")) as { config: Config }).config;
}

/** Settings of a stack file, changed by `change`. */
export function settingsOf(stack: string, change: (config: Config) => void = () => undefined): Settings {
  const config = stackConfig(stack);
  change(config);
  const { settings, problems } = parseSettings(config, stack);
  if (settings === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return settings;
}

/** One resource as it was registered. References are made-up values: `<name>-id`, `arn:aws:mock:::<name>`. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly custom: boolean;
  readonly protect: boolean;
  /** URNs that must be there before it, and go after it. */
  readonly dependencies: readonly string[];
}

/** Attributes that AWS makes up, by resource type. Everything else echoes the inputs. */
function madeUp({ type, name }: MockResourceArgs): Record<string, unknown> {
  const arn = `arn:aws:mock:::${name}`;
  switch (type) {
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { arn, latestVersion: 7 };
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return { arn, prefixListId: `pl-${name}` };
    case "aws:kms/key:Key":
      return { arn, keyId: `${name}-key-id` };
    default:
      return { arn };
  }
}

/** Registers what `declare` makes under Pulumi's mocks and answers all of it. */
export async function record(declare: () => unknown): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource(args) {
        const inputs = args.inputs as Record<string, unknown>;
        recorded.push({
          type: args.type,
          name: args.name,
          inputs,
          custom: args.custom ?? false,
          protect: args.registerRequest?.getProtect() ?? false,
          dependencies: args.registerRequest?.getDependenciesList() ?? [],
        });
        return { id: `${args.name}-id`, state: { name: args.name, ...inputs, ...madeUp(args) } };
      },
      call({ token }) {
        if (token !== "aws:secretsmanager/getRandomPassword:getRandomPassword") {
          throw new Error(`unexpected call of ${token}`);
        }
        return { randomPassword: "random" };
      },
    },
    "overflow",
    "test",
  );
  declare();
  // Waits until every registration that was begun has ended.
  await pulumi.runtime.disconnect();
  return recorded;
}

/** What `declareEnvironment` makes of a stack file, changed by `change`. */
export function recordEnvironment(stack: string, change?: (config: Config) => void): Promise<Recorded[]> {
  const code = new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = 0;"),
  });
  return record(() => declareEnvironment(settingsOf(stack, change), code));
}

/** The resources of one type, e.g. `ec2/subnet:Subnet`. */
export function ofType(recorded: readonly Recorded[], type: string): Recorded[] {
  return recorded.filter((resource) => resource.type === `aws:${type}`);
}

/** The one resource of a type and name. */
export function one(recorded: readonly Recorded[], type: string, name?: string): Recorded {
  const found = ofType(recorded, type).filter((resource) => name === undefined || resource.name === name);
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} resources ${type} ${name ?? ""}`);
  return only;
}
