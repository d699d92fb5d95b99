import { expect } from "chai";
import fc from "fast-check";
import { bar, clock, frame, type TourView } from "../../tour/frame";
import { tickSeconds, timelinePicture } from "../../tour/timeline";

const view = (over: Partial<TourView> = {}): TourView => ({
  elapsedSeconds: 75,
  steps: [{ title: "Stack up under its policy", state: "running", detail: "40 resources" }],
  vms: [{ name: "bld-linux64-ec2-001", state: "building", building: "linux64-opt" }],
  inHouse: [{ name: "ih-linux64-001", state: "idle", building: "" }],
  pending: { "linux64-opt": 3, "release-sign": 0 },
  finished: 30,
  filed: 60,
  events: [],
  ...over,
});

describe("a frame of the tour", () => {
  it("shows step, progress, queue and machines", () => {
    const lines = frame(view(), 100, false).join("\n");
    for (const words of [
      "1:15",
      "▸ Stack up under its policy · 40 resources",
      "30/60",
      "linux64-opt 3",
      "bld-linux64-ec2-001",
    ])
      expect(lines).to.contain(words);
    expect(lines).not.to.contain("release-sign");
  });

  it("never is wider than the terminal", () => {
    fc.assert(
      fc.property(fc.integer({ min: 24, max: 200 }), fc.string({ maxLength: 300 }), (columns, words) => {
        for (const line of frame(view({ events: [words.replaceAll("\n", " ")] }), columns, false))
          expect(line.length).to.be.at.most(columns);
      }),
    );
  });

  it("holds no colour codes when colour is off", () => {
    expect(frame(view(), 100, false).join("")).not.to.contain("\u001b");
    expect(frame(view(), 100, true).join("")).to.contain("\u001b[32m");
  });
});

describe("the bar", () => {
  it("always has its width, full only at the end", () => {
    expect([bar(0, 4, 8), bar(2, 4, 8), bar(4, 4, 8), bar(9, 4, 8), bar(0, 0, 3)]).to.deep.equal([
      "░░░░░░░░",
      "▇▇▇▇░░░░",
      "▇▇▇▇▇▇▇▇",
      "▇▇▇▇▇▇▇▇",
      "░░░",
    ]);
  });
});

describe("the clock", () => {
  it("counts minutes and seconds", () => {
    expect([0, 9.9, 60, 3599].map(clock)).to.deep.equal(["0:00", "0:09", "1:00", "59:59"]);
  });
});

describe("the timeline", () => {
  it("draws a bar a build, a tint an awake span, and a row each worker", () => {
    const svg = timelinePicture({
      fromMs: 0,
      toMs: 60_000,
      builds: [
        {
          buildId: 1,
          requestId: 7,
          builder: "b",
          worker: "bld-p-ec2-001",
          submittedAtMs: 0,
          startedAtMs: 1_000,
          completeAtMs: 9_000,
          results: 0,
        },
      ],
      spans: [{ instanceId: "i-1", fromMs: 0, toMs: 30_000, created: true }],
      workerOf: { "i-1": "bld-p-ec2-001" },
      workers: ["ih-001", "bld-p-ec2-001"],
      filedAtMs: [0],
    });
    expect(svg)
      .to.contain("b #7 on bld-p-ec2-001")
      .and.to.contain("ih-001")
      .and.to.contain("#d7f2e5")
      .and.to.contain("wave 1");
  });

  it("marks about ten steps, whatever the span", () => {
    for (const span of [30, 90, 240, 3_600]) expect(span / tickSeconds(span)).to.be.within(3, 13);
  });
});
