import { expect } from "chai";
import { everyGroupServes } from "../../tour/mirrorsServe";

const target = (targetGroupArn: string, state: string) => ({ targetGroupArn, state });

describe("mirrors serve", () => {
  it("when each group has a healthy target, whatever becomes of its others", () => {
    expect(everyGroupServes([target("try", "healthy"), target("try", "draining")])).to.equal(true);
    expect(everyGroupServes([target("try", "healthy"), target("release", "initial")])).to.equal(false);
    expect(everyGroupServes([target("try", "unhealthy")])).to.equal(false);
  });

  it("when there is none: nobody waits for them", () => {
    expect(everyGroupServes([])).to.equal(true);
  });
});
