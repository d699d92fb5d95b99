import { expect } from "chai";
import { kindOf, MADE_WITH_TAG, madeWith } from "../../../scaler/decide/made";
import { newestOf } from "../../../scaler/decide/memory";
import { ONE, small, table, THREE, TWO } from "../truth";
import { actionsOf, ago, aPool, Farm, NOW, workerName } from "../worlds";

const OLD = { launchTemplateVersion: "2" };
const SETTINGS = madeWith(new Farm().document.master, aPool("linux64", 3));

/** One VM of the new kind has attached at some time. */
function proven(farm: Farm): Farm {
  const pool = farm.document.pools[0]!;
  const newest = { ...newestOf(kindOf(farm.document.master, pool)), proven: true };
  farm.memory = {
    ...farm.memory,
    pools: { [pool.name]: { lastBacklogMs: ago(7200), startsMs: [], newest } },
  };
  return farm;
}

/** The VM of `name`, as it stands, is of the version before. */
function outdate(farm: Farm, ...names: string[]): Farm {
  for (const [index, vm] of farm.vms.entries()) {
    if (names.includes(vm.name)) farm.vms[index] = { ...vm, ...OLD };
  }
  return farm;
}

table("outdated VMs, once a new one has attached", [
  {
    title: "a busy one is left alone",
    farm: () => outdate(proven(new Farm().awake(ONE).build(ONE)), ONE),
    actions: [],
    holds: ["outdated"],
  },
  {
    title: "an idle one: first its door is closed, long before the ceiling",
    farm: () => outdate(proven(new Farm().awake(ONE, 60, 10)), ONE),
    actions: [`pause ${ONE}`],
    holds: ["outdated"],
  },
  {
    title: "a drained one is ended",
    farm: () => outdate(proven(new Farm().draining(ONE, 2)), ONE),
    actions: [`retire ${ONE}`],
    holds: ["outdated"],
  },
  {
    title: "not before the drain is over",
    farm: () => outdate(proven(new Farm().draining(ONE, 1)), ONE),
    actions: [],
    holds: ["outdated"],
  },
  {
    title: "a build that slipped in is let finish behind the closed door",
    farm: () => outdate(proven(new Farm().draining(ONE, 5).build(ONE)), ONE),
    actions: [],
    holds: ["outdated"],
  },
  {
    title: "a sleeping one is ended, no more than may start in a tick",
    farm: () =>
      outdate(proven(small({ maxStartsPerTick: 2 }).asleep(ONE).asleep(TWO).asleep(THREE)), ONE, TWO, THREE),
    actions: [`retire ${ONE}`, `retire ${TWO}`],
    holds: ["outdated"],
  },
  {
    title: "a VM on hold stays",
    farm: () => outdate(proven(new Farm().asleep(ONE, { tags: { "overflow:hold": "yes" } })), ONE),
    actions: [],
    holds: ["outdated", "operator-hold"],
  },
  {
    title: "one that someone else paused stays",
    farm: () => outdate(proven(new Farm().asleep(ONE).change(ONE, { paused: true })), ONE),
    actions: [],
    holds: ["outdated", "paused-by-other"],
  },
  {
    title: "a VM that was made with other settings leaves as well",
    farm: () => proven(new Farm().asleep(ONE, { tags: { [MADE_WITH_TAG]: "0123456789abcdef" } })),
    actions: [`retire ${ONE}`],
    holds: ["outdated"],
  },
  {
    title: "a VM made with the same settings stays",
    farm: () => proven(new Farm().asleep(ONE, { tags: { [MADE_WITH_TAG]: SETTINGS } })),
    actions: [],
  },
  {
    title: "so does one that does not say what it was made of",
    farm: () => proven(new Farm().asleep(ONE, { launchTemplateVersion: "" })),
    actions: [],
  },
  {
    title: "a VM of another template leaves",
    farm: () => proven(new Farm().asleep(ONE, { tags: { "aws:ec2launchtemplate:id": "lt-before" } })),
    actions: [`retire ${ONE}`],
    holds: ["outdated"],
  },
]);

table("outdated VMs under a backlog", [
  {
    title:
      "a VM of the new kind is woken first, then a new one is made, and an old one is woken at the very last",
    farm: () => outdate(proven(new Farm().asleep(ONE).asleep(TWO).requests(3)), ONE),
    actions: [`start ${TWO}`, `create ${THREE}`, `start ${ONE}`],
    holds: ["outdated"],
  },
  {
    title: "one of a pool that is busy throughout gets no more builds",
    farm: () =>
      outdate(
        proven(new Farm().awake(ONE).awake(TWO).awake(THREE).build(ONE).build(TWO).build(THREE)),
        ONE,
        TWO,
      ).requests(5),
    actions: [`pause ${ONE}`],
    holds: ["outdated", "max"],
  },
  {
    title: "the next one waits until its successor has attached",
    farm: () =>
      outdate(
        proven(
          new Farm()
            .vm(ONE, "pending", { launchedAtMs: ago(5) })
            .awake(TWO)
            .build(TWO),
        ),
        TWO,
      ).requests(5),
    actions: [`create ${THREE}`],
    holds: ["outdated", "max"],
  },
  {
    title: "nobody leaves while a new one is idle: the master is about to give it the request",
    farm: () =>
      outdate(proven(new Farm().awake(ONE).awake(TWO).awake(THREE).build(ONE).build(TWO)), ONE, TWO).requests(
        1,
      ),
    actions: [],
    holds: ["outdated"],
  },
  {
    title: "none leaves when no replacement may start",
    farm: () => {
      const farm = outdate(proven(small({ maxDollarsPerDay: 1 }, 1).awake(ONE).build(ONE)), ONE).requests(5);
      farm.memory = { ...farm.memory, spend: { day: "2026-11-24", dollars: 1 } };
      return farm;
    },
    actions: [],
    holds: ["outdated", "max"],
  },
  {
    title: "one that was on its way out is taken back when no replacement may start",
    farm: () => {
      const farm = outdate(proven(small({ maxDollarsPerDay: 1 }).draining(ONE, 1)), ONE).requests(1);
      farm.memory = { ...farm.memory, spend: { day: "2026-11-24", dollars: 1 } };
      return farm;
    },
    actions: [`unpause ${ONE}`],
    holds: ["outdated"],
  },
]);

table("outdated VMs before a new one has attached", [
  {
    title: "stay while a name is free for the first of the new kind",
    farm: () => outdate(new Farm().awake(ONE, 60, 10).asleep(TWO), ONE, TWO),
    actions: [],
    holds: ["outdated"],
  },
  {
    title: "the first backlog makes the new one, although an old one sleeps",
    farm: () => outdate(new Farm().asleep(ONE), ONE).requests(1),
    actions: [`create ${TWO}`],
    holds: ["outdated"],
  },
  {
    title: "one of them makes room if they have all the names: the one that was used longest ago",
    farm: () =>
      outdate(
        new Farm()
          .asleep(ONE)
          .asleep(TWO)
          .asleep(THREE)
          .remember(ONE, { lastBusyMs: ago(10) })
          .remember(THREE, { lastBusyMs: ago(20) }),
        ONE,
        TWO,
        THREE,
      ),
    actions: [`retire ${TWO}`],
    holds: ["outdated"],
  },
  {
    title: "no second one while the first is on its way out",
    farm: () => outdate(new Farm().vm(ONE, "shutting-down").asleep(TWO).asleep(THREE), ONE, TWO, THREE),
    actions: [],
    holds: ["outdated"],
  },
  {
    title: "at the ceiling they are suspended, as ever",
    farm: () => outdate(new Farm().draining(ONE, 2), ONE),
    actions: [`suspend ${ONE}`],
    holds: ["outdated"],
  },
]);

describe("a pool of sixty with a new image, under a backlog", () => {
  it("has a tenth of its VMs under way at once, and not one more at the next tick", () => {
    const farm = proven(small({}, 60));
    const names = Array.from({ length: 60 }, (_, index) => workerName("linux64", index + 1));
    for (const name of names) farm.awake(name).build(name);
    outdate(farm, ...names).requests(100);
    const first = farm.plan();
    expect(actionsOf(first)).to.have.length(6);
    farm.memory = first.memory;
    for (const { worker } of first.actions) farm.change(worker, { paused: true });
    expect(actionsOf(farm.plan())).to.deep.equal([]);
  });

  it("is proven by the first VM of the new version that attaches, not by an old connection", () => {
    const farm = new Farm().awake(ONE);
    expect(farm.plan().memory.pools["linux64"]?.newest.proven).to.equal(true);
    farm.remember(ONE, { oldConnection: true });
    expect(farm.plan().memory.pools["linux64"]?.newest.proven).to.equal(false);
    expect(NOW).to.equal(farm.plan().memory.seenAtMs);
  });
});
