import { expect } from "chai";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { buildNetworkOf, labDown, type LabState, labUp, layoutOf } from "../../lab/lab";
import { type BuildMaster } from "../../lab/master/buildMaster";
import { findProcess } from "../../lab/processes/registry";
import { mirrorReport } from "../../reports/mirror";
import { writePools } from "./buildbotSupport";
import { Region, sendJson, testTools } from "./labSupport";
import { BUCKET, type FarmFacts, MirrorFarm } from "./support/mirrorFarm";
import { eventually, makeLabDirectory, removeLabDirectory } from "./temporaryLab";

const WORKER = "bld-linux64-ec2-001";
const OTHER_WORKER = "bld-linux64-ec2-002";
/** What one build fetches: lab/master/sources.json. */
const SOURCE_BYTES = 3_164_160 + 1_054_720;

describe("builds that fetch through a mirror of the lab", function () {
  this.timeout(120_000);
  this.bail(true);
  let directory: string;
  let state: LabState;
  let region: Region;
  let network: BuildMaster;
  let farm: MirrorFarm;
  let facts: FarmFacts;
  let worker: string;
  let mirror: string;

  before(async () => {
    directory = await makeLabDirectory();
    const tools = testTools();
    ({ state } = await labUp({ directory, tools }));
    region = new Region(state);
    farm = new MirrorFarm(state);
    network = await buildNetworkOf(state, tools);
    await writePools(layoutOf(directory).pools, [WORKER, OTHER_WORKER]);
    await network.reconfigure(findProcess(directory, "master")!.pid);
    for (const { name } of network.inHouse) await network.client.control(`workers/${name}`, "pause");
    facts = await farm.make(tools.python);
  });
  after(async () => {
    await labDown(directory);
    await removeLabDirectory(directory);
  });

  const linkBytes = async (machine: string, address: string) =>
    (await region.path(machine))?.destinations.find((each) => each.address === address)?.receivedBytes ?? 0;
  const vpcBytes = async (machine: string) =>
    ((await region.path(machine))?.insideVpc ?? []).reduce((sum, each) => sum + each.receivedBytes, 0);
  const build = async () => {
    const requestId = await network.client.submit("linux64-opt", 0);
    await eventually(async () => {
      const { buildrequests } = await network.client.get<{ buildrequests: { results: number }[] }>(
        `buildrequests/${requestId}?field=complete&field=results`,
      );
      const [{ results } = { results: -1 }] = buildrequests;
      return results >= 0 ? { results } : null;
    }).then(({ results }) => {
      expect(results).to.equal(0);
    });
  };

  it("a mirror that the group made becomes healthy behind the load balancer", async () => {
    await eventually(async () => (await farm.targetStates()).join() === "healthy");
    const machines = await region.machines();
    expect(machines.map(({ name, phase }) => `${name} ${phase}`)).to.deep.equal([
      "overflow-test-mirror-try running",
    ]);
    mirror = machines[0]!.instanceId;
  });

  it("a build's sources come from the mirror, and cross the link once for all builds", async () => {
    const records = { bucket: BUCKET, region: state.region, level: "try" };
    worker = await region.launch(WORKER, {
      ...{ subnetId: facts.workersSubnet, mirrors: facts.mirrors, records },
    });
    await eventually(() => network.client.isConnected(WORKER));
    await build();
    expect(await vpcBytes(worker)).to.be.greaterThan(SOURCE_BYTES);
    const path = await region.path(worker);
    expect(path?.destinations.map(({ address }) => address)).to.deep.equal(["10.20.0.10:9989"]);
    expect(path?.insideVpc.map(({ address }) => address)).to.have.members(
      Object.values(facts.mirrors).map((url) => `${new URL(url).hostname}:443`),
    );
    const fetched = await linkBytes(mirror, "10.20.0.30:443");
    expect(fetched).to.be.greaterThan(3_164_160).and.lessThan(3_400_000);
    expect(await linkBytes(mirror, "10.20.0.31:443")).to.be.greaterThan(1_054_720);
    await build();
    expect(await linkBytes(mirror, "10.20.0.30:443")).to.equal(fetched);
    expect(await vpcBytes(worker)).to.be.greaterThan(2 * SOURCE_BYTES);
  });

  it("the mirror serves what it has while its link is cut", async () => {
    await region.setPath({ machine: mirror, mode: "cut" });
    await build();
    await region.setPath({ machine: mirror, mode: "open" });
  });

  it("its log is in the bucket when it is asked for, and the report reads it", async () => {
    await sendJson(state.ports.machines, "POST", "/logs", {});
    const logLines = (await farm.objects("mirror/try/")).flatMap((lines) => lines.split("\n"));
    const { total, unreadable } = mirrorReport({ logLines, fallBacks: [] });
    expect(unreadable).to.equal(0);
    expect(total).to.deep.include({ requests: 6, hits: 4, failures: 0, sentBytes: 3 * SOURCE_BYTES });
    expect(total.savedShare).to.be.closeTo(2 / 3, 0.01);
  });

  it("a name that the VPC does not know leads nowhere, and the answer says why", async () => {
    const { port } = (await region.path(worker))!;
    expect(await connectAnswer(port, "pypi.org:443")).to.match(/^403 pypi\.org is a name of the internet/);
    expect(await connectAnswer(port, "nothing.test.overflow.internal:443")).to.match(
      /^403 There is no nothing/,
    );
    expect(await connectAnswer(port, "sources.corp.example:22")).to.match(
      /^403 .* No route to port 22 there/,
    );
  });

  it("builds fetch over the link when the mirror is dead, and leave a record that the report reads", async () => {
    // Not KILL: nginx's workers would go on without their master.
    process.kill((await region.machine(mirror))!.pid!, "SIGTERM");
    await eventually(async () => (await farm.targetStates()).join() === "unhealthy");
    await build();
    expect(await linkBytes(worker, "10.20.0.30:443")).to.be.greaterThan(3_164_160);
    const fallBacks = await farm.objects("fallbacks/try/");
    const { total, unreadable } = mirrorReport({ logLines: [], fallBacks });
    expect(unreadable).to.equal(0);
    expect(total).to.deep.include({ fallBacks: 2, fallBackBytes: SOURCE_BYTES });
  });

  it("S3 is out of reach where the subnet's route table holds no gateway endpoint", async () => {
    const inside = (await region.path(worker))!.port;
    // S3's own word: the bucket's policy lets builds put records, not read them.
    const judged = await fetch(`http://127.0.0.1:${inside}/${BUCKET}/fallbacks/try/x`);
    expect([judged.status, await judged.text()].join(" ")).to.match(/^403 .*<Code>AccessDenied<\/Code>/s);
    const bare = await region.launch(OTHER_WORKER, { subnetId: facts.bareSubnet });
    const { port } = await eventually(() => region.path(bare));
    const answer = await fetch(`http://127.0.0.1:${port}/${BUCKET}/absent`);
    expect(answer.status).to.equal(403);
    expect(await answer.text()).to.contain("holds no S3 gateway endpoint");
  });
});

/** Status and body of a CONNECT. */
function connectAnswer(port: number, address: string): Promise<string> {
  return new Promise((done, fail) => {
    const asking = request({ host: "127.0.0.1", port, method: "CONNECT", path: address, agent: false });
    asking.on("connect", (answer, socket, head) => {
      text(socket)
        .then((rest) => {
          done(`${answer.statusCode ?? 0} ${head.toString()}${rest}`);
        })
        .catch(fail);
    });
    asking.on("error", fail);
    asking.end();
  });
}
