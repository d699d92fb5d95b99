import { expect } from "chai";
import { awaitBuilds, buildWords, WaitInterrupted } from "../../operations/awaitBuilds";
import { wordsOf } from "../../operations/scalerCall";
import { type CloudBuild } from "../../scaler/look";
import { type Clock } from "../../scaler/ports";

const build = (buildId: number): CloudBuild => ({
  worker: `bld-linux64-ec2-00${buildId}`,
  builder: "linux64",
  buildId,
  startedAtMs: 0,
});

/** A scaler that answers in turn; each drain takes as long as it was asked to wait, if a build is left. */
function rig(answers: readonly (readonly CloudBuild[] | null)[]) {
  let nowMs = 0;
  const clock: Clock = { nowMs: () => nowMs, sleep: () => Promise.resolve() };
  const asked: object[] = [];
  const told: string[] = [];
  const stop = new AbortController();
  let wakes = 0;
  let turn = 0;
  /** Called at each drain. */
  const hooks = { onDrain: () => Promise.resolve() };
  const call = async (event: object): Promise<unknown> => {
    asked.push(event);
    if (!("drain" in event)) return { open: true };
    await hooks.onDrain();
    const builds = answers[Math.min(turn++, answers.length - 1)];
    if (builds?.length !== 0) nowMs += (event.drain as { waitSeconds: number }).waitSeconds * 1000;
    return { builds, paused: [] };
  };
  const wait = (waitSeconds: number) =>
    awaitBuilds(call, {
      waitSeconds,
      clock,
      signal: stop.signal,
      onNotice: (line) => told.push(line),
      wake: () => {
        wakes += 1;
        return Promise.resolve();
      },
    });
  return { wait, asked, told, stop, hooks, wakes: () => wakes };
}

describe("waiting for builds before an environment goes", () => {
  it("asks again and again, tells each change once, and ends with the last build", async () => {
    const { wait, asked, told } = rig([[build(1), build(2)], [build(2)], [build(2)], []]);
    expect(await wait(1800)).to.deep.equal([]);
    expect(asked).to.have.length(4);
    expect(told).to.deep.equal([
      "Waiting for 2 build(s): linux64 (build 1) on bld-linux64-ec2-001, linux64 (build 2) on bld-linux64-ec2-002; 30 min left (--wait)",
      "Waiting for 1 build(s): linux64 (build 2) on bld-linux64-ec2-002; 30 min left (--wait)",
    ]);
  });

  it("tells what it waits for again each minute", async () => {
    const { wait, told } = rig([[build(1)]]);
    await wait(180);
    expect(told.map((line) => /\d+ min left/.exec(line)?.[0])).to.deep.equal([
      "3 min left",
      "2 min left",
      "1 min left",
    ]);
  });

  it("ends with the builds that are left when the time is over", async () => {
    const { wait, asked } = rig([[build(1)]]);
    expect(await wait(20)).to.deep.equal([build(1)]);
    expect(asked).to.deep.equal([{ drain: { waitSeconds: 15 } }, { drain: { waitSeconds: 5 } }]);
  });

  it("does not take a master that cannot be read for one without builds", async () => {
    const { wait, told } = rig([null]);
    expect(await wait(15)).to.equal(null);
    const again = rig([null, []]);
    expect(await again.wait(60)).to.deep.equal([]);
    expect([...told, ...again.told].join()).to.contain("nobody knows whether builds run");
  });

  it("opens the environment and wakes the scaler when it is interrupted, also amid a call", async () => {
    const amid = rig([[build(1)]]);
    amid.hooks.onDrain = () => {
      amid.stop.abort();
      return Promise.reject(new Error("aborted"));
    };
    const between = rig([[build(1)]]);
    between.hooks.onDrain = () => {
      between.stop.abort();
      return Promise.resolve();
    };
    for (const { wait, asked, wakes } of [amid, between]) {
      expect(await wait(60).catch((error: unknown) => error)).to.be.instanceOf(WaitInterrupted);
      expect(asked.at(-1)).to.deep.equal({ tf: { action: "update" } });
      expect(wakes()).to.equal(1);
    }
  });

  it("names five builds, and counts the rest", () => {
    expect(buildWords([1, 2, 3, 4, 5, 6, 7].map(build))).to.match(/ec2-005 and 2 more$/);
  });
});

describe("words of a function that failed", () => {
  it("are its error's message, or all that it said", () => {
    expect(wordsOf('{"errorType":"Error","errorMessage":"no route","trace":[]}')).to.equal("no route");
    expect(wordsOf('{"else":1}')).to.equal('{"else":1}');
    expect(wordsOf("no JSON")).to.equal("no JSON");
  });
});
