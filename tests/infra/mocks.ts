import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { parse } from "yaml";
import { declareEnvironment } from "../../infra/environment";
import { urnOf } from "../../infra/registrations/registration";
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
  readonly ignoreChanges: readonly string[];
  /** URNs that must be there before it, and go after it. */
  readonly dependencies: readonly string[];
}

/** Attributes that AWS makes up, by resource type. Everything else echoes the inputs. */
function madeUp({ type, name }: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  const arn = `arn:aws:mock:::${name}`;
  switch (type) {
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { arn, latestVersion: 7 };
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return { arn, prefixListId: `pl-${name}` };
    case "aws:ec2/vpnConnection:VpnConnection":
      return {
        arn,
        presharedKeyArn: `${arn}-keys`,
        tunnel1Address: "198.51.100.1",
        tunnel2Address: "198.51.100.2",
      };
    case "aws:ec2/vpc:Vpc":
      return { arn, defaultNetworkAclId: `${name}-acl`, defaultRouteTableId: `${name}-main` };
    case "aws:kms/key:Key":
      return { arn, keyId: `${name}-key-id` };
    default:
      return { arn };
  }
}

/** Pulumi's mock engine, keeping of each request also what mocks are not told: protection and dependencies. */
class RecordingMonitor extends MockMonitor {
  constructor(
    mocks: pulumi.runtime.Mocks,
    private readonly recorded: Recorded[],
  ) {
    super(mocks);
    // URNs as the engine makes them; Pulumi's mocks name the nearest parent only.
    const value = (parent: string, type: string, name: string) =>
      urnOf(pulumi.getStack(), pulumi.getProject(), parent, type, name);
    Object.defineProperty(this, "newUrn", { value });
  }

  override registerResource(
    request: RegisterResourceRequest,
    callback: (error: unknown, response: unknown) => void,
  ): Promise<void> {
    this.recorded.push({
      type: request.getType(),
      name: request.getName(),
      inputs: pulumi.runtime.deserializeProperties(request.getObject() ?? new Struct()),
      custom: request.getCustom(),
      protect: request.getProtect() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      dependencies: request.getDependenciesList(),
    });
    return super.registerResource(request, callback);
  }
}

/** Further attributes that AWS would make up, by resource; they win over the made-up ones here. */
export type Attributes = (args: pulumi.runtime.MockResourceArgs) => Readonly<Record<string, unknown>>;

/** Registers what `declare` makes under Pulumi's mocks and answers all of it. */
export async function record(
  declare: () => unknown,
  stack = "test",
  attributes: Attributes = () => ({}),
): Promise<Recorded[]> {
  const mocks: pulumi.runtime.Mocks = {
    newResource(args) {
      const { name } = args;
      return {
        id: `${name}-id`,
        state: { name, ...(args.inputs as object), ...madeUp(args), ...attributes(args) },
      };
    },
    call({ token }) {
      if (token !== "aws:secretsmanager/getRandomPassword:getRandomPassword") {
        throw new Error(`unexpected call of ${token}`);
      }
      return { randomPassword: "random" };
    },
  };
  const recorded: Recorded[] = [];
  await pulumi.runtime.setMocks(mocks, "overflow", stack);
  pulumi.runtime.setMockOptions(new RecordingMonitor(mocks, recorded), "overflow", stack);
  await declare();
  // Waits until every registration that was begun has ended.
  await pulumi.runtime.disconnect();
  return recorded;
}

/** What `declareEnvironment` makes of a stack file, changed by `change`. */
export function recordEnvironment(
  stack: string,
  change?: (config: Config) => void,
  attributes?: Attributes,
): Promise<Recorded[]> {
  const code = new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = 0;"),
  });
  return record(() => declareEnvironment(settingsOf(stack, change), code), "test", attributes);
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

/** The statements of a resource's `policy`. */
export function policyOf(resource: Recorded): { readonly Statement: readonly Record<string, unknown>[] } {
  return JSON.parse(String(resource.inputs["policy"])) as { Statement: Record<string, unknown>[] };
}

/** What identifies a resource beside its place in the tree. */
export function keyOf({ type, name }: Pick<Recorded, "type" | "name">): string {
  return `${type}::${name}`;
}

/** Keys of all that must be there before `resource`, directly or not. */
export function allDependencies(recorded: readonly Recorded[], resource: Recorded): ReadonlySet<string> {
  const byKey = new Map(recorded.map((each) => [keyOf(each), each]));
  const found = new Set<string>();
  const add = ({ dependencies }: Recorded) => {
    for (const urn of dependencies) {
      const [types = "", name = ""] = urn.split("::").slice(-2);
      const key = keyOf({ type: types.split("$").at(-1) ?? "", name });
      const next = byKey.get(key);
      if (next === undefined || found.has(key)) continue;
      found.add(key);
      add(next);
    }
  };
  add(resource);
  return found;
}
