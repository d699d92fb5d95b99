import { expect } from "chai";
import { protectionRefusal } from "../../cli/commands/down";

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
