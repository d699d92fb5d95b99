import {
  CreateLaunchTemplateCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeInstancesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { systemClock } from "../../scaler/clock";
import { createFleet } from "../../scaler/ec2/fleet";
import { type Fleet, type Vm } from "../../scaler/ports";
import { startEmulator } from "./scalerEmulator";
import { eventually, removeLabDirectory } from "./temporaryLab";

const ONE = "bld-linux64-ec2-001";

/** One VM lives through all of these, in order. */
describe("the scaler's fleet on the emulator", function () {
  this.timeout(20_000);
  this.bail(true);
  let directory: string;
  let endpoint: string;
  let ec2: EC2Client;
  let fleet: Fleet;
  let launchTemplateId: string;
  let subnetId: string;

  before(async () => {
    const emulator = await startEmulator();
    ({ directory, endpoint } = emulator);
    ec2 = new EC2Client({ ...emulator.options, maxAttempts: 1 });
    fleet = createFleet({ environment: "staging", client: ec2, clock: systemClock });
    await control("PUT", "timings", {
      pendingSeconds: 0.2,
      stoppingSeconds: 0.2,
      hibernatingSeconds: 0.2,
      shuttingDownSeconds: 0.2,
    });
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.130.0.0/16" }));
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: "10.130.0.0/24" }),
    );
    subnetId = Subnet?.SubnetId ?? "";
    const template = await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "linux64",
        LaunchTemplateData: {
          ImageId: "ami-0123456789abcdef0",
          InstanceType: "m7i.large",
          HibernationOptions: { Configured: true },
          BlockDeviceMappings: [
            { DeviceName: "/dev/xvda", Ebs: { Encrypted: true, VolumeType: "gp3", VolumeSize: 20 } },
          ],
        },
      }),
    );
    launchTemplateId = template.LaunchTemplate?.LaunchTemplateId ?? "";
  });

  after(async () => {
    ec2.destroy();
    await removeLabDirectory(directory);
  });

  async function control(method: string, path: string, body: unknown): Promise<void> {
    const answer = await fetch(`${endpoint}/lab/${path}`, { method, body: JSON.stringify(body) });
    expect(answer.ok, await answer.text()).to.equal(true);
  }

  async function vmNamed(name: string): Promise<Vm | undefined> {
    return (await fleet.read()).vms.find((vm) => vm.name === name && vm.state !== "terminated");
  }

  const inState = (name: string, state: Vm["state"]) =>
    eventually(async () => {
      const vm = await vmNamed(name);
      return vm?.state === state ? vm : undefined;
    });

  const creation = (name: string, clientToken: string) => ({
    pool: "linux64",
    name,
    launchTemplateId,
    launchTemplateVersion: "1",
    subnetId,
    clientToken,
    madeWith: "m",
    userData: `{"worker":"${name}"}`,
  });

  it("makes one VM for one intent, however often it is sent, and finds it by its tags", async () => {
    const [first] = await fleet.create([creation(ONE, "overflow-1")]);
    const [again] = await fleet.create([creation(ONE, "overflow-1")]);
    expect(first?.error).to.equal(null);
    expect(again).to.deep.equal(first);
    const vm = await inState(ONE, "running");
    expect(vm).to.deep.include({
      instanceId: first?.instanceId,
      pool: "linux64",
      launchTemplateVersion: "1",
      subnetId,
    });
    expect(vm.launchedAtMs).to.be.closeTo(Date.now(), 60_000);
  });

  it("hibernates it, wakes it, and sees which of the two it was", async () => {
    const { instanceId, launchedAtMs } = await inState(ONE, "running");
    await fleet.suspend(instanceId, true);
    expect((await inState(ONE, "stopped")).hibernated).to.equal(true);
    expect(await fleet.start([instanceId])).to.deep.equal([{ name: "", instanceId, error: null }]);
    expect((await inState(ONE, "running")).launchedAtMs).to.be.at.least(launchedAtMs);
    await fleet.suspend(instanceId, false);
    expect((await inState(ONE, "stopped")).hibernated).to.equal(false);
  });

  it("answers EC2's own codes for what it refuses", async () => {
    const { instanceId } = await inState(ONE, "stopped");
    await control("POST", "faults", {
      action: "StartInstances",
      code: "InsufficientInstanceCapacity",
      times: 1,
      httpStatus: 500,
    });
    expect(await fleet.start([instanceId])).to.deep.equal([
      { name: "", instanceId, error: "InsufficientInstanceCapacity" },
    ]);
    expect((await vmNamed(ONE))?.state).to.equal("stopped");
  });

  it("gets through a short throttling by itself", async () => {
    const { instanceId } = await inState(ONE, "stopped");
    await control("POST", "faults", {
      action: "StartInstances",
      code: "RequestLimitExceeded",
      times: 1,
      httpStatus: 503,
    });
    expect(await fleet.start([instanceId])).to.deep.equal([{ name: "", instanceId, error: null }]);
    await inState(ONE, "running");
  });

  it("stops plainly a VM that EC2 will not hibernate", async () => {
    const { instanceId } = await inState(ONE, "running");
    await control("POST", "faults", {
      action: "StopInstances",
      code: "UnsupportedHibernationConfiguration",
      times: 1,
    });
    await fleet.suspend(instanceId, true);
    expect((await inState(ONE, "stopped")).hibernated).to.equal(false);
  });

  it("marks and ends a VM", async () => {
    const { instanceId } = await inState(ONE, "stopped");
    await fleet.tag(instanceId, { "overflow:paused-by": "scaler" });
    expect((await vmNamed(ONE))?.tags["overflow:paused-by"]).to.equal("scaler");
    await fleet.terminate(instanceId);
    await eventually(async () => (await vmNamed(ONE)) === undefined);
    const gone = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    expect(gone.Reservations?.[0]?.Instances?.[0]?.State?.Name).to.equal("terminated");
  });
});
