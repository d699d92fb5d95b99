import { expect } from "chai";
import { DeleteFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { type StackStatus } from "../../operations/stackStatus";
import { clientConfig } from "../../operations/clients";
import { ProjectCopy } from "./support/project";
import { TestLab } from "./support/testLab";
import { eventually } from "./temporaryLab";

/** Test step of a build that is to stay until its VM is ended, seconds. */
const forLong = 900;

/** Changes of image and pools, and the end of the environment, while a build runs that none of them may cut. */
describe("changes under load", function () {
  this.timeout(180_000);
  this.bail(true);
  let project: ProjectCopy;
  let lab: TestLab;
  /** The long build and the VM that it runs on. */
  let long: { readonly request: number; readonly instance: string };

  before(async () => {
    project = new ProjectCopy();
    // None is suspended meanwhile: what leaves, leaves for another reason.
    project.change(
      "Pulumi.local.yaml",
      ["idleCeiling: 20s", "idleCeiling: 1h"],
      ["maximum: 6", "maximum: 3"],
    );
    lab = await TestLab.create(project.root);
    await lab.bringUp();
    await lab.ok("up", "local");
  });
  after(async () => {
    await lab.remove();
    project.remove();
  });

  const vms = async (): Promise<readonly string[]> =>
    (await lab.json<StackStatus>("status", "local")).vms
      .filter(({ state }) => state === "running")
      .map(({ name, launchTemplateVersion }) => `${name} of ${launchTemplateVersion}`)
      .sort();
  const actions = async (): Promise<readonly string[]> =>
    (await lab.json<StackStatus>("status", "local")).journal
      .filter(({ kind }) => kind === "decided")
      .flatMap((entry) => entry.actions)
      .map(({ kind, worker }) => `${kind} ${worker}`);
  const builtBy = async (request: number): Promise<string | undefined> =>
    (await lab.view.builds()).find(({ requestId }) => requestId === request)?.worker;
  const expectLongUntouched = async (): Promise<void> => {
    const running = await lab.view.running();
    expect(running.map(({ buildid }) => buildid)).to.include(await longBuild());
    expect((await lab.instances()).find(({ id }) => id === long.instance)?.state).to.equal("running");
  };
  const longBuild = async (): Promise<number | undefined> => {
    const { builds } = await lab.master.get<{ builds: { buildid: number }[] }>(
      `builds?buildrequestid=${long.request}&complete=false&field=buildid&field=buildrequestid&field=complete`,
    );
    return builds[0]?.buildid;
  };

  it("begins with a build that will last, on a VM of the first version", async () => {
    for (const _ of [1, 2]) await lab.master.submit("release-sign", forLong);
    await eventually(async () => (await lab.view.running()).length === 2);
    const request = await lab.master.submit("linux64-opt", forLong);
    await eventually(async () => (await lab.view.running()).length === 3);
    expect(await vms()).to.deep.equal(["bld-linux64-ec2-001 of 1"]);
    long = { request, instance: (await lab.instances())[0]!.id };
    // A second VM, which is idle in the end.
    const short = await lab.master.submit("linux64-opt", 0);
    expect(await eventually(() => builtBy(short))).to.equal("bld-linux64-ec2-002");
  });

  it("tells what a new template version means for the VMs that are there, and touches none of them", async () => {
    project.change("Pulumi.local.yaml", ["instanceType: c6i.2xlarge", "instanceType: c6i.4xlarge"]);
    const { stderr } = await lab.ok("up", "local");
    expect(stderr).to.contain("Pool linux64 gets a new template version: 2 VM(s), 1 busy");
    expect(await vms()).to.deep.equal(["bld-linux64-ec2-001 of 1", "bld-linux64-ec2-002 of 1"]);
  });

  it("starts new VMs of the new version; once one has attached, idle old ones leave, and the busy one stays", async () => {
    const requests = [await lab.master.submit("linux64-opt", 0), await lab.master.submit("linux64-opt", 0)];
    const builders = await Promise.all(requests.map((request) => eventually(() => builtBy(request))));
    for (const worker of builders) expect(worker).to.match(/^bld-linux64-ec2-00[23]$/);
    await eventually(async () => (await actions()).includes("retire bld-linux64-ec2-002"));
    await eventually(async () => (await lab.instances()).length === 2);
    expect(await vms()).to.deep.equal(["bld-linux64-ec2-001 of 1", "bld-linux64-ec2-003 of 2"]);
    expect(await actions()).not.to.include("pause bld-linux64-ec2-001");
    await expectLongUntouched();
  });

  it("takes a renamed pool for one that goes and one that comes, and cuts no build", async () => {
    project.change("Pulumi.local.yaml", ["    linux64:\n", "    renamed:\n"]);
    const preview = (await lab.ok("preview", "local")).stderr;
    expect(preview).to.contain("Pool linux64 goes: 2 VM(s), 1 busy: they finish their builds and leave.");
    expect(preview).to.contain("Pool renamed comes: 3 name(s)");
    await lab.ok("up", "local");
    await eventually(async () => (await actions()).includes("retire bld-linux64-ec2-003"));
    const request = await lab.master.submit("linux64-opt", 0);
    expect(await eventually(() => builtBy(request))).to.equal("bld-renamed-ec2-001");
    await expectLongUntouched();
  });

  it("is not taken down while it is busy, where the teardown is refuse: nothing is touched", async () => {
    const before = await lab.instances();
    const { code, stderr } = await lab.run("down", "local", "--teardown", "refuse");
    expect(code, stderr).to.equal(1);
    expect(stderr).to.match(
      /1 build\(s\) run: linux64-opt \(build \d+\) on bld-linux64-ec2-001\. Nothing was touched/,
    );
    expect(await lab.instances()).to.deep.equal(before);
    await expectLongUntouched();
  });

  it("goes on when a wait for builds is interrupted", async () => {
    const command = lab.start("down", "local", "--wait", "1h");
    await command.says(
      /Waiting for 1 build\(s\): linux64-opt \(build \d+\) on bld-linux64-ec2-001; 60 min left/,
    );
    const { code, stderr } = await command.interrupt();
    expect(code, stderr).to.equal(130);
    const request = await lab.master.submit("linux64-opt", 0);
    expect(await eventually(() => builtBy(request))).to.equal("bld-renamed-ec2-001");
    await expectLongUntouched();
  });

  it("is taken down by force without its scaler, build and all, and leaves nothing", async () => {
    const { set } = await lab.json<{ set: Record<string, string> }>("lab", "env");
    const client = new LambdaClient(clientConfig(set, "us-east-1"));
    await client.send(new DeleteFunctionCommand({ FunctionName: "overflow-local-scaler" }));
    client.destroy();
    const broken = await lab.run("down", "local");
    expect(broken.code).to.equal(1);
    expect(broken.stderr).to.contain("overflow down local --teardown force");
    await expectLongUntouched();
    const { stderr } = await lab.ok("down", "local", "--teardown", "force");
    expect(stderr)
      .to.match(/Ending 2 VM\(s\) with their builds\./)
      .and.contain("taken out of the stack");
    expect(await lab.leftovers()).to.deep.equal([]);
    const { workers } = await lab.master.get<{ workers: { name: string; configured_on: unknown[] }[] }>(
      "workers?field=name&field=configured_on",
    );
    const known = workers.filter(({ name, configured_on: on }) => name.includes("-ec2-") && on.length > 0);
    expect(known).to.deep.equal([]);
  });
});
