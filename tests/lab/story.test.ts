import { expect } from "chai";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MasterCredentials, type PoolsFile } from "../../infra/outputs";
import { type PolicyReport } from "../../engine";
import { layoutOf } from "../../lab/lab";
import { type CostFloor } from "../../operations/floor";
import { readDescribeFolder } from "../../operations/describe/folder";
import { factsOfDescribe } from "../../policy/sources/describe/describe";
import { factsOfStateText } from "../../policy/sources/state";
import { workerPassword } from "../../scaler/identity";
import { compareSources } from "../policy/sources/agreement";
import { foreignKey } from "./support/command";
import { ProjectCopy } from "./support/project";
import { expectSameProof } from "./support/proofs";
import { expectReachOfRunningVm } from "./support/reaches";
import { type Call, TestLab } from "./support/testLab";
import { filesHolding, insideBase64, processesNaming } from "./support/traces";
import { eventually } from "./temporaryLab";

interface Run {
  readonly ok: boolean;
  readonly changes: Readonly<Record<string, number>>;
  readonly policyReport: PolicyReport;
  readonly floor: CostFloor;
}

/** Test step of a build that is to stay until it is stopped, seconds. */
const forLong = 900;

/** The README, step by step, with the command itself and a real build master. */
describe("the story of a stack in the lab, told by the command", function () {
  this.timeout(120_000);
  this.bail(true);
  let project: ProjectCopy;
  let lab: TestLab;
  let poolsFolder: string;
  /** Looks of the scaler at its VMs, when the first of them had nothing more to do. */
  let looksBeforeIdle: number;
  let credentials: MasterCredentials;
  /** A build that keeps a VM at work while the account is proved. */
  let longBuild: number;
  /** A build request of a builder that is let into no pool. */
  let notLetThrough: number;

  before(async () => {
    project = new ProjectCopy();
    // What the wait for it costs is saved; the rest is as it comes.
    project.change("Pulumi.local.yaml", ["idleCeiling: 20s", "idleCeiling: 8s"]);
    lab = await TestLab.create(project.root);
    poolsFolder = mkdtempSync(join(tmpdir(), "overflow-pools-"));
    await lab.bringUp();
  });
  after(async () => {
    await lab.remove();
    rmSync(poolsFolder, { recursive: true, force: true });
    project.remove();
  });

  const scalerCalls = async (action: string): Promise<readonly Call[]> =>
    (await lab.calls()).filter((call) => call.caller === "lab-scaler" && call.action === action);
  const builtBy = async (requests: readonly number[]): Promise<readonly string[] | null> => {
    const builds = (await lab.view.builds()).filter(({ requestId }) => requests.includes(requestId));
    return builds.length < requests.length
      ? null
      : builds.map(({ worker, results }) => `${worker} ${results}`);
  };
  const isCloud = /^bld-linux64-ec2-\d{3} 0$/;

  it("comes up under its policy", async () => {
    const { ok, changes, policyReport } = await lab.json<Run>("up", "local");
    expect(ok).to.equal(true);
    expect(changes["create"]).to.be.at.least(73);
    expect(policyReport.findings).to.deep.equal([]);
    expect(policyReport.resourcesSeen).to.equal(changes["create"]);
    expect(policyReport.rules.length).to.be.at.least(15);
  });

  it("is as declared: a preview changes nothing, and is judged again", async () => {
    const { changes, policyReport, floor } = await lab.json<Run>("preview", "local");
    expect(Object.keys(changes)).to.deep.equal(["same"]);
    expect(policyReport.resourcesSeen).to.equal(changes["same"]);
    // What it costs asleep is known of each of them.
    expect(floor.lines.filter(({ charge }) => charge === "unknown")).to.deep.equal([]);
    expect(floor.dollarsPerMonth).to.be.within(150, 250);
  });

  it("is told alike by its state and by the account's own answers", async () => {
    const snapshot = mkdtempSync(join(tmpdir(), "overflow-snapshot-"));
    try {
      const { code, stdout, stderr } = await lab.run("describe", "local", "--out", snapshot, "--json");
      expect(code, stderr).to.equal(0);
      const { missing, failures } = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
      expect({ missing, failures }).to.deep.equal({ missing: [], failures: [] });
      const state = await lab.pulumi("stack", "export", "-s", "local");
      const described = factsOfDescribe(readDescribeFolder(snapshot)).stack;
      const { count, differences } = compareSources(factsOfStateText(state.stdout), described);
      expect(differences).to.deep.equal([]);
      expect(count).to.be.above(200);
    } finally {
      rmSync(snapshot, { recursive: true, force: true });
    }
  });

  it("writes the master's files: pools for all to read, credentials for their owner alone", async () => {
    await lab.ok("workers", "local", "--out", poolsFolder);
    const files = ["local.json", "local.credentials.json"].map((name) => join(poolsFolder, name));
    expect(files.map((file) => statSync(file).mode & 0o777)).to.deep.equal([0o644, 0o600]);
    const [pools = "", secret = ""] = files.map((file) => readFileSync(file, "utf8"));
    credentials = JSON.parse(secret) as MasterCredentials;
    const { workers } = (JSON.parse(pools) as PoolsFile).pools[0]!;
    expect(workers).to.have.length(6);
    for (const text of secretsOf(credentials)) expect(pools).not.to.contain(text);
  });

  it("builds in the cloud what in-house machines, all at work, cannot", async () => {
    const { master, view } = lab;
    const blocking = [
      await master.submit("release-sign", forLong),
      await master.submit("release-sign", forLong),
    ];
    await eventually(async () => (await view.running()).length === blocking.length);
    notLetThrough = await master.submit("release-sign", 0);
    const overflow = [await master.submit("linux64-opt", 0), await master.submit("linux64-debug", 0)];
    for (const build of await eventually(() => builtBy(overflow))) expect(build).to.match(isCloud);
    looksBeforeIdle = (await scalerCalls("DescribeInstances")).length;
    expect(await scalerCalls("RunInstances")).not.to.be.empty;
  });

  it("is proved by its program, its state and the account alike, with a VM at work", async () => {
    const atWork = (await lab.view.running()).map(({ buildid }) => buildid);
    await lab.master.submit("linux64-debug", forLong);
    longBuild = await eventually(async () => {
      const builds = (await lab.view.running()).map(({ buildid }) => buildid);
      return builds.find((id) => !atWork.includes(id)) ?? null;
    });
    await expectSameProof(lab, "local");
  });

  it("answers of a running VM what reaches it, and what it reaches", async () => {
    await expectReachOfRunningVm(lab, "local");
    await lab.master.control(`builds/${longBuild}`, "stop");
  });

  it("lets plain Pulumi see the same: no change, under the same policy", async () => {
    const preview = ["preview", "-s", "local", "--policy-pack", "policy", "--expect-no-changes"];
    const { code, stdout, stderr } = await lab.pulumi(...preview, "--non-interactive");
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/overflow@v[\d.]+ \(local: policy\)/);
  });

  it("puts idle machines to sleep after the ceiling, while a build that is not let through goes on waiting", async () => {
    const made = await scalerCalls("RunInstances");
    await eventually(async () => {
      expect(await lab.view.pendingByBuilder()).to.deep.equal({ "release-sign": 1 });
      return (await lab.instances()).every(({ state }) => state === "stopped");
    });
    for (const { stopMode } of await lab.instances()) expect(stopMode).to.equal("hibernate");
    expect((await scalerCalls("DescribeInstances")).length).to.be.at.least(looksBeforeIdle + 2);
    expect(await scalerCalls("RunInstances")).to.deep.equal(made);
    expect(await scalerCalls("StartInstances")).to.deep.equal([]);
  });

  it("wakes a sleeping machine for the next build, instead of making one", async () => {
    const made = await scalerCalls("RunInstances");
    const request = await lab.master.submit("linux64-opt", 0);
    const [build] = await eventually(() => builtBy([request]));
    expect(build).to.match(isCloud);
    expect(await scalerCalls("StartInstances")).not.to.be.empty;
    expect(await scalerCalls("RunInstances")).to.deep.equal(made);
  });

  it("builds what waited in-house, as soon as a machine is free there", async () => {
    expect(await lab.view.pendingByBuilder()).to.deep.equal({ "release-sign": 1 });
    for (const { buildid } of await lab.view.running()) await lab.master.control(`builds/${buildid}`, "stop");
    const [build] = await eventually(() => builtBy([notLetThrough]));
    expect(build).to.match(/^ih-linux64-\d{3} 0$/);
  });

  it("shows machines and decisions, each with its reason", async () => {
    interface Status {
      readonly vms: readonly { readonly name: string; readonly state: string }[];
      readonly journal: readonly {
        readonly actions: readonly { kind: string; worker: string; reason: string }[];
      }[];
    }
    const { vms, journal } = await lab.json<Status>("status", "local");
    expect(vms.map(({ name }) => name).sort()).to.deep.equal(
      (await lab.instances()).map(({ name }) => name).sort(),
    );
    const actions = journal.flatMap((entry) => entry.actions);
    expect(actions.map(({ kind }) => kind)).to.include.members([
      "create",
      "pause",
      "suspend",
      "start",
      "unpause",
    ]);
    for (const { reason } of actions) expect(reason).not.to.equal("");
    expect((await lab.ok("status", "local")).stdout).to.contain(vms[0]!.name);
  });

  it("keeps its secrets: none in a log, a plan, the state or a command's words", async () => {
    await lab.ok("lab", "status");
    const names = (await lab.instances()).map(({ name }) => name);
    const own = secretsOf(credentials);
    const passwords = names.map((name) => workerPassword(credentials.workerKeys["linux64"]!, name));
    const { pools, machines } = layoutOf("");
    const holders = filesHolding(lab.directory, [...own, ...passwords, foreignKey.secret]);
    // The master knows the keys; a machine knows its own password, in the file that its worker reads.
    const masters = join(pools, "local.credentials.json");
    const isMachines = (file: string): boolean => file.startsWith(machines) && file.endsWith("buildbot.tac");
    expect(holders.filter((file) => file !== masters && !isMachines(file))).to.deep.equal([]);
    expect(holders).to.include(masters);
    for (const file of holders) expect(statSync(join(lab.directory, file)).mode & 0o777).to.equal(0o600);
    for (const text of [...own, ...passwords, foreignKey.secret]) {
      for (const shape of [text, ...insideBase64(text)]) expect(lab.transcript).not.to.contain(shape);
    }
    expect((await lab.calls()).map(({ caller }) => caller)).not.to.include(foreignKey.id);
  });

  it("goes down by plain Pulumi, machines and all, and leaves nothing in the region", async () => {
    const { code, stderr } = await lab.pulumi("destroy", "-s", "local", "--yes", "--non-interactive");
    expect(code, stderr).to.equal(0);
    expect(await lab.leftovers()).to.deep.equal([]);
  });

  it("leaves the master's files to the command, which finds nothing else to do", async () => {
    const files = (): readonly string[] => readdirSync(join(lab.directory, layoutOf("").pools));
    expect(files()).to.have.members(["local.json", "local.credentials.json"]);
    await lab.ok("down", "local");
    expect(files()).to.deep.equal([]);
  });

  it("ends with its lab: no process, and nothing but logs in the folder", async () => {
    await lab.ok("lab", "down");
    expect(processesNaming(lab.directory)).to.deep.equal([]);
    expect(readdirSync(lab.directory)).to.deep.equal(["logs"]);
  });
});

function secretsOf({ scalerPassword, workerKeys }: MasterCredentials): string[] {
  return [scalerPassword, ...Object.values(workerKeys)];
}
