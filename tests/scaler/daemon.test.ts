import { expect } from "chai";
import { runDaemon } from "../../scaler/daemon";
import { FakeClock } from "./fakeClock";
import { fakePorts, MemoryStore, sleepingVm } from "./fakes";

const ONE = "bld-linux64-ec2-001";

function rig(store = new MemoryStore()) {
  const clock = new FakeClock();
  const ports = fakePorts(clock, store);
  ports.fleet.vms = [sleepingVm(ONE)];
  const stop = new AbortController();
  const state = { ended: false };
  const daemon = runDaemon(ports, "daemon/host/1", stop.signal).then(() => {
    state.ended = true;
  });
  return { ...ports, stop, state, daemon };
}

describe("the daemon", () => {
  it("leads, and frees the lease when it is told to end", async () => {
    const { clock, store, stop, state, queue, fleet } = rig();
    await clock.pass(5_000);
    queue.request();
    await clock.pass(2_000);
    expect(fleet.calls).to.deep.equal([`start i-${ONE}`]);
    stop.abort();
    await clock.pass(100);
    expect(state.ended).to.equal(true);
    expect(store.lease.holder).to.equal(null);
  });

  it("hands over to a function's run that asks, and waits until it ends", async () => {
    const { clock, store, stop } = rig();
    await clock.pass(5_000);
    const fence = store.lease.fence;
    const asks = { successor: "lambda/1", successorSeenMs: clock.nowMs() };
    store.lease = { ...store.lease, version: store.lease.version + 1, ...asks };
    await clock.pass(1_500);
    expect(store.lease).to.deep.include({ holder: "lambda/1", fence: fence + 1 });
    await clock.pass(10_000);
    expect(store.lease.successor).to.equal(null);
    stop.abort();
    await clock.pass(100);
  });

  it("goes on after a run that failed", async () => {
    const { clock, store, lines, stop } = rig();
    store.readMemory = () => Promise.reject(new Error("the table did not answer"));
    await clock.pass(5_100);
    expect(lines.map((line) => line.event)).to.include("run-failed");
    store.readMemory = () => Promise.resolve(null);
    await clock.pass(10_000);
    expect(store.memory?.seenAtMs).to.be.a("number");
    stop.abort();
    await clock.pass(100);
  });

  it("ends when the environment is torn down", async () => {
    const store = new MemoryStore();
    store.lease = { ...store.lease, version: 1, closed: true };
    const { clock, state } = rig(store);
    await clock.pass(100);
    expect(state.ended).to.equal(true);
  });
});
