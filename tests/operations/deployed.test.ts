import { expect } from "chai";
import { deployedRegion, deployedTable, deployedTeardown, meantToStay } from "../../operations/deployed";
import { type StateResource } from "../../operations/stackState";

const resource = (type: string, change: Partial<StateResource> = {}): StateResource => ({
  urn: `urn:pulumi:staging::overflow::${type}::x`,
  type,
  id: "x",
  inputs: {},
  protect: false,
  retainOnDelete: false,
  ...change,
});
const invocation = (input: object) =>
  resource("aws:lambda/invocation:Invocation", {
    inputs: { functionName: "overflow-staging-scaler", input: JSON.stringify(input) },
  });

describe("what a stack's state says about its end", () => {
  it("is how it was deployed: the scaler's last call, and its mode", () => {
    const found = deployedTeardown([
      resource("a:b:C"),
      invocation({ teardownWaitSeconds: 120, teardown: "refuse" }),
    ]);
    expect(found).to.deep.include({ functionName: "overflow-staging-scaler", mode: "refuse" });
  });

  it("waits where it was deployed before there was a mode, and knows no other stack's calls", () => {
    expect(deployedTeardown([invocation({ teardownWaitSeconds: 120 })])?.mode).to.equal("wait");
    expect(deployedTeardown([invocation({ other: true })])).to.equal(null);
    expect(deployedTeardown([])).to.equal(null);
  });

  it("names region and table", () => {
    const state = [
      resource("pulumi:providers:aws", { inputs: { region: "eu-central-1" } }),
      resource("aws:dynamodb/tableItem:TableItem", { inputs: { tableName: "overflow-staging-scaler" } }),
    ];
    expect([deployedRegion(state), deployedTable(state)]).to.deep.equal([
      "eu-central-1",
      "overflow-staging-scaler",
    ]);
    expect([deployedRegion([]), deployedTable([])]).to.deep.equal([null, null]);
  });

  it("names what stays on purpose", () => {
    const guard = resource("aws:ec2/serialConsoleAccess:SerialConsoleAccess", {
      retainOnDelete: true,
      id: "c",
    });
    expect(meantToStay([resource("a:b:C"), guard])).to.deep.equal([
      "aws:ec2/serialConsoleAccess:SerialConsoleAccess c",
    ]);
  });
});
