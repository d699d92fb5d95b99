import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine } from "../../engine";
import { installLanguageHost } from "../../lab/languageHost/install";
import { installProvider } from "../../lab/provider/install";
import { build } from "../../tools/build";
import { bundlePath, projectRoot } from "../../tools/freshness";

/** That of the provider in `declaredNetwork.ts`, of `Pulumi.local.yaml` and of the lab: the default provider is held to it, too. */
const account = "123456789012";

/** A resource of a test's program; a value `{ from, output }` is that output of the resource named `from`. */
export interface Declaration {
  readonly type: string;
  readonly name: string;
  /** By which others refer to it. @default its name */
  readonly key?: string;
  readonly ignoreChanges?: readonly string[];
  /** Only read: the id of what is there already. */
  readonly readId?: string;
  /** Taken over: the id of what is there already. */
  readonly importId?: string;
  /** Another list of properties, by a transform that the engine calls. */
  readonly transformed?: Readonly<Record<string, unknown>>;
  readonly props?: Readonly<Record<string, unknown>>;
}

/** Registers resources by type token alone: no SDK of AWS to load, and types that the SDK would not let through. */
const declare = `
const pulumi = require("@pulumi/pulumi");
// As infra/main.js does: the SDK's source-map hook takes ten seconds for the first error of a program.
Error.prepareStackTrace = undefined;
const declare = (resources) => {
  const made = new Map();
  const valueOf = (value) => {
    if (Array.isArray(value)) return value.map(valueOf);
    if (typeof value !== "object" || value === null) return value;
    if (value.from) return made.get(value.from)[value.output];
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, valueOf(inner)]));
  };
  const outputs = { arn: undefined, prefixListId: undefined, defaultNetworkAclId: undefined };
  const provider = "pulumi:providers:";
  for (const { type, name, key = name, props = {}, ignoreChanges, readId: id, importId, transformed } of resources) {
    const transforms = transformed && [({ opts }) => ({ props: transformed, opts })];
    made.set(
      key,
      type.startsWith(provider)
        ? new pulumi.ProviderResource(type.slice(provider.length), name, valueOf(props))
        : new pulumi.CustomResource(type, name, { ...outputs, ...valueOf(props) }, { version: "7.48.0", ignoreChanges, id, import: importId, transforms }),
    );
  }
};
`;

const program = `${declare}
declare(require("./declared.json"));
`;

/** The same, behind the gate: what it proves is one list, what it registers another. */
const gatedProgram = `
require(process.env.OVERFLOW_ROOT + "/node_modules/tsx/dist/cjs/index.cjs");
const load = (file) => require(process.env.OVERFLOW_ROOT + "/" + file);
const { record } = load("infra/registrations/record.ts");
const { guardRegistrations } = load("infra/registrations/guardedMonitor.ts");
const { Gate } = load("policy/gate.ts");
${declare}
module.exports = async () => {
  const letThrough = guardRegistrations();
  const { proved, registered, buildNetwork } = require("./declared.json");
  const place = { stack: pulumi.getStack(), project: pulumi.getProject() };
  const declared = await record(place, () => declare(proved));
  let gate;
  try {
    gate = Gate.open(declared, { buildNetwork, exemptions: [], today: "2026-11-24" });
  } catch (error) {
    throw new pulumi.RunError(error.message);
  }
  letThrough({
    refusalOf: (registration) => gate.refusalOf(registration),
    learn: (registration, answers) => gate.learn(registration, answers),
  });
  declare(registered);
};
`;

/** A project whose stack is whatever a test declares, on the lab's provider with no emulator behind it. */
export class DeclaredStack {
  readonly engine: Engine;
  private readonly program: string;

  private constructor(
    private readonly root: string,
    text: string,
    region: string,
  ) {
    this.program = join(root, "program");
    const home = join(root, "home");
    const bin = join(root, "bin");
    for (const folder of [this.program, home, join(root, "state")]) mkdirSync(folder);
    symlinkSync(join(projectRoot, "node_modules"), join(root, "node_modules"));
    const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
    writeFileSync(join(this.program, "Pulumi.yaml"), `name: declared\nmain: index.js\n${runtime}\n`);
    writeFileSync(
      join(this.program, "Pulumi.dev.yaml"),
      `config:\n  aws:region: ${region}\n  aws:allowedAccountIds: '["${account}"]'\n`,
    );
    writeFileSync(join(this.program, "package.json"), '{ "name": "declared", "private": true }');
    writeFileSync(join(this.program, "index.js"), text);
    installProvider(home, bundlePath("provider"), process.execPath);
    const { pulumi } = installLanguageHost(
      bin,
      bundlePath("languageHost"),
      process.execPath,
      requiredPulumi(),
    );
    this.engine = {
      pulumi,
      projectDirectory: this.program,
      stack: "dev",
      logDirectory: join(root, "logs"),
      env: {
        HOME: root,
        OVERFLOW_ROOT: projectRoot,
        PATH: `${bin}:${process.env["PATH"] ?? ""}`,
        PULUMI_HOME: home,
        PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "declared",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        // Nobody listens on this port: a call that is made at all fails.
        AWS_ENDPOINT_URL: "http://127.0.0.1:9",
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
      },
    };
  }

  static create(region?: string): Promise<DeclaredStack> {
    return DeclaredStack.with(program, region);
  }

  /** Its program is behind the gate: see `prove`. */
  static createGated(): Promise<DeclaredStack> {
    return DeclaredStack.with(gatedProgram);
  }

  private static async with(text: string, region = "eu-central-1"): Promise<DeclaredStack> {
    await build({ names: ["languageHost", "provider", "policy"] });
    return new DeclaredStack(mkdtempSync(join(realpathSync(tmpdir()), "overflow-policy-")), text, region);
  }

  /** Of a gated program: what it proves, and what it then registers. */
  prove(proved: readonly Declaration[], registered: readonly Declaration[], blocks: readonly string[]): void {
    const buildNetwork = { blocks, declaredBy: "the test" };
    writeFileSync(join(this.program, "declared.json"), JSON.stringify({ proved, registered, buildNetwork }));
  }

  declare(resources: readonly Declaration[]): void {
    writeFileSync(join(this.program, "declared.json"), JSON.stringify(resources));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function requiredPulumi(): string {
  const pulumi = process.env["OVERFLOW_PULUMI"];
  if (pulumi) return pulumi;
  throw new Error("OVERFLOW_PULUMI is not set: these tests need a Pulumi CLI; npm test provides it.");
}
