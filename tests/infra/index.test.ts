import { expect } from "chai";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type StackOutputs } from "../../infra/outputs";
import { type Config, record, stackConfig } from "./mocks";

/** Every export that cli, lab and tests read; the compiler holds the list to the type. */
const exported: Record<keyof StackOutputs, true> = {
  environment: true,
  region: true,
  link: true,
  mirrors: true,
  recordsBucket: true,
  scalerFunctionName: true,
  scalerTableName: true,
  poolsFile: true,
  masterCredentials: true,
};

/** Loads at run time, again and again, what an import would load once. */
const load = createRequire(__filename);
const program = load.resolve("../../infra/index");

/** Runs the program anew, as stack `local`, with the configuration as Pulumi hands it over. */
async function run(config: Config): Promise<{ exports: object; resources: number }> {
  const texts = Object.entries(config).map(([key, value]) => {
    return [key, typeof value === "string" ? value : JSON.stringify(value)] as const;
  });
  let exports: object = {};
  const recorded = await record(async () => {
    pulumi.runtime.setAllConfig(Object.fromEntries(texts));
    Reflect.deleteProperty(load.cache, program);
    exports = await (load(program) as () => Promise<object>)();
  }, "local");
  return { exports, resources: recorded.length };
}

async function failureOf(config: Config): Promise<unknown> {
  try {
    await run(config);
  } catch (error) {
    return error;
  }
  throw new Error("the program did not fail");
}

describe("the program", () => {
  const home = process.cwd();
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "overflow-infra-"));
    mkdirSync(path.join(folder, "dist/scaler"), { recursive: true });
    writeFileSync(path.join(folder, "dist/scaler/index.js"), "exports.handler = async () => ({});\n");
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  it("exports exactly the stack's outputs", async () => {
    const { exports, resources } = await run(stackConfig("local"));
    expect(Object.keys(exports).sort()).to.deep.equal(Object.keys(exported).sort());
    expect(resources).to.be.above(50);
  });

  it("keeps the master's credentials secret", async () => {
    const { exports } = await run(stackConfig("local"));
    const { masterCredentials } = exports as { masterCredentials: unknown };
    expect(pulumi.Output.isInstance(masterCredentials)).to.equal(true);
    expect(await pulumi.isSecret(masterCredentials as pulumi.Output<unknown>)).to.equal(true);
  });

  it("fails on wrong settings with all of them, in Pulumi's plain way", async () => {
    const { "overflow:protect": _, ...config } = stackConfig("local");
    const error = await failureOf({ ...config, "overflow:egress": "0.0.0.0/0" });
    expect(error).to.be.instanceOf(pulumi.RunError);
    expect((error as Error).message).to.match(
      /^Pulumi\.local\.yaml: 2 settings are wrong; nothing was changed\./,
    );
  });

  it("fails without the scaler's bundle, and says how to make it", async () => {
    rmSync(path.join(folder, "dist"), { recursive: true });
    const error = await failureOf(stackConfig("local"));
    expect(error).to.be.instanceOf(pulumi.RunError);
    expect((error as Error).message).to.include("npm run build");
  });
});
