import { expect } from "chai";
import { afterFailure, afterLook } from "../../../scaler/decide/brake";
import { kindOf } from "../../../scaler/decide/made";
import { type NewestMemory, newestOf } from "../../../scaler/decide/memory";
import { ONE, small, table, THREE, TWO } from "../truth";
import { ago, type Farm, NOW } from "../worlds";

const MINUTE = 60_000;

function failed(farm: Farm, change: Partial<NewestMemory>): Farm {
  const pool = farm.document.pools[0]!;
  const newest = { ...newestOf(kindOf(farm.document.master, pool)), failures: 3, holds: 1, ...change };
  farm.memory = { ...farm.memory, pools: { linux64: { lastBacklogMs: NOW, startsMs: [], newest } } };
  return farm;
}

table("a version whose VMs do not attach", [
  {
    title: "is not started while it is held, and the journal says why",
    farm: () => failed(small({}).requests(2), { heldUntilMs: NOW + MINUTE }),
    actions: [],
    holds: ["broken-image"],
  },
  {
    title: "nor are its sleeping VMs",
    farm: () => failed(small({}).asleep(ONE).requests(1), { heldUntilMs: NOW + MINUTE }),
    actions: [],
    holds: ["broken-image"],
  },
  {
    title: "one is tried when the hold is over",
    farm: () => failed(small({}).requests(3), { heldUntilMs: NOW }),
    actions: [`create ${ONE}`],
    holds: ["broken-image"],
  },
  {
    title: "no second one before the first has attached",
    farm: () =>
      failed(
        small({})
          .vm(ONE, "running", { launchedAtMs: ago(60) })
          .requests(3),
        { heldUntilMs: ago(60) },
      ),
    actions: [],
    holds: ["broken-image"],
  },
  {
    title: "the VMs of the version before are woken meanwhile",
    farm: () =>
      failed(small({}).asleep(THREE, { launchTemplateVersion: "2" }).requests(2), {
        heldUntilMs: NOW + MINUTE,
      }),
    actions: [`start ${THREE}`],
    holds: ["outdated", "broken-image"],
  },
  {
    title: "two failures hold nothing yet",
    farm: () => failed(small({}).requests(2), { failures: 2, holds: 0 }),
    actions: [`create ${ONE}`, `create ${TWO}`],
  },
]);

describe("the brake's memory", () => {
  const kind = "lt:3:x";
  const fail = (newest: NewestMemory, nowMs: number) => afterFailure(newest, nowMs - 5 * MINUTE, nowMs);

  it("holds after the third failure, and longer with each one after a hold, up to an hour", () => {
    let newest = newestOf(kind);
    const holds: number[] = [];
    let nowMs = NOW;
    for (let n = 1; n <= 9; n += 1) {
      newest = fail(newest, nowMs);
      holds.push(Math.max(0, newest.heldUntilMs - nowMs) / MINUTE);
      nowMs = Math.max(nowMs, newest.heldUntilMs) + MINUTE;
    }
    expect(holds).to.deep.equal([0, 0, 5, 10, 20, 40, 60, 60, 60]);
  });

  it("does not grow by the rest of the batch that caused the hold", () => {
    let newest = newestOf(kind);
    for (let n = 0; n < 10; n += 1) newest = fail(newest, NOW + n * 1000);
    expect(newest).to.deep.include({ failures: 10, holds: 1, heldUntilMs: NOW + 2000 + 5 * MINUTE });
  });

  it("ends with a VM that was launched later than the last one that failed, not with one that runs for long", () => {
    const three = [0, 1, 2].reduce((newest) => fail(newest, NOW), newestOf(kind));
    expect(afterLook(three, kind, [NOW - 60 * MINUTE]).failures).to.equal(3);
    expect(afterLook(three, kind, [NOW - 60 * MINUTE, NOW - 5 * MINUTE])).to.deep.include({
      failures: 0,
      proven: true,
    });
  });

  it("starts anew with a new version", () => {
    const three = [0, 1, 2].reduce((newest) => fail(newest, NOW), newestOf(kind));
    expect(afterLook(three, "lt:4:x", [])).to.deep.equal(newestOf("lt:4:x"));
    expect(afterLook(three, kind, [])).to.equal(three);
  });

  it("counts a VM that is ended for being stuck, and none of an old version", () => {
    const stuck = (version: string) =>
      small({})
        .vm(ONE, "running", { launchedAtMs: ago(301), launchTemplateVersion: version })
        .remember(ONE, { runStartedAtMs: ago(301), detachedSinceMs: ago(300) })
        .plan();
    expect(stuck("3").memory.pools["linux64"]?.newest).to.deep.include({
      failures: 1,
      failedLaunchMs: ago(301),
    });
    expect(stuck("2").memory.pools["linux64"]?.newest.failures).to.equal(0);
  });
});
