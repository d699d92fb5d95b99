import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { catalogue } from "../../policy/review/catalogue";
import { controls } from "../../policy/controls";
import { escapePaths } from "../../policy/review/escapePaths";
import { rules } from "../../policy/registry";
import { threatModel } from "../../policy/review/threatModel";
import { threats } from "../../policy/review/threats";

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

describe("docs/threat-model.md", () => {
  const root = join(__dirname, "..", "..");

  it("is what the threats say; write it anew with `npm run docs`", () => {
    const written = readFileSync(join(root, "docs", "threat-model.md"), "utf8");
    expect(written).to.equal(threatModel(threats, escapePaths));
  });

  it("names controls, rules and tests that are there, for every threat; and a threat for every way", () => {
    const there = {
      controls: new Set(Object.values(controls).map(({ id }): string => id)),
      rules: new Set(rules.map(({ id }) => id)),
    };
    for (const threat of threats) {
      expect(threat.controls, threat.id).to.not.be.empty;
      expect(
        threat.controls.filter((id) => !there.controls.has(id)),
        threat.id,
      ).to.deep.equal([]);
      expect(
        threat.rules.filter((id) => !there.rules.has(id)),
        threat.id,
      ).to.deep.equal([]);
      expect(threat.tests, threat.id).to.not.be.empty;
      expect(
        threat.tests.filter((file) => !existsSync(join(root, file))),
        threat.id,
      ).to.deep.equal([]);
    }
    const covered = new Set(threats.flatMap(({ ways }) => ways));
    expect(escapePaths.filter(({ row }) => !covered.has(row))).to.deep.equal([]);
  });
});
