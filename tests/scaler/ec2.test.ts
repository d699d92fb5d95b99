import { expect } from "chai";
import { createFleet } from "../../scaler/ec2/fleet";
import { runInput, toVm } from "../../scaler/ec2/instances";
import { type CreateVm, FleetError } from "../../scaler/ports";
import { FakeClock } from "./fakeClock";
import { NOW } from "./worlds";

type Answer = Record<string, unknown> | Error;

/** An EC2 client that answers from a list, command by command, and keeps what it was sent. */
function rig(...answers: Answer[]) {
  const sent: { name: string; input: unknown }[] = [];
  const client = {
    send: (command: { readonly constructor: { readonly name: string }; readonly input: unknown }) => {
      sent.push({ name: command.constructor.name.replace("Command", ""), input: command.input });
      const answer = answers.shift() ?? {};
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const clock = new FakeClock();
  const fleet = createFleet({ environment: "staging", client: client as never, clock });
  return { fleet, sent, clock };
}

function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: as told`), { name: code, $metadata: { httpStatusCode: 400 } });
}

const VM: CreateVm = {
  pool: "linux64",
  name: "bld-linux64-ec2-001",
  launchTemplateId: "lt-1",
  launchTemplateVersion: "3",
  subnetId: "subnet-a",
  clientToken: "overflow-abc",
  madeWith: "m",
  userData: '{"overflow":1}',
};

describe("the fleet on EC2", () => {
  it("reads all pages of the VMs that the scaler made for this environment", async () => {
    const page = (id: string) => ({
      Reservations: [{ Instances: [{ InstanceId: id, State: { Name: "running" } }] }],
    });
    const { fleet, sent } = rig({ ...page("i-1"), NextToken: "more" }, page("i-2"));
    const { vms, takenAtMs } = await fleet.read();
    expect(vms.map((vm) => vm.instanceId)).to.deep.equal(["i-1", "i-2"]);
    expect(takenAtMs).to.equal(NOW);
    expect(sent.map((each) => each.input)).to.deep.equal([
      {
        Filters: [
          { Name: "tag:overflow:environment", Values: ["staging"] },
          { Name: "tag:overflow:managed-by", Values: ["scaler"] },
        ],
        MaxResults: 200,
      },
      {
        Filters: [
          { Name: "tag:overflow:environment", Values: ["staging"] },
          { Name: "tag:overflow:managed-by", Values: ["scaler"] },
        ],
        MaxResults: 200,
        NextToken: "more",
      },
    ]);
  });

  it("fails as a whole when one page fails", async () => {
    const { fleet } = rig({ Reservations: [], NextToken: "more" }, refusal("InternalError"));
    const error = await fleet.read().catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(FleetError).with.property("code", "InternalError");
  });

  it("starts each VM by itself, so that one refusal holds up no other", async () => {
    const { fleet, sent } = rig({}, refusal("InsufficientInstanceCapacity"), {});
    expect(await fleet.start(["i-1", "i-2", "i-3"])).to.deep.equal([
      { name: "", instanceId: "i-1", error: null },
      { name: "", instanceId: "i-2", error: "InsufficientInstanceCapacity" },
      { name: "", instanceId: "i-3", error: null },
    ]);
    expect(sent.map((each) => each.input)).to.deep.equal([
      { InstanceIds: ["i-1"] },
      { InstanceIds: ["i-2"] },
      { InstanceIds: ["i-3"] },
    ]);
  });

  it("does not ask again when there is no capacity", async () => {
    const { fleet, sent } = rig(refusal("InsufficientInstanceCapacity"));
    await fleet.start(["i-1"]);
    expect(sent).to.have.length(1);
  });

  it("asks again twice, in a second, when it is throttled, and then says so", async () => {
    const { fleet, sent, clock } = rig(
      refusal("RequestLimitExceeded"),
      refusal("RequestLimitExceeded"),
      refusal("RequestLimitExceeded"),
    );
    const answer = fleet.start(["i-1"]);
    await clock.pass(1_000);
    expect(await answer).to.deep.equal([{ name: "", instanceId: "i-1", error: "RequestLimitExceeded" }]);
    expect(sent).to.have.length(3);
  });

  it("makes a VM from the template's version, tagged, under the intent's token", async () => {
    const { fleet, sent } = rig({ Instances: [{ InstanceId: "i-9" }] });
    expect(await fleet.create([VM])).to.deep.equal([{ name: VM.name, instanceId: "i-9", error: null }]);
    const tags = [
      { Key: "Name", Value: VM.name },
      { Key: "overflow:environment", Value: "staging" },
      { Key: "overflow:pool", Value: "linux64" },
      { Key: "overflow:managed-by", Value: "scaler" },
      { Key: "overflow:made-with", Value: "m" },
    ];
    expect(sent[0]?.input).to.deep.equal({
      LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "3" },
      MinCount: 1,
      MaxCount: 1,
      SubnetId: "subnet-a",
      ClientToken: "overflow-abc",
      UserData: Buffer.from(VM.userData).toString("base64"),
      TagSpecifications: ["instance", "volume", "network-interface"].map((ResourceType) => ({
        ResourceType,
        Tags: tags,
      })),
    });
  });

  it("sends the same token for the same intent when it asks again", async () => {
    const { fleet, sent, clock } = rig(refusal("RequestLimitExceeded"), {
      Instances: [{ InstanceId: "i-9" }],
    });
    const answer = fleet.create([VM]);
    await clock.pass(1_000);
    await answer;
    expect(sent[0]?.input).to.deep.equal(sent[1]?.input);
    expect(runInput(VM, "staging").ClientToken).to.have.length.at.most(64);
  });

  it("hibernates", async () => {
    const { fleet, sent } = rig();
    await fleet.suspend("i-1", true);
    expect(sent).to.deep.equal([{ name: "StopInstances", input: { InstanceIds: ["i-1"], Hibernate: true } }]);
  });

  for (const code of ["UnsupportedHibernationConfiguration", "UnsupportedOperation"]) {
    it(`stops plainly a VM that cannot hibernate (${code})`, async () => {
      const { fleet, sent } = rig(refusal(code));
      await fleet.suspend("i-1", true);
      expect(sent[1]).to.deep.equal({
        name: "StopInstances",
        input: { InstanceIds: ["i-1"], Hibernate: false },
      });
    });
  }

  it("does not take any other refusal to hibernate for that", async () => {
    const { fleet, sent } = rig(refusal("IncorrectInstanceState"));
    const error = await fleet.suspend("i-1", true).catch((caught: unknown) => caught);
    expect(error).to.have.property("code", "IncorrectInstanceState");
    expect(sent).to.have.length(1);
  });

  it("calls an error without a code Unknown", async () => {
    const { fleet } = rig(new Error("socket hang up"));
    const error = await fleet.terminate("i-1").catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(FleetError).with.property("code", "Unknown");
  });
});

describe("a VM from EC2's answer", () => {
  const stopped = { InstanceId: "i-1", State: { Name: "stopped" as const }, LaunchTime: new Date(NOW) };

  it("was hibernated if EC2 gives that as the reason", () => {
    expect(toVm({ ...stopped, StateReason: { Code: "Client.UserInitiatedHibernate" } })?.hibernated).to.equal(
      true,
    );
    expect(toVm({ ...stopped, StateReason: { Code: "Client.UserInitiatedShutdown" } })?.hibernated).to.equal(
      false,
    );
  });

  it("takes name, pool and template version from its tags", () => {
    const Tags = [
      { Key: "Name", Value: "bld-linux64-ec2-001" },
      { Key: "overflow:pool", Value: "linux64" },
      { Key: "aws:ec2launchtemplate:version", Value: "3" },
    ];
    expect(toVm({ ...stopped, Tags })).to.deep.include({
      name: "bld-linux64-ec2-001",
      pool: "linux64",
      launchTemplateVersion: "3",
      launchedAtMs: NOW,
    });
  });

  it("is none without an id, or in a state that EC2 does not have", () => {
    expect(toVm({ State: { Name: "running" } })).to.equal(null);
    expect(toVm({ InstanceId: "i-1", State: { Name: "asleep" as never } })).to.equal(null);
  });
});
