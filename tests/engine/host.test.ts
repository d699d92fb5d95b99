import { expect } from "chai";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutRequest,
  GetProgramDependenciesRequest,
  GetRequiredPackagesRequest,
  ProgramInfo,
  RunPluginRequest,
  RunRequest,
} from "@pulumi/pulumi/proto/language_pb";
import { isAlive, startTicksOf } from "../../engine/processes";
import { build } from "../../tools/build";
import { bundlePath, projectRoot } from "../../tools/freshness";
import { until } from "./waiting";

describe("the language host, over its protocol", function () {
  this.timeout(30_000);
  let directory: string;
  let host: ChildProcessWithoutNullStreams;
  let client: LanguageRuntimeClient;

  before(async () => {
    await build({ names: ["languageHost"] });
  });
  beforeEach(async () => {
    directory = mkdtempSync(join(realpathSync(tmpdir()), "overflow-host-"));
    host = spawn(process.execPath, [bundlePath("languageHost"), "-root=/", "127.0.0.1:1"]);
    const port = await new Promise<string>((resolve) => createInterface(host.stdout).once("line", resolve));
    client = new LanguageRuntimeClient(`127.0.0.1:${port}`, credentials.createInsecure());
  });
  afterEach(async () => {
    client.close();
    const closed = host.exitCode ?? host.signalCode;
    host.stdin.end();
    if (closed === null) await new Promise((resolve) => host.once("exit", resolve));
    rmSync(directory, { recursive: true, force: true });
  });

  const programInfo = (entryPoint = "index.js"): ProgramInfo =>
    new ProgramInfo()
      .setRootDirectory(directory)
      .setProgramDirectory(directory)
      .setEntryPoint(join(directory, entryPoint))
      .setOptions(Struct.fromJavaScript({ typescript: false }));

  /** Asks, and answers the response. */
  async function ask<Response>(
    call: (done: (error: Error | null, response: Response) => void) => unknown,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      call((error, response) => {
        if (error) reject(error);
        else resolve(response);
      });
    });
  }

  async function runError(request: RunRequest): Promise<string> {
    return (await ask<{ getError(): string }>((done) => client.run(request, done))).getError();
  }

  it("names its version and the Node.js that it runs", async () => {
    const info = await ask<{ getVersion(): string }>((done) => client.getPluginInfo(new Empty(), done));
    expect(info.getVersion()).to.match(/^\d+\.\d+\.\d+$/);
    const about = await ask<{ getVersion(): string; getExecutable(): string }>((done) =>
      client.about(new AboutRequest(), done),
    );
    expect(about.getVersion()).to.equal(process.version);
    expect(about.getExecutable()).to.equal(process.execPath);
  });

  it("names the plugins of the packages that package.json depends on, and no others", async () => {
    writeFileSync(
      join(directory, "package.json"),
      JSON.stringify({ dependencies: { "@pulumi/aws": "7.48.0", yaml: "2", absent: "1" } }),
    );
    symlinkSync(join(projectRoot, "node_modules"), join(directory, "node_modules"));
    const required = await ask<{ getPackagesList(): { toObject(): Record<string, unknown> }[] }>((done) =>
      client.getRequiredPackages(new GetRequiredPackagesRequest().setInfo(programInfo()), done),
    );
    const packages = required.getPackagesList().map((dependency) => dependency.toObject());
    expect(packages).to.have.length(1);
    expect(packages[0]).to.include({ name: "aws", kind: "resource", version: "v7.48.0" });
    const listed = await ask<{ getDependenciesList(): { getName(): string }[] }>((done) =>
      client.getProgramDependencies(new GetProgramDependenciesRequest().setInfo(programInfo()), done),
    );
    expect(listed.getDependenciesList().map((dependency) => dependency.getName())).to.include("absent");
  });

  it("says where the SDK is missing", async () => {
    const error = await runError(new RunRequest().setInfo(programInfo()).setPwd(directory));
    expect(error).to.include(`@pulumi/pulumi is not installed for ${directory}`);
  });

  it("says the same for a policy pack", async () => {
    const request = new RunPluginRequest().setInfo(programInfo()).setKind("analyzer").setPwd(directory);
    const details = await new Promise<string>((resolve) => {
      client.runPlugin(request).on("error", (error) => {
        resolve(error.message);
      });
    });
    expect(details).to.include("@pulumi/pulumi is not installed");
  });

  it("passes on what a plugin prints, and the code with which it ends", async () => {
    fakeSdk(
      "run-policy-pack",
      `console.log("4711", process.env.GREETING); console.error(process.argv.at(-1)); process.exit(3)`,
    );
    const request = new RunPluginRequest()
      .setInfo(programInfo())
      .setKind("analyzer")
      .setPwd(directory)
      .setEnvList(["GREETING=a=b"])
      .setArgsList(["127.0.0.1:1"]);
    const seen = { stdout: "", stderr: "", code: -1 };
    await new Promise<void>((resolve, reject) => {
      client
        .runPlugin(request)
        .on(
          "data",
          (part: { getStdout_asU8(): Uint8Array; getStderr_asU8(): Uint8Array; getExitcode(): number }) => {
            seen.stdout += Buffer.from(part.getStdout_asU8()).toString();
            seen.stderr += Buffer.from(part.getStderr_asU8()).toString();
            seen.code = part.getExitcode();
          },
        )
        .on("end", resolve)
        .on("error", reject);
    });
    expect(seen).to.deep.equal({ stdout: "4711 a=b\n", stderr: `${directory}\n`, code: 3 });
  });

  for (const [code, expected] of [
    [0, { error: "", bail: false }],
    [32, { error: "", bail: true }],
    [7, { error: "Program exited with non-zero exit code: 7", bail: false }],
  ] as const) {
    it(`answers ${JSON.stringify(expected)} for a program that ends with ${code}`, async () => {
      fakeSdk("run", `process.exit(${code})`);
      const response = await ask<{ getError(): string; getBail(): boolean }>((done) =>
        client.run(new RunRequest().setInfo(programInfo()).setPwd(directory), done),
      );
      expect({ error: response.getError(), bail: response.getBail() }).to.deep.equal(expected);
    });
  }

  for (const [how, end] of [
    ["its stdin ends", (): unknown => host.stdin.end()],
    ["it is told to end", (): unknown => host.kill("SIGTERM")],
  ] as const) {
    it(`ends with the program that it runs when ${how}`, async () => {
      const program = await startHeldProgram();
      end();
      await new Promise((resolve) => host.once("exit", resolve));
      expect(host.exitCode).to.equal(0);
      expect(isAlive(program.pid, program.startTicks)).to.equal(false);
    });
  }

  it("ends the program when the engine cancels, even one that ignores TERM", async () => {
    const program = await startHeldProgram(`process.on("SIGTERM", () => undefined);`);
    await ask((done) => client.cancel(new Empty(), done));
    await until(() => !isAlive(program.pid, program.startTicks));
    expect(host.exitCode).to.equal(null);
  });

  /** Starts a program that waits, and answers its process. */
  async function startHeldProgram(first = ""): Promise<{ pid: number; startTicks: number }> {
    const file = join(directory, "pid");
    fakeSdk(
      "run",
      `${first} require("fs").writeFileSync(${JSON.stringify(file)}, process.pid + "\\n"); setInterval(() => 0, 60000);`,
    );
    client.run(new RunRequest().setInfo(programInfo()).setPwd(directory), () => undefined);
    await until(() => existsSync(file) && readFileSync(file, "utf8").endsWith("\n"));
    const pid = Number(readFileSync(file, "utf8"));
    return { pid, startTicks: startTicksOf(pid)! };
  }

  /** An SDK whose runner is the given code. */
  function fakeSdk(runner: string, source: string): void {
    const folder = join(directory, "node_modules", "@pulumi", "pulumi", "cmd", runner);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.js"), source);
  }
});
