import { expect } from "chai";
import { operationArguments } from "../../engine/run";
import { areStale, findObstacle } from "../../engine/recovery";

/** As Pulumi 3.259.0 prints it. */
const locked = `error: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  file:///srv/state/.pulumi/locks/organization/overflow/local/a.json: created by build@farm-1 (pid 100) at 2026-11-24T08:00:00Z
  file:///srv/state/.pulumi/locks/organization/overflow/local/b.json: created by build@farm-1 (pid 200) at 2026-11-24T08:00:01Z`;

describe("an obstacle to a run", () => {
  it("is a missing stack", () => {
    expect(findObstacle("error: no stack named 'dev' found\n")).to.deep.equal({ kind: "no-stack" });
  });

  it("is a lock, with the host and process of each holder", () => {
    expect(findObstacle(locked)).to.deep.equal({
      kind: "locked",
      locks: [
        { host: "farm-1", pid: 100 },
        { host: "farm-1", pid: 200 },
      ],
    });
  });

  it("is half a state", () => {
    const printed = "error: failed to load checkpoint: EOF\n";
    expect(findObstacle(printed)).to.deep.equal({ kind: "torn-state" });
  });

  it("is nothing else", () => {
    expect(findObstacle("error: preview failed\n")).to.equal(undefined);
  });
});

describe("a lock", () => {
  const obstacle = findObstacle(locked);
  const locks = obstacle?.kind === "locked" ? obstacle.locks : [];

  it("is stale when all its holders ran on this machine and have ended", () => {
    expect(areStale(locks, "farm-1", () => false)).to.equal(true);
  });
  it("is not stale when one holder runs", () => {
    expect(areStale(locks, "farm-1", (pid) => pid === 200)).to.equal(false);
  });
  it("is not stale when it is another machine's", () => {
    expect(areStale(locks, "farm-2", () => false)).to.equal(false);
  });
  it("is not stale when its holder is not known", () => {
    expect(areStale([], "farm-1", () => false)).to.equal(false);
  });
});

describe("the CLI's arguments", () => {
  it("never let an update preview by itself or ask a question", () => {
    expect(
      operationArguments("up", { stack: "local" }, "events", { policyPack: "policy" }),
    ).to.include.members(["--yes", "--skip-preview", "--non-interactive"]);
  });
  it("name the settings file only where the project's own is not meant", () => {
    const elsewhere = { stack: "staging", settingsDirectory: "/lab/settings" };
    expect(operationArguments("destroy", elsewhere, "events", {})).to.include.members([
      "--config-file",
      "/lab/settings/Pulumi.staging.yaml",
    ]);
    expect(operationArguments("destroy", { stack: "local" }, "events", {})).not.to.include("--config-file");
  });
  it("name the policy pack only where the CLI knows it", () => {
    const options = { policyPack: "policy", extraArguments: ["--target", "x"] };
    expect(operationArguments("preview", { stack: "local" }, "events", options)).to.include.members([
      "--policy-pack",
      "--target",
    ]);
    for (const operation of ["destroy", "refresh"] as const) {
      expect(operationArguments(operation, { stack: "local" }, "events", options)).to.not.include(
        "--policy-pack",
      );
    }
  });
});
