import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { applyEnvironment, labDown, labEnvironment, labStatus, labUp, layoutOf } from "../../lab/lab";
import { writeLabState } from "../../lab/folder";
import { listen, portOf } from "../../lab/processes/ports";
import { listProcesses } from "../../lab/processes/registry";
import { MARK_VARIABLE, markOf } from "../../lab/processes/start";
import { readProcessTable, readStartVariable } from "../../lab/processes/stat";
import { type Toolchain } from "../../lab/toolchain";
import { getJson, testTools } from "./labSupport";
import { eventually, makeLabDirectory, removeLabDirectory } from "./temporaryLab";

describe("a lab", function () {
  this.timeout(120_000);
  let tools: Toolchain;
  let directory: string;
  const others: string[] = [];
  before(() => {
    tools = testTools();
  });
  beforeEach(async () => {
    directory = await makeLabDirectory();
  });
  afterEach(async () => {
    for (const each of [directory, ...others.splice(0)]) await removeLabDirectory(each);
  });

  const up = (at = directory) => labUp({ directory: at, tools });
  /** Every process that carries this lab's mark, whoever started it. */
  const marked = (at = directory) =>
    readProcessTable().filter((each) =>
      readStartVariable(each.pid, MARK_VARIABLE)?.startsWith(markOf(at, "")),
    );
  const pidOf = (name: string) => listProcesses(directory).find((record) => record.name === name)!.pid;
  const kill = async (name: string) => {
    process.kill(pidOf(name), "SIGKILL");
    await eventually(async () => (await labStatus(directory)).condition !== "up");
  };

  it("comes up whole, says so when it is up already, and goes down without a trace but its logs", async () => {
    const progress: string[] = [];
    const { state, outcome } = await labUp({ directory, tools, onProgress: (line) => progress.push(line) });
    expect(outcome).to.equal("started");
    expect(progress).to.include.members(["Started emulator", "Started master", "Started machines"]);
    expect((await labStatus(directory)).condition).to.equal("up");
    expect(await getJson(state.ports.emulator, "/lab/leftovers")).to.deep.equal([]);

    expect(await up()).to.deep.equal({ state, outcome: "already" });

    const { existed, ended, strays } = await labDown(directory);
    expect(existed).to.equal(true);
    expect(ended.map(({ name }) => name)).to.include.members(["emulator", "master", "machines", "functions"]);
    expect(ended.map(({ outcome: how }) => how)).not.to.include("killed");
    expect(strays).to.deep.equal([]);
    expect(marked()).to.be.empty;
    expect(await readdir(directory)).to.deep.equal(["logs"]);
    expect((await labStatus(directory)).condition).to.equal("absent");
    expect((await labDown(directory)).existed).to.equal(false);
  });

  it("keeps its secrets to its owner", async () => {
    await up();
    const layout = layoutOf(directory);
    expect((await stat(layout.passphrase)).mode & 0o777).to.equal(0o600);
    expect((await stat(layout.state)).mode & 0o777).to.equal(0o600);
  });

  it("is repaired: what has ended is started again, the rest is left alone", async () => {
    const { state } = await up();
    const emulatorPid = pidOf("emulator");
    await kill("functions");
    expect((await labStatus(directory)).condition).to.equal("partial");
    expect(await up()).to.deep.equal({ state, outcome: "repaired" });
    expect(pidOf("emulator")).to.equal(emulatorPid);
    expect((await labStatus(directory)).condition).to.equal("up");
  });

  it("begins anew when its region ended: stacks that the folder tells of are no more", async () => {
    await up();
    const stack = join(layoutOf(directory).backend, "stack.json");
    await writeFile(stack, "{}");
    await kill("emulator");
    expect((await up()).outcome).to.equal("started");
    expect(await readdir(layoutOf(directory).backend)).to.be.empty;
  });

  it("comes up once when it is called for twice at the same time", async () => {
    const outcomes = (await Promise.all([up(), up()])).map(({ outcome }) => outcome);
    expect(outcomes.sort()).to.deep.equal(["already", "started"]);
    expect(marked()).to.have.length(listProcesses(directory).length);
  });

  it("can stand beside another", async () => {
    const other = await makeLabDirectory();
    others.push(other);
    const [first, second] = await Promise.all([up(), up(other)]);
    const ports = [first, second].flatMap(({ state }) => Object.values<number>({ ...state.ports }));
    expect(new Set(ports).size).to.equal(20);
    await labDown(directory);
    expect((await labStatus(other)).condition).to.equal("up");
  });

  it("that was killed on its way up is found by down, and leaves nothing running", async () => {
    const script = `
      const { labUp } = require(${JSON.stringify(resolve("lab/lab.ts"))});
      labUp({ directory: ${JSON.stringify(directory)}, tools: ${JSON.stringify(tools)} });
      setInterval(() => {}, 1000);
    `;
    const starter = spawn(process.execPath, ["--import=tsx", "-e", script], { stdio: "ignore" });
    await eventually(() => listProcesses(directory).length >= 2);
    starter.kill("SIGKILL");
    await once(starter, "exit");
    await labDown(directory);
    expect(marked()).to.be.empty;
    expect((await up()).outcome).to.equal("started");
  });

  it("that is interrupted on its way up ends what it started", async () => {
    const interruption = new AbortController();
    const rising = labUp({ directory, tools, signal: interruption.signal });
    const failed = rising.catch((error: unknown) => error);
    await eventually(() => listProcesses(directory).length >= 1);
    interruption.abort(new Error("Interrupted"));
    expect(String(await failed)).to.contain("Interrupted");
    expect(marked()).to.be.empty;
    expect((await labStatus(directory)).condition).to.equal("absent");
  });

  it("that cannot come up says why, with the end of the log, and leaves nothing running", async () => {
    const squatter = await listen(createServer((socket) => socket.destroy()));
    const { state } = await up();
    await kill("functions");
    writeLabState({ ...state, ports: { ...state.ports, functions: portOf(squatter) } });
    try {
      const error = String(await up().catch((fault: unknown) => fault));
      expect(error).to.contain('"functions" did not come up: it ended').and.contain("EADDRINUSE");
      expect(listProcesses(directory).some(({ name }) => name === "functions")).to.equal(false);
      expect((await labStatus(directory)).condition).to.equal("partial");
    } finally {
      await new Promise((done) => squatter.close(done));
    }
  });

  it("does not come up in a folder that holds other things", async () => {
    await mkdir(join(directory, "thesis"));
    expect(String(await up().catch((fault: unknown) => fault))).to.match(
      /is no lab and not empty \(thesis\)/,
    );
    expect(await readdir(directory)).to.deep.equal(["thesis"]);
  });

  it("lets plain pulumi work in it: its own backend, host and provider, nothing from elsewhere", async () => {
    const { state } = await up();
    const environment = labEnvironment(state, tools, { PATH: process.env["PATH"] ?? "" });
    const child = spawn("pulumi", ["stack", "ls", "--all", "--json"], {
      env: applyEnvironment({ PATH: process.env["PATH"] ?? "" }, environment),
      cwd: directory,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (bytes) => (output += String(bytes)));
    const [code] = (await once(child, "exit")) as [number];
    expect([code, JSON.parse(output)]).to.deep.equal([0, []]);
    const { pulumiHome } = layoutOf(directory);
    expect(await readdir(join(pulumiHome, "plugins"))).to.have.length(1);
  });
});
