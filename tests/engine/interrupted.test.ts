import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runOperation } from "../../engine";
import {
  descendantsOf,
  isAlive,
  type ProcessIdentity,
  signalProcess,
  startTicksOf,
} from "../../engine/processes";
import { projectRoot } from "../../tools/freshness";
import { FixtureProject } from "./project";
import { until } from "./waiting";

describe("a run that is interrupted", function () {
  this.timeout(60_000);
  let project: FixtureProject;
  let holdFile: string;

  beforeEach(async () => {
    project = await FixtureProject.create();
    holdFile = join(project.root, "held");
    project.configure({ parts: ["one"], hold: holdFile });
  });
  afterEach(() => {
    project.remove();
  });

  /** The CLI that `parent` has started and all below it, once the program is running and waits. The CLI comes first. */
  async function heldProcesses(parent: number): Promise<ProcessIdentity[]> {
    await until(() => existsSync(holdFile) && readFileSync(holdFile, "utf8") !== "");
    const program = Number(readFileSync(holdFile, "utf8"));
    const isAbove = ({ pid }: ProcessIdentity): boolean =>
      descendantsOf(pid).some((below) => below.pid === program);
    const [cli] = descendantsOf(parent).filter(isAbove);
    expect(cli, "the CLI's process").to.not.equal(undefined);
    return [cli!, ...descendantsOf(cli!.pid)];
  }

  const allGone = (processes: readonly ProcessIdentity[]): boolean =>
    processes.every(({ pid, startTicks }) => !isAlive(pid, startTicks));

  async function expectRepeatable(notices: string[] = []): Promise<string[]> {
    project.configure({ parts: ["one"] });
    const { failures } = await runOperation(project.engine, "up", {
      onNotice: (message) => notices.push(message),
    });
    expect(failures).to.deep.equal([]);
    return notices;
  }

  it("by its caller: the CLI gives back its lock, and nothing is left", async () => {
    const controller = new AbortController();
    const running = runOperation(project.engine, "up", { signal: controller.signal });
    const processes = await heldProcesses(process.pid);
    expect(processes.length).to.be.greaterThan(2);
    controller.abort();
    const result = await running;
    expect(result.ok).to.equal(false);
    expect(result.interrupted).to.equal(true);
    expect(result.failures[0]).to.equal("The run was interrupted.");
    await until(() => allGone(processes));
    expect(await expectRepeatable()).to.deep.equal([]);
  });

  it("by a kill of the CLI: what it started ends, and the lock is given back for it", async () => {
    const running = runOperation(project.engine, "up");
    const processes = await heldProcesses(process.pid);
    signalProcess(processes[0]!.pid, "SIGKILL");
    const result = await running;
    expect(result.exitCode).to.equal(undefined);
    expect(result.failures).to.deep.equal(["The Pulumi CLI was killed."]);
    await until(() => allGone(processes));
    expect(await expectRepeatable()).to.deep.equal([]);
  });

  it("by Ctrl-C: overflow waits for the CLI to end in good order, and ends by itself", async () => {
    const { caller, processes } = await runFromAnotherProcess();
    caller.kill("SIGINT");
    await until(() => allGone(processes));
    expect(caller.signalCode).to.equal(null);
    expect(await expectRepeatable()).to.deep.equal([]);
  });

  it("by a kill of overflow itself: the guard interrupts the CLI", async () => {
    const { caller, processes } = await runFromAnotherProcess();
    caller.kill("SIGKILL");
    await until(() => allGone(processes));
    expect(await expectRepeatable()).to.deep.equal([]);
  });

  it("by a kill of everything: the next run takes the dead run's lock away, and says so", async () => {
    const { caller, processes } = await runFromAnotherProcess();
    caller.kill("SIGSTOP");
    for (const { pid } of processes) signalProcess(pid, "SIGKILL");
    caller.kill("SIGKILL");
    await until(() => allGone(processes));
    const notices = await expectRepeatable();
    expect(notices).to.have.length(1);
    expect(notices[0]).to.include("left a lock on the stack dev");
  });

  it("leaves another's live lock alone", async () => {
    const controller = new AbortController();
    const running = runOperation(project.engine, "up", { signal: controller.signal });
    await heldProcesses(process.pid);
    const second = { ...project.engine, logDirectory: join(project.root, "logs-of-the-second") };
    const refused = await runOperation(second, "up");
    expect(refused.ok).to.equal(false);
    expect(refused.failures.join()).to.include("currently locked");
    controller.abort();
    await running;
  });

  async function runFromAnotherProcess(): Promise<{ caller: ChildProcess; processes: ProcessIdentity[] }> {
    const source = `
      const { runOperation } = require(${JSON.stringify(join(projectRoot, "engine"))});
      void runOperation(${JSON.stringify(project.engine)}, "up");`;
    const caller = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", source], {
      cwd: projectRoot,
      stdio: "ignore",
    });
    const pid = caller.pid!;
    const processes = await heldProcesses(pid);
    return { caller, processes: [...processes, { pid, startTicks: startTicksOf(pid)! }] };
  }
});
