import { expect } from "chai";
import { decide } from "../../../scaler/decide/decide";
import { ONE, TWO, THREE, table } from "../truth";
import { ago, codesOf, Farm } from "../worlds";

const mismatched = (change: (farm: Farm) => unknown) => {
  const farm = new Farm().awake(ONE, 9000, 8000).asleep(TWO).requests(3);
  change(farm);
  return farm;
};

function held(farm: Farm): Farm {
  for (const [index, vm] of farm.vms.entries()) farm.vms[index] = { ...vm, tags: { "overflow:hold": "yes" } };
  return farm;
}

table("fail static", [
  {
    title: "the first tick after a start only looks",
    farm: () => mismatched((farm) => (farm.freshStart = true)),
    actions: [],
    holds: ["fresh-start", "passed-over"].slice(0, 1),
  },
  {
    title: "a stale master: nothing",
    farm: () => mismatched((farm) => (farm.queueAgeSeconds = 31)),
    actions: [],
    holds: ["master-stale"],
  },
  {
    title: "an answer from the future is as bad",
    farm: () => mismatched((farm) => (farm.queueAgeSeconds = -31)),
    actions: [],
    holds: ["master-stale"],
  },
  {
    title: "a stale fleet: nothing",
    farm: () => mismatched((farm) => (farm.fleetAgeSeconds = 31)),
    actions: [],
    holds: ["fleet-stale"],
  },
  {
    title: "a worker name that the master does not know freezes the pool",
    farm: () => mismatched((farm) => farm.rows.delete(THREE)),
    actions: [],
    holds: ["mismatch"],
  },
  {
    title: "a pool worker on a builder that is not let through freezes it",
    farm: () => mismatched((farm) => farm.change(ONE, { builders: ["linux64", "release"] })),
    actions: [],
    holds: ["mismatch"],
  },
  {
    title: "a builder let through without the pool's workers freezes it",
    farm: () => mismatched((farm) => farm.change(ONE, { builders: [] })),
    actions: [],
    holds: ["mismatch"],
  },
  {
    title: "a VM with the tag overflow:hold is never touched",
    farm: () =>
      new Farm()
        .asleep(ONE, { tags: { "overflow:hold": "jo debugs" } })
        .asleep(TWO)
        .requests(1),
    actions: [`start ${TWO}`],
    holds: ["operator-hold"],
  },
  {
    title: "nor suspended, nor terminated",
    farm: () =>
      held(
        new Farm()
          .draining(ONE, 60)
          .vm(TWO, "running")
          .remember(TWO, { runStartedAtMs: ago(7200), detachedSinceMs: ago(900) }),
      ),
    actions: [],
    holds: ["operator-hold", "operator-hold"],
  },
  {
    title: "two VMs under one name: neither is touched",
    farm: () => new Farm().asleep(ONE).asleep(ONE).asleep(TWO).requests(1),
    actions: [`start ${TWO}`],
    holds: ["duplicate-name"],
  },
]);

describe("an unreadable world", () => {
  for (const side of ["queue", "fleet"] as const) {
    it(`holds everything when the ${side} cannot be read, and times attach and absence anew`, () => {
      const farm = new Farm().awake(ONE, 9000, 8000).requests(3);
      const world = { ...farm.world(), [side]: { unreadable: "HTTP 502" } };
      const plan = decide(world);
      expect(plan.actions).to.be.empty;
      expect(codesOf(plan)).to.deep.equal([side === "queue" ? "master-unreadable" : "fleet-unreadable"]);
      expect(plan.memory.workers[ONE]?.attachedSinceMs).to.equal(null);
      expect(plan.memory.workers[ONE]?.lastBusyMs).to.equal(ago(8000));
    });
  }
});
