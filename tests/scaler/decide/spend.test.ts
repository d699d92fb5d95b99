import { expect } from "chai";
import { ONE, small, TWO } from "../truth";
import { ago, NOW } from "../worlds";

/** Half a dollar an hour; the last look was 15 s ago. */
const A_LOOK = (0.5 * 15) / 3600;

describe("the day's dollars", () => {
  const spent = (farm: ReturnType<typeof small>) => farm.plan().memory.spend.dollars;

  it("grow by what ran since the last look", () => {
    expect(spent(small({}).awake(ONE, 9000, 10).awake(TWO, 9000, 10))).to.be.closeTo(2 * A_LOOK, 1e-9);
  });

  it("count a VM from its start on", () => {
    expect(spent(small({}).vm(ONE, "running", { launchedAtMs: ago(6) }))).to.be.closeTo(
      (0.5 * 6) / 3600,
      1e-9,
    );
  });

  it("count a VM that is stopping, which is billed when it hibernates, and none that sleeps or is pending", () => {
    const farm = small({})
      .vm(ONE, "stopping")
      .asleep(TWO)
      .vm("bld-linux64-ec2-003", "pending", { launchedAtMs: ago(5) });
    expect(spent(farm)).to.be.closeTo(A_LOOK, 1e-9);
  });

  it("begin anew at midnight, UTC", () => {
    const farm = small({}).awake(ONE, 9000, 10);
    farm.memory = { ...farm.memory, spend: { day: "2026-11-23", dollars: 99 } };
    expect(farm.plan().memory.spend).to.deep.equal({
      day: new Date(NOW).toISOString().slice(0, 10),
      dollars: A_LOOK,
    });
  });
});
