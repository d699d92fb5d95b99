import { expect } from "chai";
import { emptyMemory } from "../../scaler/decide/memory";
import { FREE_LEASE } from "../../scaler/lease";
import { LeaseLost } from "../../scaler/store";
import { firstState, type Leadership, tick } from "../../scaler/tick";
import { fakePorts, sleepingVm } from "./fakes";
import { NOW } from "./worlds";

const ONE = "bld-linux64-ec2-001";
const TWO = "bld-linux64-ec2-002";
const LEADER: Leadership = { holder: "a", fence: 1, check: () => undefined };

/** A farm with one waiting request, whose last tick was 15 s ago under the same code and settings. */
async function rig() {
  const ports = fakePorts();
  ports.store.lease = { ...FREE_LEASE, version: 1, holder: "a", fence: 1, expiresAtMs: NOW + 20_000 };
  const looked = await tick(ports, LEADER, firstState(null));
  ports.store.entries.length = 0;
  ports.fleet.vms = [sleepingVm(ONE), sleepingVm(TWO, { subnetId: "subnet-b" })];
  ports.queue.pending = [{ requestId: 1, builder: "linux64", submittedAtMs: NOW - 5_000 }];
  return { ports, looked };
}

describe("a tick", () => {
  it("writes the intent down before it acts, and the outcome after", async () => {
    const { ports, looked } = await rig();
    const order: string[] = [];
    ports.fleet.onCall = (call) => order.push(call);
    ports.store.beforeCommit = () => order.push("commit");
    await tick(ports, LEADER, looked);
    expect(order).to.deep.equal(["commit", `start i-${ONE}`, "commit"]);
    expect(ports.store.entries.map((entry) => entry.kind)).to.deep.equal(["decided", "done"]);
    expect(ports.store.entries[1]?.outcomes).to.deep.equal([
      { kind: "start", worker: ONE, instanceId: `i-${ONE}`, error: null, message: null },
    ]);
    expect(ports.store.entries[0]?.inputs).to.match(/^sha256:[0-9a-f]{64}$/);
  });

  it("forgets no start, and the next leader starts nothing twice, after a crash between act and outcome", async () => {
    const { ports, looked } = await rig();
    let crash = true;
    ports.store.beforeCommit = () => {
      if (ports.fleet.calls.length > 0 && crash) throw new Error("killed");
    };
    await tick(ports, LEADER, looked).catch(() => undefined);
    expect(ports.fleet.calls).to.deep.equal([`start i-${ONE}`]);
    expect(ports.store.memory?.workers[ONE]?.pendingStart).to.deep.equal({
      atMs: NOW,
      instanceId: `i-${ONE}`,
    });
    crash = false;
    ports.fleet.vms = [sleepingVm(ONE), sleepingVm(TWO)];
    await tick(ports, LEADER, firstState(ports.store.memory));
    expect(ports.fleet.calls).to.deep.equal([`start i-${ONE}`]);
  });

  it("acts on nothing once its lease is over, though it has decided", async () => {
    const { ports, looked } = await rig();
    const late: Leadership = {
      ...LEADER,
      check: () => {
        throw new LeaseLost("1 s left");
      },
    };
    const error = await tick(ports, late, looked).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(LeaseLost);
    expect(ports.fleet.calls).to.be.empty;
  });

  it("acts on nothing under an old fence", async () => {
    const { ports, looked } = await rig();
    ports.store.lease = { ...ports.store.lease, holder: "b", fence: 2 };
    const error = await tick(ports, LEADER, looked).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(LeaseLost);
    expect(ports.fleet.calls).to.be.empty;
  });

  it("tries another zone at once when one has no capacity, and leaves the first alone", async () => {
    const { ports, looked } = await rig();
    ports.fleet.refuses.set(`start i-${ONE}`, "InsufficientInstanceCapacity");
    const refused = await tick(ports, LEADER, looked);
    expect(refused.nextAtMs).to.equal(ports.clock.nowMs());
    expect(refused.memory.pools["linux64"]?.startsMs).to.be.empty;
    await tick(ports, LEADER, refused);
    expect(ports.fleet.calls).to.deep.equal([`start i-${ONE}`, `start i-${TWO}`]);
  });

  it("leaves a throttled API alone for some seconds", async () => {
    const { ports, looked } = await rig();
    ports.fleet.refuses.set(`start i-${ONE}`, "RequestLimitExceeded");
    const refused = await tick(ports, LEADER, looked);
    const next = await tick(ports, LEADER, refused);
    expect(ports.fleet.calls).to.deep.equal([`start i-${ONE}`]);
    expect(next.nextAtMs).to.equal(NOW + 5_000);
  });

  it("never terminates as an answer to an API error", async () => {
    const { ports, looked } = await rig();
    for (const code of ["InternalError", "IncorrectInstanceState", "InvalidInstanceID.NotFound", "Unknown"]) {
      ports.fleet.refuses.set(`start i-${ONE}`, code);
      await tick(ports, LEADER, looked);
    }
    expect(ports.fleet.calls.filter((call) => call.startsWith("terminate"))).to.be.empty;
  });

  it("gives a new VM its name, master and derived password", async () => {
    const { ports, looked } = await rig();
    ports.fleet.vms = [];
    await tick(ports, LEADER, looked);
    const [vm] = ports.fleet.created;
    expect(vm).to.deep.include({ name: ONE, launchTemplateId: "lt-linux64", launchTemplateVersion: "3" });
    expect(JSON.parse(vm?.userData ?? "")).to.deep.equal({
      overflow: 1,
      worker: ONE,
      master: { host: "10.20.0.10", port: 9989, tls: false },
      certificateAuthority: null,
      password: "QK3Ks86lSltNO9_-yT7ZgCYv6d0x19JCuAq4dN6kX1s",
      mirrors: {},
      records: null,
    });
    expect(vm?.clientToken).to.match(/^overflow-[0-9a-f]{40}$/);
  });

  it("keeps secrets out of log and journal", async () => {
    const { ports, looked } = await rig();
    ports.fleet.vms = [];
    await tick(ports, LEADER, looked);
    const written = JSON.stringify([ports.lines, ports.store.entries, ports.store.memory]);
    const password = (JSON.parse(ports.fleet.created[0]?.userData ?? "{}") as { password: string }).password;
    expect(password).to.have.length(43);
    expect(written).to.not.include(password).and.not.include("test-key");
  });

  it("writes the journal when something is new, not at every tick", async () => {
    const { ports, looked } = await rig();
    ports.queue.pending = [];
    const calm = await tick(ports, LEADER, looked);
    await tick(ports, LEADER, calm);
    expect(ports.store.entries).to.have.length(1);
  });

  it("stays at its first look as long as the master cannot be read", async () => {
    const ports = fakePorts();
    ports.store.lease = { ...FREE_LEASE, version: 1, holder: "a", fence: 1, expiresAtMs: NOW + 20_000 };
    ports.queue.unreadable = "HTTP 502";
    const blind = await tick(ports, LEADER, firstState(null));
    expect(ports.store.entries[0]?.holds.map((hold) => hold.code)).to.deep.equal(["master-unreadable"]);
    ports.queue.unreadable = null;
    await tick(ports, LEADER, blind);
    expect(ports.store.entries.at(-1)?.holds.map((hold) => hold.code)).to.deep.equal(["fresh-start"]);
  });

  it("takes new settings and new code as a start", async () => {
    const { ports, looked } = await rig();
    await tick({ ...ports, codeVersion: "2" }, LEADER, { ...looked, news: null });
    expect(ports.store.entries.at(-1)?.holds.map((hold) => hold.code)).to.deep.equal(["fresh-start"]);
    const document = await ports.document.read();
    const changed = { ...document, limits: { ...document.limits, graceSeconds: 2 } };
    await tick({ ...ports, document: { read: () => Promise.resolve(changed) } }, LEADER, {
      ...looked,
      news: null,
    });
    expect(ports.store.entries.at(-1)?.holds.map((hold) => hold.code)).to.deep.equal(["fresh-start"]);
    expect(ports.fleet.calls).to.be.empty;
  });

  it("looks first at new settings also when they came while the master could not be read", async () => {
    const { ports, looked } = await rig();
    ports.queue.unreadable = "HTTP 502";
    const blind = await tick({ ...ports, codeVersion: "2" }, LEADER, looked);
    ports.queue.unreadable = null;
    await tick({ ...ports, codeVersion: "2" }, LEADER, blind);
    expect(ports.store.entries.at(-1)?.holds.map((hold) => hold.code)).to.deep.equal(["fresh-start"]);
    expect(ports.fleet.calls).to.be.empty;
  });

  it("takes a master that does not answer within ten seconds for unreadable", async () => {
    const { ports, looked } = await rig();
    ports.queue.read = () => new Promise(() => undefined);
    const late = tick(ports, LEADER, looked);
    await ports.clock.pass(10_000);
    await late;
    expect(ports.store.entries.at(-1)?.holds.map((hold) => hold.code)).to.deep.equal(["master-unreadable"]);
  });

  it("begins with an empty memory where none was written", () => {
    expect(firstState(null).memory).to.deep.equal(emptyMemory());
  });
});
