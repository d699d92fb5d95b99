import { expect } from "chai";
import { plannedIn } from "../../engine";

const line = (field: string, state: object | null): string =>
  JSON.stringify({ sequence: 1, [field]: { metadata: { op: "create", urn: "u", new: state } } });
const vpc = { urn: "urn:1", type: "aws:ec2/vpc:Vpc", id: "", parent: "urn:0" };

describe("what a run leaves in its stack", () => {
  it("is the last state that a step of each resource ended with", () => {
    const log = [
      line("resourcePreEvent", { ...vpc, inputs: { early: true } }),
      line("resOutputsEvent", { ...vpc, inputs: { cidrBlock: "10.0.0.0/16" } }),
      line("resOutputsEvent", {
        ...vpc,
        id: "vpc-1",
        inputs: { cidrBlock: "10.0.0.0/16" },
        outputs: { arn: "a" },
      }),
      line("resOutputsEvent", { urn: "urn:2", type: "overflow:x:Y" }),
    ].join("\n");
    expect(plannedIn(`${log}\n`)).to.deep.equal([
      {
        ...vpc,
        id: "vpc-1",
        inputs: { cidrBlock: "10.0.0.0/16" },
        outputs: { arn: "a" },
      },
      { urn: "urn:2", type: "overflow:x:Y", inputs: {}, outputs: {} },
    ]);
  });

  it("is nothing of what goes, of other events, and of half a line", () => {
    const log = [
      line("resOutputsEvent", null),
      line("summaryEvent", vpc),
      line("resOutputsEvent", { urn: 3, type: "x" }),
      '{"resOutputsEvent": 4}',
      "[]",
      line("resOutputsEvent", vpc).slice(0, 40),
    ].join("\n");
    expect(plannedIn(log)).to.deep.equal([]);
  });
});
