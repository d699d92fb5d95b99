import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Engine, changesNothing, type Operation, runOperation, type RunResult } from "../../engine";
import { type Declaration, DeclaredStack } from "./declaredStack";
import { Driver, urnOf } from "./provider/driver";
import { type Emulator, startEmulator } from "./provider/emulator";

const from = (name: string, output = "id") => ({ from: name, output });

function declarations(cidrBlock: string): Declaration[] {
  return [
    {
      type: "aws:ec2/vpc:Vpc",
      name: "main",
      props: { cidrBlock: "10.130.0.0/16", enableDnsHostnames: true },
    },
    { type: "aws:ec2/subnet:Subnet", name: "workers", props: { vpcId: from("main"), cidrBlock } },
    {
      type: "aws:ec2/customerGateway:CustomerGateway",
      name: "office",
      props: { bgpAsn: "65000", ipAddress: "203.0.113.10", type: "ipsec.1" },
    },
    { type: "aws:ec2/vpnGateway:VpnGateway", name: "vpn", props: { vpcId: from("main") } },
    {
      type: "aws:ec2/vpnConnection:VpnConnection",
      name: "vpn",
      props: {
        customerGatewayId: from("office"),
        vpnGatewayId: from("vpn"),
        type: "ipsec.1",
      },
    },
    { type: "aws:secretsmanager/secret:Secret", name: "key", props: { recoveryWindowInDays: 0 } },
  ];
}

describe("lab provider: under the real engine", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let stack: DeclaredStack;
  let engine: Engine;

  before(async () => {
    emulator = await startEmulator();
    stack = await DeclaredStack.create();
    engine = { ...stack.engine, env: { ...stack.engine.env, AWS_ENDPOINT_URL: emulator.url } };
    stack.declare(declarations("10.130.1.0/24"));
  });

  after(async () => {
    stack.remove();
    await emulator.stop();
  });

  /** The state as it lies on disk. */
  function state(): string {
    const backend = (engine.env.PULUMI_BACKEND_URL ?? "").replace("file://", "");
    return readFileSync(join(backend, ".pulumi/stacks/declared/dev.json"), "utf8");
  }

  async function run(operation: Operation): Promise<RunResult> {
    const result = await runOperation(engine, operation);
    expect(result.failures, operation).to.deep.equal([]);
    expect(result.warnings, operation).to.deep.equal([]);
    return result;
  }

  it("makes a stack, after which a preview and a refresh find nothing to change", async () => {
    expect((await run("up")).changes).to.deep.equal({ create: 7 });
    expect(changesNothing((await run("preview")).changes)).to.equal(true);
    expect(changesNothing((await run("refresh")).changes)).to.equal(true);
  });

  it("keeps the VPN's keys out of the state's plain text", () => {
    expect(state()).to.match(/"tunnel2PresharedKey": *\{/);
    expect(state()).not.to.contain("pre_shared_key");
  });

  it("puts back what was changed behind its back", async () => {
    const driver = await Driver.start(emulator.url);
    const vpcId = /"id": *"(vpc-[0-9a-f]+)"/.exec(state())![1]!;
    const urn = urnOf("aws:ec2/vpc:Vpc");
    const found = await driver.read(urn, vpcId);
    const news = { ...found!.inputs, enableDnsHostnames: false };
    await driver.update(urn, vpcId, { state: found!.state, olds: found!.inputs, news });
    driver.stop();
    expect((await run("refresh")).changes).to.include({ update: 1 });
    expect((await run("up")).changes).to.include({ update: 1 });
  });

  it("replaces what cannot change in place, and takes everything away at the end", async () => {
    stack.declare(declarations("10.130.2.0/24"));
    expect((await run("up")).changes).to.include({ replace: 1 });
    expect((await run("destroy")).changes).to.include({ delete: 7 });
    expect(await (await fetch(`${emulator.url}/lab/leftovers`)).json()).to.deep.equal([]);
  });
});
