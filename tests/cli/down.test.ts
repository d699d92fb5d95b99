import { expect } from "chai";
import { protectionRefusal, teardownOf, waitOf } from "../../cli/commands/down";

describe("overflow down of a protected stack", () => {
  it("goes on where nothing is protected", () => {
    expect(protectionRefusal("production", false, 0)).to.equal(null);
  });

  it("names the setting, and the commands that take the stack down after its change", () => {
    expect(protectionRefusal("production", false, 70)).to.equal(
      "production is protected: overflow:protect is true in Pulumi.production.yaml, so that 70 resources refuse to be destroyed. Nothing was touched.\n" +
        "To take it down, set overflow:protect to false there, then: npx overflow up production && npx overflow down production",
    );
  });

  it("names them as they are typed for the lab", () => {
    expect(protectionRefusal("staging", true, 1)).to.contain("npx overflow down staging --lab");
    expect(protectionRefusal("local", true, 1)).to.match(/npx overflow down local$/);
  });
});

describe("the options of overflow down", () => {
  it("take the three modes, and name them where another is asked for", () => {
    expect([teardownOf(undefined), teardownOf("force")]).to.deep.equal([undefined, "force"]);
    expect(() => teardownOf("now")).to.throw("--teardown is 'now', allowed: refuse, wait, force.");
  });

  it("take a time to wait, up to a day", () => {
    expect(["90s", "30m", "2h", "24h", "0s"].map(waitOf)).to.deep.equal([90, 1800, 7200, 86_400, 0]);
    for (const wrong of ["30", "25h", "1d", "-1m", ""])
      expect(() => waitOf(wrong)).to.throw(`--wait is '${wrong}'`);
  });
});
