import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { expect } from "chai";
import { Agent, fetch } from "undici";
import { labAuthority } from "../../lab/certificates/authority";
import { MasterClient } from "../../lab/master/client";
import { MasterUnreadable } from "../../scaler/ports";
import { type BuildbotQueue, type BuildbotQueueOptions, createBuildbotQueue } from "../../scaler/buildbot";
import {
  BuildNetwork,
  clock,
  cloudNames,
  exampleAuthority,
  scaler,
  until,
  writePools,
} from "./buildbotSupport";

interface BuildRow {
  readonly complete: boolean;
  readonly results: number | null;
  readonly workerid: number;
}

const [first = "", second = ""] = cloudNames;

describe("a real build master with overflow's module", function () {
  this.timeout(120_000);
  let network: BuildNetwork;
  let queue: BuildbotQueue;

  const read = () => queue.read(["linux64-*"], 50, Date.now() - 3_600_000);
  const workerNamed = async (name: string) => (await read()).workers.find((worker) => worker.name === name);

  /** Waits for a request's build to be given to a worker. @returns the worker's name */
  async function workerOf(requestId: number): Promise<string> {
    let workerId: number | undefined;
    await until(async () => {
      const { builds } = await network.master.client.get<{ builds: BuildRow[] }>(
        `buildrequests/${requestId}/builds`,
      );
      workerId = builds.at(-1)?.workerid;
      return workerId !== undefined;
    }, `request ${requestId} was given to no worker`);
    return (await read()).workers.find((worker) => worker.workerId === workerId)?.name ?? "";
  }

  const results = async (requestId: number) =>
    (
      await network.master.client.get<{ buildrequests: BuildRow[] }>(`buildrequests/${requestId}`)
    ).buildrequests.map((row) => (row.complete ? row.results : null))[0];

  const succeeds = (requestId: number) =>
    until(async () => (await results(requestId)) === 0, `request ${requestId} did not succeed`);

  const endSecond = async () => {
    await network.end(second);
    await until(async () => (await workerNamed(second))?.connected === false, "it stayed connected");
  };

  const openQueue = (options: Partial<BuildbotQueueOptions> = {}) =>
    createBuildbotQueue({
      webUrl: network.master.webUrl,
      certificateAuthority: labAuthority(),
      ...scaler,
      clock,
      ...options,
    });

  before(async () => {
    network = await BuildNetwork.create();
    queue = openQueue();
    await Promise.all(
      [...network.master.origins, network.master.master].map((recipe) => network.start(recipe)),
    );
    await Promise.all(network.master.inHouse.map((recipe) => network.start(recipe)));
    await Promise.all(cloudNames.map((name) => network.startCloudWorker(name)));
  });

  after(async () => {
    await queue.close();
    await network.stop();
  });

  it("shows workers with the builders they are let through to", async () => {
    const snapshot = await read();
    expect(snapshot.builders.map((builder) => builder.name)).to.have.members([
      "linux64-debug",
      "linux64-opt",
      "release-sign",
    ]);
    expect(await workerNamed(first)).to.deep.include({
      connected: true,
      paused: false,
      graceful: false,
      builders: ["linux64-debug", "linux64-opt"],
    });
    expect((await workerNamed("ih-linux64-001"))?.builders).to.have.length(3);
  });

  it("gives builds to in-house workers first, then to cloud workers, and not to those at all where none is let through", async () => {
    const { client } = network.master;
    // Long enough to last until they are stopped below.
    const inHouse = [await client.submit("linux64-opt", 3600), await client.submit("linux64-debug", 3600)];
    expect(await Promise.all(inHouse.map(workerOf))).to.have.members(["ih-linux64-001", "ih-linux64-002"]);
    const kept = await client.submit("release-sign", 0);
    const overflowing = await client.submit("linux64-opt", 0);
    expect(await workerOf(overflowing)).to.equal(first);
    await succeeds(overflowing);
    // Both cloud workers are idle and the in-house ones busy: the request of the other builder waits.
    expect(await results(kept)).to.equal(null);
    const everything = await queue.read(["*"], 50, Date.now());
    expect(everything.pending.map((request) => request.requestId)).to.deep.equal([kept]);
    const { pending, running } = await read();
    expect(pending).to.deep.equal([]);
    expect(running).to.have.length(2);
    await Promise.all(running.map((build) => client.control(`builds/${build.buildId}`, "stop")));
    await succeeds(kept);
    expect(await workerOf(kept)).to.match(/^ih-/);
    const { finished } = await read();
    expect(finished.map((build) => build.builder)).to.include.members(["linux64-opt", "release-sign"]);
  });

  it("lets the scaler pause and unpause its own workers", async () => {
    await queue.pause(first, "test");
    expect(await workerNamed(first)).to.include({ paused: true, pauseReason: "test" });
    await queue.unpause(first);
    expect((await workerNamed(first))?.paused).to.equal(false);
  });

  it("refuses the scaler everything else, and anonymous callers any control", async () => {
    const asScaler = new MasterClient(network.master.webUrl, scaler.user, scaler.password, labAuthority());
    const refused = async (call: Promise<unknown>) => {
      const error = await call.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(String(error)).to.contain("403");
    };
    await refused(asScaler.submit("linux64-opt", 0));
    await refused(asScaler.control(`workers/${first}`, "kill"));
    await refused(asScaler.control(`workers/${first}`, "stop"));
    await refused(asScaler.control("workers/ih-linux64-001", "pause"));
    await refused(asScaler.control("workers/no-such-worker", "pause"));
    await refused(asScaler.control("builds/1", "stop"));
    await refused(asScaler.control("schedulers/1", "enable", { enabled: false }));
    const anonymous = await fetch(`${network.master.webUrl}/api/v2/workers/${first}`, {
      dispatcher: new Agent({ connect: { ca: labAuthority() } }),
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "pause", params: {} }),
    });
    expect(anonymous.status).to.equal(403);
  });

  it("fails with the reason when the scaler's password is wrong", async () => {
    const wrong = openQueue({ password: "x" });
    const error: unknown = await wrong.pause(first, "test").catch((reason: unknown) => reason);
    await wrong.close();
    expect(error).to.be.instanceOf(MasterUnreadable);
    expect(String(error)).to.contain("refuses the password");
  });

  it("wakes a listener at a new request, the end of its build, and a worker that comes or goes", async () => {
    const reasons: string[] = [];
    const stop = new AbortController();
    const listening = queue.listen((reason) => reasons.push(reason), stop.signal);
    const heard = (reason: string) =>
      until(() => reasons.includes(reason), `no '${reason}' in ${reasons.join()}`);
    await heard("event stream open");
    const request = await network.master.client.submit("release-sign", 0);
    await heard("buildrequests new");
    await succeeds(request);
    await heard("builds finished");
    await network.end(second);
    await heard("workers disconnected");
    await network.startCloudWorker(second);
    await heard("workers connected");
    stop.abort();
    await listening;
  });

  it("has a cloud worker reach the master through a proxy, however often that refused or dropped it before", async () => {
    await endSecond();
    const proxy = await network.startProxy(["refuse", "drop", "refuse"]);
    await network.startCloudWorker(second, proxy);
    expect(proxy.targets).to.deep.equal(Array<string>(4).fill(`127.0.0.1:${network.workersPort}`));
  });

  it("gets no cloud worker that trusts another authority, and the worker's log says why", async () => {
    await endSecond();
    const log = await network.launchCloudWorker(second, exampleAuthority());
    const words = "its certificate is not from the CA of overflow:buildNetwork.certificateAuthority";
    await until(async () => (await readFile(log, "utf8").catch(() => "")).includes(words), `no '${words}'`);
    expect((await workerNamed(second))?.connected).to.equal(false);
    await network.end(second);
    await network.startCloudWorker(second);
  });

  it("drops a cloud worker that froze, and takes it back when it thaws", async () => {
    const pid = network.pid(first);
    process.kill(-pid, "SIGSTOP");
    await until(
      async () => (await workerNamed(first))?.connected === false,
      "the frozen worker stayed connected",
    );
    process.kill(-pid, "SIGCONT");
    await until(
      async () => (await workerNamed(first))?.connected === true,
      "the thawed worker did not come back",
    );
  });

  it("takes up changed pools when told to, and keeps the old ones when the files are wrong", async () => {
    const pid = network.pid("master");
    await writePools(network.poolsDirectory, [...cloudNames, "bld-linux64-ec2-003"], "new password");
    await network.master.reconfigure(pid);
    const renewed = openQueue({ password: "new password" });
    await renewed.pause("bld-linux64-ec2-003", "test");
    await renewed.close();
    expect((await workerNamed("bld-linux64-ec2-003"))?.builders).to.deep.equal([
      "linux64-debug",
      "linux64-opt",
    ]);
    const file = path.join(network.poolsDirectory, "test.json");
    await writeFile(file, JSON.stringify({ schema: 1, environment: "test", version: "sha256:0", pools: [] }));
    const error: unknown = await network.master.reconfigure(pid).catch((reason: unknown) => reason);
    expect(String(error)).to.contain("test.json: version: got 'sha256:0'");
    expect((await workerNamed("bld-linux64-ec2-003"))?.builders).to.have.length(2);
    await writePools(network.poolsDirectory, cloudNames);
    await network.master.reconfigure(pid);
    expect((await workerNamed("bld-linux64-ec2-003"))?.builders).to.deep.equal([]);
  });

  it("forgets the connections that a killed master left in its database", async () => {
    // In this order: the master has no chance to note that the worker went.
    await network.end("master", "SIGKILL");
    await network.end(second, "SIGKILL");
    await network.start(network.master.master);
    await until(
      async () => (await workerNamed(second))?.connected === false,
      "the dead worker stayed connected",
    );
    await until(
      async () => (await workerNamed(first))?.connected === true,
      "a living worker did not come back",
    );
    expect((await workerNamed(second))?.connected).to.equal(false);
  });
});
