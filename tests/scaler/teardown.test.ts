import { expect } from "chai";
import { emptyMemory, withWorker } from "../../scaler/decide/memory";
import { createHandler } from "../../scaler/lambda";
import { FREE_LEASE } from "../../scaler/lease";
import { teardown } from "../../scaler/teardown";
import { fakePorts, sleepingVm } from "./fakes";
import { NOW } from "./worlds";

const ONE = "bld-linux64-ec2-001";
const TWO = "bld-linux64-ec2-002";
const CONTEXT = { awsRequestId: "r-1", getRemainingTimeInMillis: () => 180_000 };
const DELETE = { tf: { action: "delete" }, teardownWaitSeconds: 60 };

/** Two VMs, one of them at work; a VM that is terminated is gone two seconds later, its worker with it. */
function rig() {
  const ports = fakePorts();
  ports.fleet.vms = [sleepingVm(ONE, { state: "running" }), sleepingVm(TWO)];
  const connect = (name: string, connected: boolean) => {
    ports.queue.workers.set(name, { ...ports.queue.workers.get(name)!, connected });
  };
  connect(ONE, true);
  ports.fleet.onCall = (call) => {
    void ports.clock.sleep(2_000).then(() => {
      const id = call.replace("terminate ", "");
      ports.fleet.vms = ports.fleet.vms.map((vm) =>
        vm.instanceId === id ? { ...vm, state: "terminated" } : vm,
      );
      connect(id.replace("i-", ""), false);
    });
  };
  return { ports, handler: createHandler(() => ports) };
}

describe("the stack's events", () => {
  it("delete: closes doors, waits for builds, ends every VM, and opens the doors again", async () => {
    const { ports, handler } = rig();
    ports.queue.running = [{ buildId: 1, builder: "linux64", workerId: 1, startedAtMs: NOW }];
    const answer = handler(DELETE, CONTEXT);
    await ports.clock.pass(20_000);
    expect(ports.queue.calls).to.deep.equal([`pause ${ONE}`]);
    expect(ports.fleet.calls).to.be.empty;
    ports.queue.running = [];
    await ports.clock.pass(60_000);
    expect(await answer).to.deep.equal({
      terminated: [`i-${ONE}`, `i-${TWO}`],
      held: [],
      interruptedBuilds: 0,
    });
    expect(ports.fleet.calls).to.have.members([`terminate i-${ONE}`, `terminate i-${TWO}`]);
    expect(ports.queue.calls).to.deep.equal([`pause ${ONE}`, `unpause ${ONE}`]);
  });

  it("delete: waits for builds no longer than it was told to", async () => {
    const { ports, handler } = rig();
    ports.queue.running = [{ buildId: 1, builder: "linux64", workerId: 1, startedAtMs: NOW }];
    const answer = handler({ ...DELETE, teardownWaitSeconds: 5 }, CONTEXT);
    await ports.clock.pass(60_000);
    expect(await answer).to.deep.include({ interruptedBuilds: 1 });
  });

  it("delete: opens doors that the scaler had closed before, and no operator's", async () => {
    const { ports, handler } = rig();
    const mark = { phase: "suspending" as const, atMs: NOW, runStartedAtMs: NOW, pausedSeenMs: NOW };
    ports.store.memory = withWorker(emptyMemory(), TWO, { mark });
    for (const name of [TWO, "bld-linux64-ec2-003"]) {
      ports.queue.workers.set(name, { ...ports.queue.workers.get(name)!, paused: true });
    }
    const answer = handler(DELETE, CONTEXT);
    await ports.clock.pass(60_000);
    await answer;
    expect(ports.queue.calls).to.include(`unpause ${TWO}`).and.not.include("unpause bld-linux64-ec2-003");
  });

  it("delete: goes on without the master, and says so", async () => {
    const { ports, handler } = rig();
    ports.queue.unreadable = "no route";
    const answer = handler({ ...DELETE, teardownWaitSeconds: 3 }, CONTEXT);
    await ports.clock.pass(120_000);
    expect(await answer).to.deep.include({ terminated: [`i-${ONE}`, `i-${TWO}`] });
    expect(ports.lines.map((line) => line.event)).to.include("master-unreadable");
  });

  it("delete: ends a VM that shows up late", async () => {
    const { ports, handler } = rig();
    const answer = handler(DELETE, CONTEXT);
    await ports.clock.pass(1_500);
    ports.fleet.vms = [...ports.fleet.vms, sleepingVm("bld-linux64-ec2-003", { state: "pending" })];
    await ports.clock.pass(60_000);
    expect(await answer)
      .to.have.property("terminated")
      .with.length(3);
  });

  it("delete: fails when VMs are left at the end of its time, and names them", async () => {
    const { ports } = rig();
    ports.fleet.onCall = () => undefined;
    const stop = new AbortController();
    const answer = teardown(ports, { holder: "t", mode: "wait", waitSeconds: 0, signal: stop.signal }).catch(
      String,
    );
    await ports.clock.pass(5_000);
    stop.abort();
    await ports.clock.pass(10);
    expect(await answer)
      .to.include("2 VMs are not terminated yet")
      .and.include(`i-${ONE} (shutting-down)`);
  });

  it("delete: asks a leader to hand over first, and no run leads after it", async () => {
    const { ports, handler } = rig();
    const leading = handler({}, CONTEXT);
    await ports.clock.pass(3_000);
    const answer = handler(DELETE, CONTEXT);
    await ports.clock.pass(60_000);
    expect(await leading).to.deep.equal({ end: "handed-over" });
    await answer;
    expect(ports.store.lease.closed).to.equal(true);
    const later = handler({}, CONTEXT);
    await ports.clock.pass(1_000);
    expect(await later).to.deep.equal({ end: "closed" });
  });

  it("delete: can be repeated once the lease of the first try has run out", async () => {
    const { ports, handler } = rig();
    ports.store.lease = {
      ...FREE_LEASE,
      version: 1,
      holder: "teardown/x",
      fence: 4,
      closed: true,
      expiresAtMs: NOW + 5_000,
    };
    const answer = handler(DELETE, CONTEXT);
    await ports.clock.pass(90_000);
    expect(await answer)
      .to.have.property("terminated")
      .with.length(2);
  });

  it("delete: can be repeated at once when the first try came to its end", async () => {
    const { ports, handler } = rig();
    const first = handler(DELETE, CONTEXT);
    await ports.clock.pass(60_000);
    await first;
    expect(ports.store.lease.closed).to.equal(true);
    const again = handler(DELETE, CONTEXT);
    await ports.clock.pass(5_000);
    expect(await again).to.deep.include({ terminated: [] });
  });

  it("create and update: open a closed table, and answer at once", async () => {
    const { ports, handler } = rig();
    ports.store.lease = { ...FREE_LEASE, version: 1, holder: "teardown/x", fence: 4, closed: true };
    expect(await handler({ tf: { action: "create" } }, CONTEXT)).to.deep.equal({ open: true });
    expect(ports.store.lease).to.deep.include({ closed: false, holder: null, fence: 4 });
    expect(await handler({ tf: { action: "update" } }, CONTEXT)).to.deep.equal({ open: true });
  });

  it("refuses an action that it does not know", async () => {
    const { handler } = rig();
    const error = await handler({ tf: { action: "read" } }, CONTEXT).catch((caught: unknown) => caught);
    expect(String(error)).to.include('tf.action is "read", allowed: create, update, delete');
  });
});
