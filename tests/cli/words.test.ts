import { expect } from "chai";
import { statusLines } from "../../cli/commands/status";
import { changesLine, isRefused, policyLine, stepLine } from "../../cli/runWords";
import { type EngineEvent, type RunResult } from "../../engine";

const result = (over: Partial<RunResult> = {}): RunResult => ({
  operation: "up",
  ok: true,
  exitCode: 0,
  interrupted: false,
  stackMissing: false,
  failures: [],
  changes: { same: 73 },
  violations: [],
  errors: [],
  warnings: [],
  durationMs: 2_340,
  logFile: "/log",
  eventLog: "/events",
  ...over,
});
const step = (over: Partial<Extract<EngineEvent, { op: string }>>): EngineEvent => ({
  kind: "step-ended",
  op: "create",
  urn: "urn:pulumi:local::overflow::aws:ec2/vpc:Vpc::vpc",
  type: "aws:ec2/vpc:Vpc",
  planned: false,
  ...over,
});

describe("a run in words", () => {
  it("says that nothing changes, with the count of what was looked at", () => {
    expect(changesLine(result())).to.equal("Nothing to change (73 resources, 2.3 s).");
  });

  it("tells a plan from what was done", () => {
    const changes = { create: 2, same: 71, delete: 0 };
    expect(changesLine(result({ operation: "preview", changes }))).to.equal(
      "Planned: 2 create, 71 same (2.3 s).",
    );
    expect(changesLine(result({ changes }))).to.equal("Done: 2 create, 71 same (2.3 s).");
  });

  it("says of the policy what it judged and found, and nothing if it was not run", () => {
    const finding = { rule: "r", level: "mandatory" as const, urn: "u", message: "m", fix: "f" };
    const report = { rules: [{ name: "r", checked: 1 }], resourcesSeen: 73, findings: [finding] };
    const policyReport = report as unknown as NonNullable<RunResult["policyReport"]>;
    expect(policyLine(result({ policyReport }))).to.equal(
      "Policy: 1 rules judged 73 resources: 1 finding(s).",
    );
    expect(policyLine(result())).to.equal(null);
    expect(isRefused(result({ policyReport }))).to.equal(true);
    expect(isRefused(result())).to.equal(false);
  });
});

describe("a step in words", () => {
  it("names type and resource, and what was or would be done", () => {
    expect(stepLine(step({}))).to.equal("created: Vpc vpc");
    expect(stepLine(step({ planned: true, op: "delete" }))).to.equal("would be deleted: Vpc vpc");
    expect(stepLine(step({ kind: "step-failed" }))).to.equal("✗ creating Vpc vpc failed");
  });

  it("is none for what stays, begins, or is the stack itself", () => {
    for (const event of [
      step({ op: "same" }),
      step({ kind: "step-started" }),
      step({ type: "pulumi:pulumi:Stack" }),
    ])
      expect(stepLine(event)).to.equal(null);
  });

  it("tells warnings that last, not passing ones", () => {
    const warning = { kind: "diagnostic", severity: "warning", message: "old", ephemeral: false } as const;
    expect(stepLine(warning)).to.equal("warning: old");
    expect(stepLine({ ...warning, ephemeral: true })).to.equal(null);
  });
});

describe("a status in words", () => {
  const status = { environment: "local", region: "us-east-1", vms: [], journal: [] };

  it("says that nothing was decided where the journal is silent", () => {
    expect(statusLines(status, 10)).to.deep.equal([
      "local in us-east-1: 0 VM(s)",
      "Nothing decided in the last 10 minute(s).",
    ]);
  });

  it("tells VMs by name, the latest counts, and each decision once, with its reason", () => {
    const vm = {
      instanceId: "i-1",
      pool: "p",
      launchedAtMs: 0,
      hibernated: false,
      launchTemplateVersion: "1",
      subnetId: "s",
      tags: {},
    };
    const entry = {
      schema: 1,
      atMs: Date.UTC(2026, 10, 24, 9, 5, 7),
      fence: 1,
      kind: "decided",
      inputs: "sha256:0",
      actions: [{ kind: "pause", pool: "p", worker: "bld-p-ec2-001", instanceId: "i-1", reason: "idle" }],
      holds: [{ code: "fresh-start", pool: null, worker: null, reason: "only looks" }],
      pools: [{ pool: "p", pending: 1, busy: 2, idle: 3, onTheWay: 4, draining: 0, asleep: 5 }],
      violations: 0,
      outcomes: [],
    } as const;
    const lines = statusLines(
      {
        ...status,
        vms: [
          { ...vm, name: "bld-p-ec2-002", state: "stopped" },
          { ...vm, name: "bld-p-ec2-001", state: "running" },
        ],
        journal: [entry, { ...entry, kind: "done" }],
      },
      5,
    ).map((line) => line.trim().replace(/ +/g, " "));
    expect(lines).to.deep.equal([
      "local in us-east-1: 2 VM(s)",
      "bld-p-ec2-001 running i-1",
      "bld-p-ec2-002 stopped i-1",
      "Pools at the last news:",
      "p 1 waiting, 2 busy, 3 idle, 4 on the way, 5 asleep",
      "Decided in the last 5 minute(s):",
      "09:05:07 pause bld-p-ec2-001: idle",
      "09:05:07 hold all: only looks",
    ]);
  });
});
