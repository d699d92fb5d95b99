import { expect } from "chai";
import { ONE, TWO, THREE, table } from "../truth";
import { actionsOf, ago, aDocument, aPool, Farm } from "../worlds";

table("need: what is started", [
  { title: "nothing without backlog", farm: () => new Farm(), actions: [] },
  {
    title: "one VM for one aged request",
    farm: () => new Farm().asleep(ONE).requests(1),
    actions: [`start ${ONE}`],
  },
  {
    title: "nothing for a request younger than the grace",
    farm: () => new Farm().asleep(ONE).requests(1, "linux64", 0.5),
    actions: [],
  },
  {
    title: "nothing for a builder that no pattern lets through",
    farm: () => new Farm().asleep(ONE).requests(5, "win64"),
    actions: [],
  },
  {
    title: "nothing while in-house machines are free for all of it",
    farm: () => new Farm().asleep(ONE).inHouse("ih-1").inHouse("ih-2").requests(2),
    actions: [],
  },
  {
    title: "only what in-house machines leave",
    farm: () => new Farm().asleep(ONE).asleep(TWO).inHouse("ih-1").requests(2),
    actions: [`start ${ONE}`],
  },
  {
    title: "a busy in-house machine does not count",
    farm: () => new Farm().asleep(ONE).inHouse("ih-1").build("ih-1").requests(1),
    actions: [`start ${ONE}`],
  },
  {
    title: "a paused in-house machine does not count",
    farm: () => new Farm().asleep(ONE).inHouse("ih-1", ["linux64"], { paused: true }).requests(1),
    actions: [`start ${ONE}`],
  },
  {
    title: "an in-house machine that shuts down does not count",
    farm: () => new Farm().asleep(ONE).inHouse("ih-1", ["linux64"], { graceful: true }).requests(1),
    actions: [`start ${ONE}`],
  },
  {
    title: "a disconnected in-house machine does not count",
    farm: () => new Farm().asleep(ONE).inHouse("ih-1", ["linux64"], { connected: false }).requests(1),
    actions: [`start ${ONE}`],
  },
  {
    title: "an in-house machine of another builder does not count",
    farm: () => new Farm().asleep(ONE).inHouse("ih-1", ["win64"]).requests(1),
    actions: [`start ${ONE}`],
  },
  {
    title: "an idle cloud worker is used before a VM is woken",
    farm: () => new Farm().awake(ONE, 60).asleep(TWO).requests(1),
    actions: [],
  },
  {
    title: "a busy cloud worker does not count",
    farm: () => new Farm().awake(ONE).build(ONE).asleep(TWO).requests(1),
    actions: [`start ${TWO}`],
  },
  {
    title: "a pending VM is on its way",
    farm: () =>
      new Farm()
        .vm(ONE, "pending", { launchedAtMs: ago(2) })
        .asleep(TWO)
        .requests(1),
    actions: [],
  },
  {
    title: "a booting VM whose worker someone paused is not",
    farm: () =>
      new Farm()
        .vm(ONE, "running", { launchedAtMs: ago(30) })
        .change(ONE, { paused: true })
        .asleep(TWO)
        .requests(1),
    actions: [`start ${TWO}`],
    holds: ["paused-by-other"],
  },
  {
    title: "a booting VM is on its way",
    farm: () =>
      new Farm()
        .vm(ONE, "running", { launchedAtMs: ago(30) })
        .asleep(TWO)
        .requests(1),
    actions: [],
  },
  {
    title: "a start that EC2 does not show yet is on its way",
    farm: () =>
      new Farm()
        .asleep(ONE)
        .asleep(TWO)
        .remember(ONE, { runStartedAtMs: ago(7200), pendingStart: { atMs: ago(5), instanceId: "i-001" } })
        .requests(1),
    actions: [],
  },
  {
    title: "a start that EC2 does not show after a minute is asked for again",
    farm: () =>
      new Farm()
        .asleep(ONE)
        .remember(ONE, { runStartedAtMs: ago(7200), pendingStart: { atMs: ago(61), instanceId: "i-001" } })
        .requests(1),
    actions: [`start ${ONE}`],
  },
  {
    title: "a creation that EC2 does not show yet is not made twice",
    farm: () => new Farm().remember(ONE, { pendingStart: { atMs: ago(5), instanceId: null } }).requests(1),
    actions: [],
  },
  {
    title: "a worker paused by someone else does not count as idle",
    farm: () => new Farm().awake(ONE, 60).change(ONE, { paused: true }).asleep(TWO).requests(1),
    actions: [`start ${TWO}`],
    holds: ["paused-by-other"],
  },
  {
    title: "a connection to a VM that is not running is no capacity",
    farm: () => new Farm().asleep(ONE).change(ONE, { connected: true }).requests(1),
    actions: [`start ${ONE}`],
  },
  {
    title: "a VM that is stopping is neither capacity nor startable",
    farm: () => new Farm().vm(ONE, "stopping").asleep(TWO).requests(2),
    actions: [`start ${TWO}`, `create ${THREE}`],
  },
]);

describe("two pools that share a builder", () => {
  const pools = [
    aPool("linux64", 2, { builders: ["linux64", "docs"] }),
    aPool("spare", 2, { builders: ["docs"] }),
  ];

  it("start one VM for one request, not one each", () => {
    expect(actionsOf(new Farm(aDocument(pools)).requests(1, "docs").plan())).to.deep.equal([`create ${ONE}`]);
  });

  it("use the second pool when the first is full", () => {
    const plan = new Farm(aDocument(pools)).requests(3, "docs").plan();
    expect(actionsOf(plan)).to.deep.equal([`create ${ONE}`, `create ${TWO}`, "create bld-spare-ec2-001"]);
  });

  it("keep the machine that runs both for the builder that has no other", () => {
    const farm = new Farm(aDocument(pools))
      .inHouse("ih-both", ["linux64", "docs"])
      .inHouse("ih-docs", ["docs"]);
    expect(actionsOf(farm.requests(1, "docs").requests(1, "linux64").plan())).to.be.empty;
  });
});
