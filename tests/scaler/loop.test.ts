import { expect } from "chai";
import { run } from "../../scaler/loop";
import { FakeClock } from "./fakeClock";
import { fakePorts, MemoryStore, sleepingVm } from "./fakes";

const ONE = "bld-linux64-ec2-001";

/** Two runs over one table and one farm, as Lambda starts them. */
function rig() {
  const clock = new FakeClock();
  const ports = fakePorts(clock, new MemoryStore());
  ports.fleet.vms = [sleepingVm(ONE)];
  const start = (holder: string, askHandOver = true) => {
    const stop = new AbortController();
    const ended = { end: "" };
    const done = run(ports, { holder, signal: stop.signal, askHandOver }).then((end) => {
      ended.end = end;
    });
    return { stop, ended, done };
  };
  return { ...ports, ports, start };
}

describe("a run of the scaler", () => {
  it("looks first, and acts one second later", async () => {
    const { clock, queue, fleet, start } = rig();
    queue.pending.push({ requestId: 1, builder: "linux64", submittedAtMs: clock.nowMs() - 10_000 });
    const first = start("a");
    await clock.pass(500);
    expect(fleet.calls).to.be.empty;
    await clock.pass(1000);
    expect(fleet.calls).to.deep.equal([`start i-${ONE}`]);
    first.stop.abort();
    await clock.pass(10);
    await first.done;
    expect(first.ended.end).to.equal("ended");
  });

  it("starts a VM within two seconds of a request's event", async () => {
    const { clock, queue, fleet, start } = rig();
    const first = start("a");
    await clock.pass(8_000);
    queue.request();
    await clock.pass(2_000);
    expect(fleet.calls).to.deep.equal([`start i-${ONE}`]);
    first.stop.abort();
    await clock.pass(10);
  });

  it("serves a burst of events with few ticks", async () => {
    const { clock, queue, start } = rig();
    const first = start("a");
    await clock.pass(8_000);
    const before = queue.reads;
    for (let i = 0; i < 100; i += 1) queue.emit();
    await clock.pass(500);
    expect(queue.reads - before).to.be.at.most(2);
    first.stop.abort();
    await clock.pass(10);
  });

  it("ticks without any event, every tickSeconds", async () => {
    const { clock, queue, start } = rig();
    const first = start("a");
    await clock.pass(5_000);
    const before = queue.reads;
    await clock.pass(60_000);
    expect(queue.reads - before).to.be.within(3, 5);
    first.stop.abort();
    await clock.pass(10);
  });

  it("hands over to the next run, which acts at once on an event that fell in between", async () => {
    const { clock, queue, fleet, store, start } = rig();
    const first = start("a");
    await clock.pass(8_000);
    const fence = store.lease.fence;
    const second = start("b");
    await clock.pass(100);
    queue.request();
    await clock.pass(1_900);
    expect(first.ended.end).to.equal("handed-over");
    expect(store.lease).to.deep.include({ holder: "b", fence: fence + 1 });
    expect(fleet.calls).to.deep.equal([`start i-${ONE}`]);
    second.stop.abort();
    await clock.pass(10);
  });

  it("takes no first look after a hand-over", async () => {
    const { clock, store, start } = rig();
    start("a");
    await clock.pass(8_000);
    const looks = () =>
      store.entries.filter((e) => e.holds.some((hold) => hold.code === "fresh-start")).length;
    expect(looks()).to.equal(1);
    const second = start("b");
    await clock.pass(8_000);
    expect(looks()).to.equal(1);
    second.stop.abort();
    await clock.pass(10);
  });

  it("does not hand over to a run that fell silent", async () => {
    const { clock, store, start } = rig();
    const first = start("a");
    await clock.pass(8_000);
    store.lease = {
      ...store.lease,
      version: store.lease.version + 1,
      successor: "ghost",
      successorSeenMs: clock.nowMs() - 60_000,
    };
    await clock.pass(5_000);
    expect(first.ended.end).to.equal("");
    first.stop.abort();
    await clock.pass(10);
  });

  it("follows a leader that crashed when its lease has run out", async () => {
    const { clock, store, fleet, queue, start } = rig();
    store.lease = {
      ...store.lease,
      version: 1,
      holder: "crashed",
      fence: 3,
      expiresAtMs: clock.nowMs() + 20_000,
    };
    queue.pending.push({ requestId: 1, builder: "linux64", submittedAtMs: clock.nowMs() });
    const second = start("b");
    await clock.pass(19_000);
    expect(fleet.calls).to.be.empty;
    await clock.pass(4_000);
    expect(store.lease).to.deep.include({ holder: "b", fence: 4 });
    expect(fleet.calls).to.deep.equal([`start i-${ONE}`]);
    second.stop.abort();
    await clock.pass(10);
  });

  it("stops at once when another holds the lease, and touches nothing", async () => {
    const { clock, store, fleet, queue, start } = rig();
    const first = start("a");
    await clock.pass(8_000);
    store.lease = {
      ...store.lease,
      version: store.lease.version + 1,
      holder: "b",
      fence: store.lease.fence + 1,
    };
    queue.request();
    await clock.pass(5_000);
    expect(first.ended.end).to.equal("lost");
    expect(fleet.calls).to.be.empty;
    expect(store.lease.holder).to.equal("b");
  });

  it("ends at once in an environment that is torn down", async () => {
    const { clock, store, start } = rig();
    store.lease = { ...store.lease, version: 1, closed: true };
    const first = start("a");
    await clock.pass(1_000);
    expect(first.ended.end).to.equal("closed");
  });

  it("frees the lease at its end, so that the next run need not wait", async () => {
    const { clock, store, start } = rig();
    const first = start("a");
    await clock.pass(8_000);
    first.stop.abort();
    await clock.pass(10);
    await first.done;
    expect(store.lease.holder).to.equal(null);
  });

  it("does not ask for a hand-over where it is told not to", async () => {
    const { clock, store, start } = rig();
    const first = start("a");
    await clock.pass(8_000);
    const second = start("b", false);
    await clock.pass(10_000);
    expect(store.lease.holder).to.equal("a");
    first.stop.abort();
    await clock.pass(1_000);
    expect(store.lease.holder).to.equal("b");
    second.stop.abort();
    await clock.pass(10);
  });

  it("touches nothing once it could not renew its lease for most of its time", async () => {
    const { clock, store, fleet, queue, start } = rig();
    const first = start("a");
    await clock.pass(8_000);
    store.readLease = () => Promise.reject(new Error("the table did not answer"));
    await clock.pass(16_000);
    queue.request();
    await clock.pass(3_000);
    expect(fleet.calls).to.be.empty;
    first.stop.abort();
    await clock.pass(10);
    await first.done.catch(() => undefined);
  });

  it("does not storm a table that fails", async () => {
    const { clock, store, start } = rig();
    let tries = 0;
    store.beforeCommit = () => {
      tries += 1;
      throw new Error("the table did not answer");
    };
    const first = start("a");
    await clock.pass(20_000);
    expect(tries).to.be.within(5, 11);
    first.stop.abort();
    await clock.pass(10);
  });

  it("goes on after a tick that failed, from what was written", async () => {
    const { clock, store, fleet, queue, start } = rig();
    const first = start("a");
    await clock.pass(8_000);
    let failures = 1;
    store.beforeCommit = () => {
      if (failures-- > 0) throw new Error("the table did not answer");
    };
    queue.request();
    await clock.pass(6_000);
    expect(fleet.calls).to.deep.equal([`start i-${ONE}`]);
    first.stop.abort();
    await clock.pass(10);
  });
});
