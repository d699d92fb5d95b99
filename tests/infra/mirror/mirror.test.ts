import { expect } from "chai";
import { ofType, one, type Recorded, recordEnvironment } from "../mocks";

describe("the mirrors and their balancer", () => {
  let staging: Recorded[] = [];
  let production: Recorded[] = [];
  before(async () => {
    staging = await recordEnvironment("staging");
    production = await recordEnvironment("production");
  });

  it("are judged by the balancer, and not before a mirror has had its time to get settings and certificate", () => {
    const { healthCheckType, healthCheckGracePeriod } = one(
      staging,
      "autoscaling/group:Group",
      "mirror-try",
    ).inputs;
    expect(healthCheckType).to.equal("ELB");
    // images/mirror/bootstrap.py waits 300 s for its settings.
    expect(healthCheckGracePeriod).to.be.greaterThan(300);
  });

  it("are replaced by launching before ending, so that one mirror is enough to stay served", () => {
    for (const { inputs } of ofType(staging, "autoscaling/group:Group"))
      expect(inputs["instanceRefresh"]).to.deep.equal({
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 110, instanceWarmup: "120" },
      });
  });

  it("have a balancer that AWS itself refuses to delete where the stack is protected", () => {
    const kept = (recorded: readonly Recorded[]) =>
      ofType(recorded, "lb/loadBalancer:LoadBalancer").map(
        ({ inputs }) => inputs["enableDeletionProtection"],
      );
    expect(kept(staging)).to.deep.equal([false, false]);
    expect(kept(production)).to.deep.equal([true, true]);
  });
});
