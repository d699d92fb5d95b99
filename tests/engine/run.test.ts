import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type EngineEvent, runOperation, stackOutputs, updateStack } from "../../engine";
import { changesNothing } from "../../engine/summary";
import { FixtureProject } from "./project";

describe("the engine, with the real CLI", function () {
  this.timeout(60_000);
  let project: FixtureProject;

  before(async () => {
    project = await FixtureProject.create();
  });
  after(() => {
    project.remove();
  });

  it("makes a missing stack, previews under the policy, updates, and tells each step as it comes", async () => {
    project.configure({ parts: ["one", "two"], token: Buffer.from("hush").toString("base64") });
    const notices: string[] = [];
    const events: EngineEvent[] = [];
    const planned: Record<string, number>[] = [];
    const { preview, update } = await updateStack(project.engine, {
      policyPack: project.policyPack,
      onNotice: (message) => notices.push(message),
      onEvent: (event) => events.push(event),
      onPlanned: ({ changes }) => planned.push(changes) > 0,
    });
    expect(notices).to.deep.equal(["Making the stack dev."]);
    expect(preview.failures).to.deep.equal([]);
    expect(planned).to.deep.equal([{ create: 3 }]);
    expect(preview.policyReport?.rules).to.deep.equal([{ name: "no-open-part", checked: 3 }]);
    expect(update?.ok).to.equal(true);
    expect(update?.changes).to.deep.equal({ create: 3 });
    expect(update?.policyReport?.nonce).to.not.equal(preview.policyReport?.nonce);
    const created = events.filter((event) => event.kind === "step-started" && !event.planned);
    expect(created).to.have.length(3);
  });

  it("runs the program with the Node.js that the host was placed with, and shows no warning", async () => {
    const outputs = await stackOutputs(project.engine);
    expect(outputs["nodeVersion"]).to.equal(process.version);
    const { warnings, logFile } = await runOperation(project.engine, "preview");
    expect(warnings).to.deep.equal([]);
    expect(readFileSync(logFile, "utf8")).to.not.include("warning");
  });

  it("shows a secret output only when asked to", async () => {
    expect((await stackOutputs(project.engine))["token"]).to.equal("[secret]");
    expect((await stackOutputs(project.engine, { showSecrets: true }))["token"]).to.equal("hush");
  });

  it("writes no secret to its logs", async () => {
    const { logFile, eventLog } = await runOperation(project.engine, "preview", {
      policyPack: project.policyPack,
    });
    for (const file of [logFile, eventLog]) expect(readFileSync(file, "utf8")).to.not.include("hush");
    // What the program's SDK logs for debugging holds answers of providers in plain text.
    expect(readFileSync(eventLog, "utf8")).to.include('"summaryEvent"').and.not.include('"debug"');
  });

  it("sees that nothing would change", async () => {
    const preview = await runOperation(project.engine, "preview");
    expect(preview.ok).to.equal(true);
    expect(changesNothing(preview.changes)).to.equal(true);
    expect(preview).to.not.have.property("policyReport");
  });

  it("refuses what the policy refuses, before anything is changed", async () => {
    project.configure({ parts: ["one", "two", "open"] });
    const { preview, update } = await updateStack(project.engine, { policyPack: project.policyPack });
    expect(preview.ok).to.equal(false);
    expect(update).to.equal(undefined);
    expect(preview.failures).to.have.length(1);
    expect(preview.failures[0]).to.match(/^policy no-open-part, fixture:index:Part open: /);
    expect(preview.policyReport?.findings.map(({ fix }) => fix)).to.deep.equal(["close it"]);
    expect((await stackOutputs(project.engine))["urns"]).to.have.length(2);
  });

  it("fails a run whose pack left no report, though the engine is content", async () => {
    project.configure({ parts: ["one", "two", "mute"] });
    const preview = await runOperation(project.engine, "preview", { policyPack: project.policyPack });
    expect(preview.exitCode).to.equal(0);
    expect(preview.ok).to.equal(false);
    expect(preview.failures.join()).to.include("left no report");
  });

  it("does nothing when the plan is declined", async () => {
    project.configure({ parts: ["one", "two", "three"] });
    const { preview, update } = await updateStack(project.engine, { onPlanned: () => false });
    expect(preview.changes).to.deep.equal({ same: 3, create: 1 });
    expect(update).to.equal(undefined);
  });

  it("tells a program's error in a few lines, and keeps the rest in the log", async () => {
    project.configure({ parts: ["one"], fail: "no such pool" });
    const preview = await runOperation(project.engine, "preview");
    expect(preview.ok).to.equal(false);
    expect(preview.failures).to.have.length(1);
    expect(preview.failures[0]).to.match(/^Error: no such pool\n {4}at .*index\.js:\d+:\d+\)$/);
    expect(readFileSync(preview.logFile, "utf8")).to.include("no such pool");
  });

  it("destroys the stack, and says of a missing one that it is missing", async () => {
    const destroyed = await runOperation(project.engine, "destroy");
    expect(destroyed.changes).to.deep.equal({ delete: 3 });
    const missing = await runOperation({ ...project.engine, stack: "never" }, "destroy");
    expect(missing.ok).to.equal(false);
    expect(missing.stackMissing).to.equal(true);
    expect(missing.failures.join()).to.include("never");
    expect(existsSync(join(project.engine.projectDirectory, "Pulumi.never.yaml"))).to.equal(false);
  });

  it("says what is wrong when the CLI cannot be started", async () => {
    const failure = await runOperation(
      { ...project.engine, pulumi: join(project.root, "none") },
      "preview",
    ).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.an("error").with.property("message").that.includes("could not be started");
  });
});
