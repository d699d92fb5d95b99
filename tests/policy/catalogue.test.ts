import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { catalogue } from "../../policy/catalogue";
import { controls } from "../../policy/controls";
import { escapePaths } from "../../policy/escapePaths";
import { rules } from "../../policy/registry";

describe("docs/controls.md", () => {
  it("is what the rules say; write it anew with `npm run docs`", () => {
    const written = readFileSync(join(__dirname, "..", "..", "docs", "controls.md"), "utf8");
    expect(written).to.equal(catalogue(rules, escapePaths));
  });

  it("closes each of the 63 ways by rules that are there, and names frameworks and a page for every rule", () => {
    const there = new Set(rules.map(({ id }) => id));
    expect(escapePaths.map(({ row }) => row)).to.deep.equal(
      Array.from({ length: 63 }, (_, index) => index + 1),
    );
    for (const { row, rules: closers } of escapePaths) {
      expect(closers, `way ${row}`).to.not.be.empty;
      expect(
        closers.filter((id) => !there.has(id)),
        `way ${row}`,
      ).to.deep.equal([]);
    }
    for (const { id, frameworks, url } of rules) {
      expect(frameworks?.nist, id).to.not.be.empty;
      expect(url, id).to.match(/^https:\/\//);
    }
  });

  it("names a rule for every control", () => {
    const served = new Set(rules.map(({ control }) => control.id));
    expect(Object.values(controls).filter(({ id }) => !served.has(id))).to.deep.equal([]);
  });
});
