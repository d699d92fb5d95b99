import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { catalogue } from "../../policy/catalogue";
import { controls } from "../../policy/controls";
import { rules } from "../../policy/registry";

describe("docs/policy-rules.md", () => {
  it("is what the rules say; write it anew with `npm run docs`", () => {
    const written = readFileSync(join(__dirname, "..", "..", "docs", "policy-rules.md"), "utf8");
    expect(written).to.equal(catalogue(rules));
  });

  it("names a rule for every control", () => {
    const served = new Set(rules.map(({ control }) => control.id));
    expect(Object.values(controls).filter(({ id }) => !served.has(id))).to.deep.equal([]);
  });
});
