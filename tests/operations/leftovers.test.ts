import { expect } from "chai";
import { type Leftover, ownLeftovers } from "../../operations/leftovers";

const found: readonly Leftover[] = [
  { kind: "instance", id: "i-1", environment: "staging" },
  { kind: "instance", id: "i-2", environment: "production" },
  { kind: "role", id: "scaler-1", environment: null },
  { kind: "role", id: "scaler-2", environment: null },
];

describe("leftovers of an environment", () => {
  it("are what bears its tag, and what no other stack's state names", () => {
    expect(ownLeftovers(found, "staging", ['{"id":"scaler-2"}'])).to.deep.equal([
      "instance i-1",
      "role scaler-1",
    ]);
  });

  it("are all untagged things where there is no other stack", () => {
    expect(ownLeftovers(found, "production", [])).to.deep.equal([
      "instance i-2",
      "role scaler-1",
      "role scaler-2",
    ]);
  });
});
