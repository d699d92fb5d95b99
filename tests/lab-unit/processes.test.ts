import { expect } from "chai";
import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freezeProcess, thawProcess } from "../../lab/processes/freeze";
import { findFreePorts } from "../../lab/processes/ports";
import { isAlive, listProcesses, recordProcess } from "../../lab/processes/registry";
import { startProcess } from "../../lab/processes/start";
import { parseStat, type ProcessStat, readStat } from "../../lab/processes/stat";
import { membersOf, stopProcess, stopUnrecorded } from "../../lab/processes/stop";
import { readTail } from "../../lab/processes/tail";
import { processTree } from "../../lab/processes/tree";
import { type LabProcess } from "../../lab/state";
import { eventually } from "../lab/temporaryLab";

const stat = (pid: number, over: Partial<ProcessStat> = {}): ProcessStat => ({
  pid,
  state: "S",
  parentPid: 1,
  groupId: pid,
  sessionId: pid,
  startTicks: 100,
  ...over,
});
const none = () => false;
const pids = (stats: readonly ProcessStat[]) => stats.map((each) => each.pid);

describe("a line of /proc/<pid>/stat", () => {
  it("is read past a command's name that holds spaces and brackets", () => {
    const rest = "S 1 42 41 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 987654 0 0";
    expect(parseStat(`43 (a) b (c) ${rest}`)).to.deep.equal({
      pid: 43,
      state: "S",
      parentPid: 1,
      groupId: 42,
      sessionId: 41,
      startTicks: 987654,
    });
  });

  for (const text of ["", "43", "43 (sh) S 1", "no process"]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseStat(text)).to.throw(/Expected a line/);
    });
  }
});

describe("the tree of a process", () => {
  const root = { pid: 10, startTicks: 100 };

  it("holds its group, its session and all descendants, and no one else", () => {
    const table = [
      stat(10),
      stat(11, { groupId: 10 }),
      stat(12, { sessionId: 10 }),
      stat(13, { parentPid: 11 }),
      stat(14, { parentPid: 13 }),
      stat(20),
      stat(21, { parentPid: 20 }),
    ];
    expect(pids(processTree(root, table, none))).to.have.members([10, 11, 12, 13, 14]);
  });

  it("holds the group and session whose leader has ended", () => {
    expect(pids(processTree(root, [stat(11, { groupId: 10 })], none))).to.deep.equal([11]);
  });

  it("holds nothing of a later process that was given the same pid", () => {
    const table = [stat(10, { startTicks: 500 }), stat(11, { groupId: 10, parentPid: 10, startTicks: 501 })];
    expect(processTree(root, table, none)).to.be.empty;
  });

  it("holds what carries its mark, though it left its session and lost its parent", () => {
    const table = [stat(10), stat(30), stat(31, { parentPid: 30 })];
    expect(pids(processTree(root, table, ({ pid }) => pid === 30))).to.have.members([10, 30, 31]);
  });
});

describe("a lab's processes", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "overflow-processes-"));
  });
  afterEach(async () => {
    for (const record of listProcesses(directory)) await stopProcess(directory, record, { graceSeconds: 0 });
    await stopUnrecorded(directory, { graceSeconds: 0 });
    await rm(directory, { recursive: true });
  });

  const environment = { PATH: process.env["PATH"] ?? "" };
  const start = (name: string, script: string) =>
    startProcess({ directory, name, command: ["sh", "-c", script], environment });
  const wrote = async (record: LabProcess, text: string) =>
    (await readFile(record.log, "utf8")).includes(text);

  it("are recorded, logged, listed, and forgotten once ended", async () => {
    const { record } = await start("one", "echo hello; exec sleep 60");
    await eventually(() => wrote(record, "hello"));
    expect(listProcesses(directory)).to.deep.equal([record]);
    expect(isAlive(record)).to.equal(true);
    expect(await stopProcess(directory, record)).to.equal("ended");
    expect(isAlive(record)).to.equal(false);
    expect(listProcesses(directory)).to.be.empty;
    expect(await stopProcess(directory, record)).to.equal("gone");
  });

  it("see only the environment that they are given", async () => {
    process.env["OVERFLOW_TEST_SECRET"] = "visible";
    try {
      const { record } = await start("one", "env; echo end; exec sleep 60");
      await eventually(() => wrote(record, "end"));
      expect(await readFile(record.log, "utf8")).not.to.contain("OVERFLOW_TEST_SECRET");
    } finally {
      delete process.env["OVERFLOW_TEST_SECRET"];
    }
  });

  it("end with their children, also one in a session of its own and one that ignores TERM", async () => {
    const script = "setsid -f sleep 61; sh -c 'trap \"\" TERM; echo armed; sleep 62; sleep 62'";
    const { record } = await start("family", script);
    await eventually(() => wrote(record, "armed"));
    const family = membersOf(directory, record);
    expect(family.length).to.be.at.least(4);
    expect(await stopProcess(directory, record, { graceSeconds: 0.2 })).to.equal("killed");
    expect(family.filter((member) => readStat(member.pid)?.startTicks === member.startTicks)).to.be.empty;
  });

  it("leave a process alone that was given a recorded pid later", async () => {
    const { record } = await start("one", "exec sleep 60");
    const stale = { ...record, name: "stale", startTicks: record.startTicks - 1 };
    recordProcess(directory, stale);
    expect(await stopProcess(directory, stale)).to.equal("gone");
    expect(isAlive(record)).to.equal(true);
  });

  it("are found by their mark when no record was written", async () => {
    const { record } = await start("one", "exec sleep 60");
    await rm(join(directory, "processes", "one.json"));
    expect(await stopUnrecorded(directory)).to.deep.equal([record.pid]);
    expect(isAlive(record)).to.equal(false);
  });

  it("freeze as a whole, thaw as a whole, and end also while frozen", async () => {
    const { record } = await start("family", "sleep 61 & sleep 62 & echo up; wait");
    await eventually(() => wrote(record, "up"));
    const states = () => membersOf(directory, record).map((member) => member.state);
    await freezeProcess(directory, record);
    expect(states()).to.deep.equal(["T", "T", "T"]);
    thawProcess(directory, record);
    expect(states()).not.to.contain("T");
    await freezeProcess(directory, record);
    expect(await stopProcess(directory, record)).to.equal("ended");
  });

  it("refuse a second one of the same name while the first runs", async () => {
    await start("one", "exec sleep 60");
    expect(await start("one", "exec sleep 60").catch(String)).to.match(/"one" already runs as process \d+/);
  });

  it("refuse a name that is no file's name", async () => {
    expect(await start("../one", "true").catch(String)).to.match(/name may hold letters/);
  });

  it("say which executable did not run, and record nothing", async () => {
    const command = [join(directory, "absent")];
    const error = await startProcess({ directory, name: "one", command, environment }).catch(String);
    expect(error).to.contain("absent did not run").and.contain("ENOENT");
    expect(listProcesses(directory)).to.be.empty;
  });

  it("whose record is no JSON are left out of the list", async () => {
    const { record } = await start("one", "exec sleep 60");
    await writeFile(join(directory, "processes", "two.json"), "{");
    expect(listProcesses(directory)).to.deep.equal([record]);
    expect(readdirSync(join(directory, "processes"))).to.contain("two.json");
  });
});

describe("the end of a log", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "overflow-tail-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("is all of a short one, whole lines of a long one, nothing of none", async () => {
    const log = join(directory, "one.log");
    expect(readTail(log)).to.equal("");
    await writeFile(log, "first\nsecond\n");
    expect(readTail(log)).to.equal("first\nsecond");
    expect(readTail(log, 10)).to.equal("second");
  });
});

describe("free ports", () => {
  it("are all different", async () => {
    expect(new Set(await findFreePorts(20)).size).to.equal(20);
  });
});
