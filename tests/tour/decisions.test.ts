import { expect } from "chai";
import { decisionsIn } from "../../tour/decisions";

const line = (summary: string): string =>
  JSON.stringify({ at: "2026-11-24T09:00:00.000Z", event: "decided", summary });

describe("the scaler's decisions in words", () => {
  it("tell what was done for one reason once, with all names, semicolons in the reason and all", () => {
    const summary =
      "linux64: 3 waiting, 0 busy; start bld-a-ec2-001 (backlog; nothing is free); start bld-a-ec2-002 (backlog; nothing is free)";
    expect(decisionsIn(line(summary))).to.deep.equal([
      "scaler: start bld-a-ec2-001, bld-a-ec2-002 (backlog; nothing is free)",
    ]);
  });

  it("tell holds as they are", () => {
    expect(decisionsIn(line("linux64: 0 waiting; hold all: first tick"))).to.deep.equal([
      "scaler: hold all: first tick",
    ]);
  });

  it("say nothing of counts alone, other events, and lines that are no JSON", () => {
    for (const other of [line("linux64: 0 waiting"), '{"event":"leads"}', "START RequestId: x", "{half", ""])
      expect(decisionsIn(other)).to.deep.equal([]);
  });
});
