import { StartInstancesCommand, StopInstancesCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildNetworkOf, labDown, type LabState, labStatus, labUp, layoutOf } from "../../lab/lab";
import { type BuildMaster } from "../../lab/master/buildMaster";
import { readProcessTable } from "../../lab/processes/stat";
import { findProcess } from "../../lab/processes/registry";
import { membersOf } from "../../lab/processes/stop";
import { type Toolchain } from "../../lab/toolchain";
import { writePools } from "./buildbotSupport";
import { Region, sendJson, testTools } from "./labSupport";
import { defaultVpc, nameHosts } from "./support/privateZones";
import { eventually, makeLabDirectory, removeLabDirectory } from "./temporaryLab";

const WORKER = "bld-linux64-ec2-001";
const OTHER_WORKER = "bld-linux64-ec2-002";

describe("machines of a lab, with real workers and a real build master", function () {
  this.timeout(90_000);
  let tools: Toolchain;
  let directory: string;
  let state: LabState;
  let region: Region;
  let network: BuildMaster;

  before(async () => {
    directory = await makeLabDirectory();
    tools = testTools();
    ({ state } = await labUp({ directory, tools }));
    region = new Region(state);
    network = await buildNetworkOf(state, tools);
    await writePools(layoutOf(directory).pools, [WORKER, OTHER_WORKER]);
    await network.reconfigure(findProcess(directory, "master")!.pid);
    // All builds are the cloud's here: in-house machines would come first.
    for (const { name } of network.inHouse) await network.client.control(`workers/${name}`, "pause");
    // Builds fetch their sources by name.
    const hosts = { "sources.corp.example": "10.20.0.30", "files.example.org": "10.20.0.31" };
    await nameHosts(state, await defaultVpc(state), hosts);
    await sendJson(state.ports.emulator, "PUT", "/lab/timings", {
      pendingSeconds: 0.1,
      stoppingSeconds: 0.1,
      hibernatingSeconds: 0.1,
      shuttingDownSeconds: 0.1,
    });
  });
  after(async () => {
    await labDown(directory);
    await removeLabDirectory(directory);
  });

  const isConnected = (worker = WORKER) => network.client.isConnected(worker);
  const hasPhase = (id: string, phase: string) => async () => (await region.machine(id))?.phase === phase;
  const isInState = (id: string, name: string) => async () => (await region.instance(id))?.state === name;
  const stop = async (id: string, Hibernate: boolean) => {
    await region.ec2.send(new StopInstancesCommand({ InstanceIds: [id], Hibernate }));
    await eventually(isInState(id, "stopped"));
  };
  const start = (id: string) => region.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
  const members = (id: string) => {
    const record = findProcess(directory, `machine-${id}`);
    return record === null ? [] : membersOf(directory, record);
  };
  afterEach(async () => {
    const running = await region.machines();
    await Promise.all(running.map(({ instanceId }) => terminate(instanceId)));
  });

  /** One VM whose worker has been attached for long enough to be stopped without harm (docs/buildbot.md T1). */
  const launchAttached = async (worker = WORKER): Promise<string> => {
    const id = await region.launch(worker);
    await eventually(() => isConnected(worker));
    await new Promise((done) => setTimeout(done, 2000));
    return id;
  };
  const terminate = async (id: string) => {
    await region.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    await eventually(async () => (await region.machine(id)) === undefined);
  };

  it("boots a worker that attaches under its VM's name, through the link alone", async () => {
    const id = await launchAttached();
    const machine = await region.machine(id);
    expect(machine).to.deep.include({ name: WORKER, phase: "running" });
    const path = await region.path(id);
    expect(path?.destinations.map(({ address, open }) => [address, open])).to.deep.equal([
      ["10.20.0.10:9989", 1],
    ]);
    await terminate(id);
    await eventually(async () => !(await isConnected()));
    expect(existsSync(join(layoutOf(directory).machines, id))).to.equal(false);
  });

  it("stop ends the worker with the children of its build; start boots it again on the same disk", async () => {
    const id = await launchAttached();
    const requestId = await network.client.submit("linux64-opt", 300);
    await eventually(() => members(id).length > 1);
    const before = members(id);
    await stop(id, false);
    await eventually(hasPhase(id, "off"));
    await eventually(() => {
      const left = new Set(readProcessTable().map((stat) => `${stat.pid}/${stat.startTicks}`));
      return before.every((stat) => !left.has(`${stat.pid}/${stat.startTicks}`));
    });
    await eventually(async () => !(await isConnected()));
    await network.client.control(`buildrequests/${requestId}`, "cancel");
    await start(id);
    await eventually(isConnected);
    await terminate(id);
  });

  it("hibernate freezes it and leaves the master in the dark; resume brings it back to work", async () => {
    const id = await launchAttached();
    const frozenPid = (await region.machine(id))?.pid;
    await stop(id, true);
    await eventually(hasPhase(id, "frozen"));
    expect(new Set(members(id).map((stat) => stat.state))).to.deep.equal(new Set(["T"]));
    expect((await region.path(id))?.frozen).to.equal(true);
    expect(await isConnected()).to.equal(true);

    await start(id);
    await eventually(hasPhase(id, "running"));
    await eventually(async () => ((await region.path(id))?.destinations[0]?.connections ?? 0) >= 2);
    await eventually(isConnected);
    expect((await region.machine(id))?.pid).to.equal(frozenPid);
    await terminate(id);
  });

  it("stays off, its VM running, when its worker ends by itself", async () => {
    const id = await launchAttached();
    process.kill((await region.machine(id))!.pid!, "SIGKILL");
    await eventually(hasPhase(id, "off"));
    expect((await region.instance(id))?.state).to.equal("running");
    expect((await region.machine(id))?.pid).to.equal(null);
    await terminate(id);
  });

  it("terminates one that sleeps", async () => {
    const id = await launchAttached();
    await stop(id, true);
    await eventually(hasPhase(id, "frozen"));
    const [frozen] = members(id);
    await terminate(id);
    expect(readProcessTable().some((stat) => stat.pid === frozen?.pid)).to.equal(false);
  });

  it("cut path: the master sees the worker go, and it comes back once the path is open", async () => {
    const id = await launchAttached(OTHER_WORKER);
    await region.setPath({ machine: id, mode: "cut" });
    await eventually(async () => !(await isConnected(OTHER_WORKER)));
    await region.setPath({ machine: id, mode: "open" });
    await eventually(() => isConnected(OTHER_WORKER));
    await terminate(id);
  });

  it("the machines' host that is killed and started again boots what runs", async () => {
    const id = await launchAttached(OTHER_WORKER);
    const oldPid = (await region.machine(id))?.pid;
    process.kill(findProcess(directory, "machines")!.pid, "SIGKILL");
    await eventually(async () => (await labStatus(directory)).condition === "partial");
    expect((await labUp({ directory, tools })).outcome).to.equal("repaired");
    await eventually(hasPhase(id, "running"));
    expect((await region.machine(id))?.pid).not.to.equal(oldPid);
    expect(readProcessTable().some((stat) => stat.pid === oldPid)).to.equal(false);
    await eventually(() => isConnected(OTHER_WORKER));
    await terminate(id);
  });
});
