import { expect } from "chai";
import { createHandler } from "../../scaler/lambda";
import { type Lease, LEASE_MS } from "../../scaler/lease";
import { teardown } from "../../scaler/teardown";
import { fakePorts, sleepingVm } from "./fakes";
import { NOW } from "./worlds";

const ONE = "bld-linux64-ec2-001";
const GONE = "bld-solaris-ec2-001";
const CONTEXT = { awsRequestId: "r-1", getRemainingTimeInMillis: () => 180_000 };
const stackEvent = (teardown: string, teardownWaitSeconds = 60) => ({
  tf: { action: "delete" },
  teardown,
  teardownWaitSeconds,
});
const BUILD = { buildId: 7, builder: "linux64", workerId: 1, startedAtMs: NOW };

/** One VM, awake; terminated a second after it was asked. */
function rig() {
  const ports = fakePorts();
  ports.fleet.vms = [sleepingVm(ONE, { state: "running" })];
  ports.queue.workers.set(ONE, { ...ports.queue.workers.get(ONE)!, connected: true });
  ports.fleet.onCall = () => {
    void ports.clock.sleep(1_000).then(() => {
      ports.fleet.vms = ports.fleet.vms.map((vm) => ({ ...vm, state: "terminated" }));
      ports.queue.workers.set(ONE, { ...ports.queue.workers.get(ONE)!, connected: false });
    });
  };
  return { ports, handler: createHandler(() => ports) };
}

/** Of a run that was killed a moment ago. */
function deadRun(change: Partial<Lease> = {}): Lease {
  return {
    version: 1,
    holder: "lambda/dead",
    fence: 4,
    expiresAtMs: NOW + LEASE_MS,
    successor: null,
    successorSeenMs: 0,
    closed: false,
    ...change,
  };
}

const caught = (answer: Promise<unknown>) => answer.then(() => "no error", String);

describe("teardown: refuse", () => {
  it("fails while a build runs, names it, and touches nothing, not even the lease", async () => {
    const { ports, handler } = rig();
    ports.queue.running = [BUILD];
    const answer = caught(handler(stackEvent("refuse"), CONTEXT));
    await ports.clock.pass(5_000);
    expect(await answer)
      .to.include("overflow:teardown is refuse and 1 build(s) run: linux64 on bld-linux64-ec2-001")
      .and.include("overflow down staging --teardown wait");
    expect([...ports.queue.calls, ...ports.fleet.calls]).to.be.empty;
    expect(ports.store.lease.closed).to.equal(false);
  });

  it("fails while the master cannot be read", async () => {
    const { ports, handler } = rig();
    ports.queue.unreadable = "no route";
    const answer = caught(handler(stackEvent("refuse"), CONTEXT));
    await ports.clock.pass(30_000);
    expect(await answer).to.include("the build master cannot be read");
    expect(ports.fleet.calls).to.be.empty;
  });

  it("ends idle VMs", async () => {
    const { ports, handler } = rig();
    const answer = handler(stackEvent("refuse"), CONTEXT);
    await ports.clock.pass(60_000);
    expect(await answer).to.deep.equal({ terminated: [`i-${ONE}`], held: [], interruptedBuilds: 0 });
  });

  it("opens doors and table again when a build slipped in behind a closing door", async () => {
    const { ports, handler } = rig();
    const answer = caught(handler(stackEvent("refuse"), CONTEXT));
    await ports.clock.pass(500);
    expect(ports.queue.calls).to.deep.equal([`pause ${ONE}`]);
    ports.queue.running = [BUILD];
    await ports.clock.pass(20_000);
    expect(await answer).to.include("1 build(s) run");
    expect(ports.queue.calls).to.deep.equal([`pause ${ONE}`, `unpause ${ONE}`]);
    expect(ports.store.lease).to.deep.include({ closed: false, holder: null });
    expect(ports.fleet.calls).to.be.empty;
  });
});

describe("teardown: force", () => {
  it("ends VMs with builds at once, without the lease of a run that is dead", async () => {
    const { ports, handler } = rig();
    ports.queue.running = [BUILD];
    ports.store.lease = deadRun();
    const answer = handler(stackEvent("force"), CONTEXT);
    await ports.clock.pass(5_000);
    expect(await answer).to.deep.equal({ terminated: [`i-${ONE}`], held: [], interruptedBuilds: 1 });
    expect(ports.store.lease).to.deep.include({ closed: true, fence: 5 });
    expect(ports.queue.calls).to.be.empty;
  });

  it("needs neither master nor document", async () => {
    const { ports } = rig();
    ports.queue.unreadable = "no route";
    const broken = createHandler(() => ({
      ...ports,
      document: { read: () => Promise.reject(new Error("no item pk=document")) },
    }));
    const answer = broken(stackEvent("force"), CONTEXT);
    await ports.clock.pass(10_000);
    expect(await answer)
      .to.have.property("terminated")
      .with.length(1);
    expect(await caught(broken(stackEvent("wait"), CONTEXT))).to.include("no item pk=document");
  });
});

describe("any teardown", () => {
  it("waits for builds on VMs of a pool that is gone, too", async () => {
    const { ports, handler } = rig();
    ports.fleet.vms.push(sleepingVm(GONE, { pool: "solaris", state: "running" }));
    ports.queue.workers.set(GONE, { ...ports.queue.workers.get(ONE)!, workerId: 99, name: GONE });
    ports.queue.running = [{ ...BUILD, workerId: 99 }];
    const answer = handler(stackEvent("wait", 30), CONTEXT);
    await ports.clock.pass(20_000);
    expect(ports.fleet.calls).to.be.empty;
    await ports.clock.pass(60_000);
    expect(await answer).to.deep.include({ interruptedBuilds: 1 });
    expect(ports.queue.calls).to.include(`pause ${GONE}`);
  });

  it("that fails lets go of the closed lease: the next one need not wait for it", async () => {
    const { ports } = rig();
    ports.fleet.onCall = () => undefined;
    ports.fleet.refuses.set(`terminate i-${ONE}`, "UnauthorizedOperation");
    const stop = new AbortController();
    const options = { holder: "teardown/x", mode: "wait" as const, waitSeconds: 0, signal: stop.signal };
    const answer = caught(teardown(ports, options));
    await ports.clock.pass(5_000);
    stop.abort();
    await ports.clock.pass(5_000);
    expect(await answer).to.include("1 VMs are not terminated yet");
    expect(ports.store.lease.closed).to.equal(true);
    expect(ports.store.lease.expiresAtMs).to.be.at.most(ports.clock.nowMs());
  });

  it("refuses a mode that it does not know", async () => {
    const { handler } = rig();
    expect(await caught(handler(stackEvent("later"), CONTEXT))).to.include(
      'teardown is "later", allowed: refuse, wait, force',
    );
  });
});

describe("a drain", () => {
  it("closes table and doors, tells what it waits for, and removes nothing", async () => {
    const { ports, handler } = rig();
    ports.queue.running = [BUILD];
    const answer = handler({ drain: { waitSeconds: 5 } }, CONTEXT);
    await ports.clock.pass(10_000);
    const { buildId, builder, startedAtMs } = BUILD;
    expect(await answer).to.deep.equal({
      builds: [{ worker: ONE, builder, buildId, startedAtMs }],
      paused: [ONE],
    });
    expect(ports.fleet.calls).to.be.empty;
    expect(ports.store.lease.closed).to.equal(true);
  });

  it("is repeated at once, and ends when the builds are done", async () => {
    const { ports, handler } = rig();
    ports.queue.running = [BUILD];
    const first = handler({ drain: { waitSeconds: 1 } }, CONTEXT);
    await ports.clock.pass(3_000);
    await first;
    const second = handler({ drain: { waitSeconds: 60 } }, CONTEXT);
    await ports.clock.pass(2_000);
    ports.queue.running = [];
    await ports.clock.pass(2_000);
    expect(await second).to.deep.equal({ builds: [], paused: [] });
  });

  it("closes the door of a worker that attaches meanwhile", async () => {
    const { ports, handler } = rig();
    ports.queue.workers.set(ONE, { ...ports.queue.workers.get(ONE)!, connected: false });
    ports.queue.running = [{ ...BUILD, workerId: 2 }];
    const answer = handler({ drain: { waitSeconds: 30 } }, CONTEXT);
    await ports.clock.pass(3_000);
    ports.queue.workers.set(ONE, { ...ports.queue.workers.get(ONE)!, connected: true });
    ports.queue.running = [];
    await ports.clock.pass(20_000);
    expect(await answer).to.deep.include({ paused: [ONE] });
  });

  it("can be called off: the table opens, and the next run opens the doors", async () => {
    const { ports, handler } = rig();
    const answer = handler({ drain: { waitSeconds: 5 } }, CONTEXT);
    await ports.clock.pass(10_000);
    await answer;
    await handler({ tf: { action: "update" } }, CONTEXT);
    expect(ports.store.lease.closed).to.equal(false);
  });
});

describe("a look", () => {
  it("shows VMs and their builds, and changes nothing", async () => {
    const { ports, handler } = rig();
    ports.queue.running = [BUILD];
    const { buildId, builder, startedAtMs } = BUILD;
    expect(await handler({ look: true }, CONTEXT)).to.deep.equal({
      vms: [{ pool: "linux64", worker: ONE, instanceId: `i-${ONE}`, state: "running", busy: true }],
      builds: [{ worker: ONE, builder, buildId, startedAtMs }],
    });
    expect([...ports.queue.calls, ...ports.fleet.calls]).to.be.empty;
  });

  it("says that it does not know when the master cannot be read", async () => {
    const { ports, handler } = rig();
    ports.queue.unreadable = "no route";
    const answer = await handler({ look: true }, CONTEXT);
    expect(answer).to.deep.include({ builds: null });
    expect(answer).to.have.nested.property("vms[0].busy", null);
  });
});
