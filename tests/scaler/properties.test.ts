import { expect } from "chai";
import fc from "fast-check";
import { decide } from "../../scaler/decide/decide";
import { kindOf } from "../../scaler/decide/made";
import { newestOf } from "../../scaler/decide/memory";
import { type ScalerDocument } from "../../scaler/document";
import { type VmState } from "../../scaler/ports";
import { aDocument, ago, aPool, Farm, workerName } from "./worlds";

const STATES: readonly (VmState | "none")[] = [
  "pending",
  "running",
  "stopping",
  "stopped",
  "shutting-down",
  "terminated",
  "none",
];
const SIZE = 4;

interface Slot {
  readonly state: VmState | "none";
  readonly connected: boolean;
  readonly paused: boolean;
  readonly busy: boolean;
  readonly marked: boolean;
  readonly held: boolean;
  readonly twice: boolean;
  readonly old: boolean;
  readonly startedSecondsAgo: number;
}

const slot: fc.Arbitrary<Slot> = fc.record({
  state: fc.constantFrom(...STATES),
  connected: fc.boolean(),
  paused: fc.boolean(),
  busy: fc.boolean(),
  marked: fc.boolean(),
  held: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  twice: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  old: fc.boolean(),
  startedSecondsAgo: fc.constantFrom(1, 10, 400, 9000),
});

/** Any farm at all, consistent or not. */
const farms = fc
  .record({
    slots: fc.array(slot, { minLength: SIZE, maxLength: SIZE }),
    pending: fc.array(fc.constantFrom(0, 10, 100), { maxLength: 8 }),
    inHouseFree: fc.nat(4),
    perTick: fc.integer({ min: 1, max: 5 }),
    proven: fc.boolean(),
  })
  .map(({ slots, pending, inHouseFree, perTick, proven }) => {
    const farm = provenFarm(proven, aDocument([aPool("linux64", SIZE)], { maxStartsPerTick: perTick }));
    for (const age of pending) farm.requests(1, "linux64", age);
    for (let i = 0; i < inHouseFree; i += 1) farm.inHouse(`ih-${i}`);
    for (const [index, each] of slots.entries()) place(farm, workerName("linux64", index + 1), each);
    return farm;
  });

function place(farm: Farm, name: string, slot: Slot): void {
  const launchedAtMs = ago(slot.startedSecondsAgo);
  const tags: Record<string, string> = slot.held ? { "overflow:hold": "yes" } : {};
  const launchTemplateVersion = slot.old ? "2" : "3";
  if (slot.state !== "none") farm.vm(name, slot.state, { launchedAtMs, tags, launchTemplateVersion });
  if (slot.twice && slot.state !== "none") farm.vm(name, slot.state, { launchedAtMs });
  const mark = {
    phase: "draining" as const,
    atMs: ago(60),
    runStartedAtMs: launchedAtMs,
    pausedSeenMs: ago(50),
  };
  farm.remember(name, {
    runStartedAtMs: launchedAtMs,
    attachedSinceMs: slot.connected ? launchedAtMs : null,
    detachedSinceMs: slot.connected ? null : launchedAtMs,
    mark: slot.marked ? mark : null,
  });
  farm.change(name, { connected: slot.connected, paused: slot.paused });
  if (slot.busy) farm.build(name);
}

function provenFarm(proven: boolean, document: ScalerDocument): Farm {
  const farm = new Farm(document);
  const pool = document.pools[0]!;
  const newest = { ...newestOf(kindOf(document.master, pool)), proven };
  farm.memory = {
    ...farm.memory,
    pools: { [pool.name]: { lastBacklogMs: ago(7200), startsMs: [], newest } },
  };
  return farm;
}

const starting = (kind: string) => kind === "start" || kind === "create";

describe("whatever the world looks like, the decision", () => {
  it("is the same for the same world", () => {
    fc.assert(
      fc.property(farms, (farm) => void expect(decide(farm.world())).to.deep.equal(decide(farm.world()))),
    );
  });

  it("does at most one thing to a worker", () => {
    fc.assert(
      fc.property(farms, (farm) => {
        const workers = farm.plan().actions.map((action) => action.worker);
        expect(new Set(workers).size).to.equal(workers.length);
      }),
    );
  });

  it("starts no more than a tick allows, and only what sleeps or is not there", () => {
    fc.assert(
      fc.property(farms, (farm) => {
        const starts = farm.plan().actions.filter((action) => starting(action.kind));
        expect(starts.length).to.be.at.most(farm.document.limits.maxStartsPerTick);
        for (const action of starts) {
          const states = farm.vms
            .filter((vm) => vm.name === action.worker && vm.state !== "terminated")
            .map((vm) => vm.state);
          expect(states).to.deep.equal(action.kind === "start" ? ["stopped"] : []);
        }
      }),
    );
  });

  it("starts no more than there are aged requests without a free in-house machine", () => {
    fc.assert(
      fc.property(farms, (farm) => {
        const aged = farm.pending.filter((request) => request.submittedAtMs <= ago(1)).length;
        const free = [...farm.rows.keys()].filter((name) => name.startsWith("ih-")).length;
        const starts = farm.plan().actions.filter((action) => starting(action.kind));
        expect(starts.length).to.be.at.most(Math.max(0, aged - free));
      }),
    );
  });

  it("never stops or ends a worker on which the master shows a build, and closes none but to replace it", () => {
    fc.assert(
      fc.property(farms, (farm) => {
        for (const action of farm.plan().actions) {
          if (!["pause", "suspend", "terminate", "retire"].includes(action.kind)) continue;
          if (action.kind === "pause" && action.reason.startsWith("leaves for good")) continue;
          const row = farm.rows.get(action.worker)!;
          expect(farm.running.map((build) => build.workerId)).to.not.include(row.workerId);
        }
      }),
    );
  });

  it("never ends a VM of the newest kind to replace it", () => {
    fc.assert(
      fc.property(farms, (farm) => {
        for (const action of farm.plan().actions) {
          if (action.kind !== "retire") continue;
          const vm = farm.vms.find((each) => each.instanceId === action.instanceId)!;
          expect(vm.launchTemplateVersion).to.equal("2");
        }
      }),
    );
  });

  it("never suspends behind an open door, and never opens a door that it did not close", () => {
    fc.assert(
      fc.property(farms, (farm) => {
        for (const action of farm.plan().actions) {
          if (action.kind === "suspend") expect(farm.rows.get(action.worker)!.paused).to.equal(true);
          if (action.kind === "unpause") expect(farm.memory.workers[action.worker]?.mark).to.not.equal(null);
        }
      }),
    );
  });

  it("never touches a VM on hold, or one of two under a name", () => {
    fc.assert(
      fc.property(farms, (farm) => {
        const live = farm.vms.filter((vm) => vm.state !== "terminated");
        for (const { worker } of farm.plan().actions) {
          const own = live.filter((vm) => vm.name === worker);
          expect(own.length).to.be.at.most(1);
          expect(own.flatMap((vm) => Object.keys(vm.tags))).to.not.include("overflow:hold");
        }
      }),
    );
  });

  it("never starts less for one request more", () => {
    fc.assert(
      fc.property(farms, (farm) => {
        const count = () => farm.plan().actions.filter((action) => starting(action.kind)).length;
        const before = count();
        farm.requests(1);
        expect(count()).to.be.at.least(before);
      }),
    );
  });

  it("does nothing on a stale or unreadable world, or at the first look", () => {
    fc.assert(
      fc.property(farms, fc.constantFrom("queue", "fleet", "stale", "fresh"), (farm, fault) => {
        farm.queueAgeSeconds = fault === "stale" ? 60 : 0;
        farm.freshStart = fault === "fresh";
        const world = farm.world();
        const broken =
          fault === "queue" || fault === "fleet" ? { ...world, [fault]: { unreadable: "gone" } } : world;
        expect(decide(broken).actions).to.be.empty;
      }),
    );
  });
});
