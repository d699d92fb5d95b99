import { expect } from "chai";
import { runOperation, type RunResult } from "../../engine";
import { idOf, network, route } from "./declaredNetwork";
import { type Declaration, DeclaredStack } from "./declaredStack";

const gateway: Declaration = {
  type: "aws:ec2/internetGateway:InternetGateway",
  name: "internet",
  props: { vpcId: idOf("vpc") },
};

/** Messages of a run; nothing was created if no resource is among its changes. */
const messages = ({ errors, failures }: RunResult): string =>
  [...errors.map(({ message }) => message), ...failures].join("\n");

describe("the gate, in the real engine", function () {
  this.timeout(60_000);
  let stack: DeclaredStack;

  before(async () => {
    stack = await DeclaredStack.createGated();
  });
  after(() => {
    stack.remove();
  });

  const run = (
    operation: "preview" | "up",
    proved: readonly Declaration[],
    registered = proved,
  ): Promise<RunResult> => {
    stack.prove(proved, registered, ["10.20.0.0/16"]);
    return runOperation(stack.engine, operation);
  };

  it("lets a program register what it has proved", async () => {
    const result = await run("preview", network);
    expect(messages(result)).to.equal("");
    expect(result.ok).to.equal(true);
  });

  it("stops an update with neither policy pack nor preview, before anything of an open network is registered", async () => {
    const result = await run("up", [...network, gateway]);
    expect(result.ok).to.equal(false);
    expect(messages(result)).to.contain("no-internet-gateway").and.contain("nothing was registered");
    expect(messages(result)).to.not.contain("ECONNREFUSED");
  });

  it("stops at a resource that was not among the proved ones", async () => {
    const result = await run("preview", network, [...network, gateway]);
    expect(result.ok).to.equal(false);
    expect(messages(result)).to.contain("The gate refuses internet").and.contain("not among the resources");
  });

  it("stops at a resource that is only read", async () => {
    const read: Declaration = { type: "aws:ec2/vpc:Vpc", name: "other", readId: "vpc-0a1b" };
    const result = await run("preview", network, [...network, read]);
    expect(result.ok).to.equal(false);
    expect(messages(result)).to.contain("The gate refuses a resource that is only read");
  });

  it("stops at a resource that takes over what exists already", async () => {
    const more = route("more", "10.20.1.0/24", idOf("gateway"));
    const taken = { ...more, importId: "rtb-0a1b_10.20.1.0/24" };
    const result = await run("preview", [...network, more], [...network, taken]);
    expect(result.ok).to.equal(false);
    expect(messages(result)).to.contain("takes over what exists already");
  });

  it("stops at a resource whose inputs are changed on their way to the engine", async () => {
    const more = route("more", "10.20.1.0/24", idOf("gateway"));
    const changed = { ...more, transformed: { destinationCidrBlock: "0.0.0.0/0" } };
    const result = await run("preview", [...network, more], [...network, changed]);
    expect(result.ok).to.equal(false);
    expect(messages(result)).to.contain("changed after they are judged");
  });

  it("stops at a value that is another than the proved one", async () => {
    const proved = [...network, route("more", "10.20.1.0/24", idOf("gateway"))];
    const changed = [...network, route("more", "0.0.0.0/0", idOf("gateway"))];
    const result = await run("preview", proved, changed);
    expect(result.ok).to.equal(false);
    expect(messages(result))
      .to.contain("The gate refuses more")
      .and.contain("destinationCidrBlock is another");
  });

  it("stops at a value that comes from another resource than was proved", async () => {
    const proved = [...network, route("more", "10.20.1.0/24", idOf("gateway"))];
    const changed = [...network, route("more", "10.20.1.0/24", idOf("vpc"))];
    const result = await run("preview", proved, changed);
    expect(result.ok).to.equal(false);
    expect(messages(result)).to.contain("its gatewayId comes from");
  });
});
