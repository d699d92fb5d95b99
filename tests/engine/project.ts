import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine } from "../../engine";
import { installLanguageHost } from "../../lab/languageHost/install";
import { build } from "../../tools/build";
import { bundlePath, projectRoot } from "../../tools/freshness";

/** A copy of the fixture program and policy pack in a folder of its own, with a state backend and a PULUMI_HOME of its own. */
export class FixtureProject {
  readonly root: string;
  readonly engine: Engine;
  /** The policy pack, as `--policy-pack` takes it. */
  readonly policyPack: string;

  private constructor(root: string, engine: Engine) {
    this.root = root;
    this.engine = engine;
    this.policyPack = join(root, "policy");
  }

  static async create(stack = "dev"): Promise<FixtureProject> {
    await build({ names: ["languageHost"] });
    const root = mkdtempSync(join(realpathSync(tmpdir()), "overflow-engine-"));
    cpSync(join(__dirname, "fixtures"), root, { recursive: true });
    symlinkSync(join(projectRoot, "node_modules"), join(root, "node_modules"));
    for (const folder of ["state", "home"]) mkdirSync(join(root, folder));
    const bin = join(root, "bin");
    const placed = installLanguageHost(bin, bundlePath("languageHost"), process.execPath, requiredPulumi());
    const engine: Engine = {
      pulumi: placed.pulumi,
      projectDirectory: join(root, "program"),
      stack,
      logDirectory: join(root, "logs"),
      env: {
        HOME: root,
        PATH: `${bin}:${process.env["PATH"] ?? ""}`,
        PULUMI_HOME: join(root, "home"),
        PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "fixture",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    };
    return new FixtureProject(root, engine);
  }

  /** Writes the stack's configuration. Values as the fixture program reads them. */
  configure(config: {
    readonly parts: readonly string[];
    readonly fail?: string;
    readonly hold?: string;
    readonly token?: string;
  }): void {
    const lines = Object.entries(config).map(
      ([key, value]) => `  fixture:${key}: ${JSON.stringify(value)}\n`,
    );
    writeFileSync(
      join(this.engine.projectDirectory, `Pulumi.${this.engine.stack}.yaml`),
      `config:\n${lines.join("")}`,
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The Pulumi CLI that the test runner provides. */
export function requiredPulumi(): string {
  const pulumi = process.env["OVERFLOW_PULUMI"];
  if (!pulumi) {
    throw new Error("OVERFLOW_PULUMI is not set: these tests need a Pulumi CLI; npm test provides it.");
  }
  return pulumi;
}
