import { expect } from "chai";
import { PAUSED_BY_TAG } from "../../../scaler/decide/observe";
import { ONE, TWO, table } from "../truth";
import { actionsOf, ago, codesOf, Farm, NOW } from "../worlds";

const woken = (attachedSeconds: number, oldConnection = false) =>
  new Farm()
    .awake(ONE, 60)
    .change(ONE, { paused: true })
    .remember(ONE, {
      attachedSinceMs: ago(attachedSeconds),
      oldConnection,
      mark: { phase: "suspending", atMs: ago(600), runStartedAtMs: ago(7200), pausedSeenMs: ago(610) },
    });

table("wake: when the door opens", [
  { title: "not before the attach has settled", farm: () => woken(1), actions: [] },
  { title: "once the attach has settled", farm: () => woken(2), actions: [`unpause ${ONE}`] },
  {
    title: "after three minutes unseen, an attach is timed anew",
    farm: () => {
      const farm = woken(60);
      farm.memory = { ...farm.memory, seenAtMs: ago(181) };
      return farm;
    },
    actions: [],
  },
  {
    title: "a connection older than the start is not believed before the watchdog had its turn",
    farm: () => woken(29, true),
    actions: [],
  },
  {
    title: "an old connection that outlived the watchdog is believed",
    farm: () => woken(30, true),
    actions: [`unpause ${ONE}`],
  },
  { title: "meanwhile it counts as on its way", farm: () => woken(1).asleep(TWO).requests(1), actions: [] },
  {
    title: "a pause whose mark was lost with the table is known by the VM's tag",
    farm: () =>
      new Farm()
        .vm(ONE, "running", { launchedAtMs: ago(7200), tags: { [PAUSED_BY_TAG]: "scaler" } })
        .change(ONE, { paused: true, connected: true })
        .requests(1),
    actions: [`unpause ${ONE}`],
  },
  {
    title: "a pause whose reason the master still knows as ours is ours",
    farm: () => new Farm().awake(ONE, 60).change(ONE, { paused: true, pauseReason: "overflow: idle" }),
    actions: [`unpause ${ONE}`],
  },
]);

describe("what a plan says beside its actions", () => {
  it("wakes when the grace of the youngest request ends", () => {
    expect(new Farm().asleep(ONE).requests(1, "linux64", 0.4).plan().wakeAtMs).to.equal(NOW + 600);
  });

  it("wakes when a drain is over", () => {
    expect(new Farm().draining(ONE, 1.5).plan().wakeAtMs).to.equal(NOW + 500);
  });

  it("wakes when an attach has settled", () => {
    expect(woken(0.5).plan().wakeAtMs).to.equal(NOW + 1500);
  });

  it("wakes when the ceiling is reached", () => {
    expect(new Farm().awake(ONE, 9000, 3590).plan().wakeAtMs).to.equal(NOW + 10_000);
  });

  it("remembers a pool as busy until now after three minutes unseen, and as it was before that", () => {
    const farm = new Farm();
    expect(farm.plan().memory.pools["linux64"]?.lastBacklogMs).to.equal(ago(7200));
    farm.memory = { ...farm.memory, seenAtMs: ago(181) };
    expect(farm.plan().memory.pools["linux64"]?.lastBacklogMs).to.equal(NOW);
  });

  it("counts a build that began in the cloud while an in-house machine stood free", () => {
    const farm = new Farm().inHouse("ih-1").awake(ONE, 60).build(ONE, 5);
    expect(farm.plan().violations).to.equal(0);
    farm.memory = { ...farm.memory, freeInHouse: ["linux64"] };
    expect(farm.plan().violations).to.equal(1);
  });

  it("spreads new VMs over the subnets", () => {
    const plan = new Farm().vm(ONE, "stopping").requests(2).plan();
    const subnets = plan.actions.map((action) => (action.kind === "create" ? action.subnetId : ""));
    expect(subnets).to.deep.equal(["subnet-b", "subnet-a"]);
  });

  it("reports requests that pass an idle worker over, and starts nothing for them", () => {
    const farm = new Farm()
      .awake(ONE, 60)
      .remember(ONE, { attachedSinceMs: ago(50) })
      .requests(1, "linux64", 40);
    expect(actionsOf(farm.plan())).to.be.empty;
    expect(codesOf(farm.plan())).to.deep.equal(["passed-over"]);
  });
});
