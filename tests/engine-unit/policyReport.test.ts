import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  demandPolicyReport,
  discardPolicyReport,
  parsePolicyReport,
  PolicyReportError,
} from "../../engine/policyReport";

const report = {
  schema: 1,
  nonce: "run-7",
  pack: "overflow",
  version: "1.0.0",
  resourcesSeen: 2,
  findings: [
    {
      rule: "no-gateway",
      level: "mandatory",
      urn: "urn:x",
      property: "routes",
      message: "open",
      fix: "remove it",
    },
  ],
  rules: [{ name: "no-gateway", checked: 2 }],
};

describe("the policy report", () => {
  it("is taken when it is whole and of this run", () => {
    expect(parsePolicyReport(JSON.stringify(report), "run-7")).to.deep.equal(report);
  });

  const bad: readonly (readonly [string, unknown, RegExp])[] = [
    ["of another run", { ...report, nonce: "run-6" }, /another run/],
    ["without a nonce", { ...report, nonce: undefined }, /another run/],
    ["of another schema", { ...report, schema: 2 }, /schema is 2/],
    ["without rules: nothing was judged", { ...report, rules: [] }, /no rules/],
    ["with half a finding", { ...report, findings: [{ rule: "no-gateway" }] }, /findings/],
    [
      "with a level that it does not know",
      { ...report, findings: [{ ...report.findings[0], level: "info" }] },
      /findings/,
    ],
    ["with a count below zero", { ...report, resourcesSeen: -1 }, /resourcesSeen/],
    ["that is a list", [report], /no object/],
  ];
  for (const [title, content, expected] of bad) {
    it(`is refused ${title}`, () => {
      expect(() => parsePolicyReport(JSON.stringify(content), "run-7")).to.throw(PolicyReportError, expected);
    });
  }

  it("is refused when it was cut short", () => {
    expect(() => parsePolicyReport(JSON.stringify(report).slice(0, 50), "run-7")).to.throw(
      PolicyReportError,
      /not JSON/,
    );
  });

  it("is demanded: an earlier run's is taken away first, and none is a failure", () => {
    const directory = mkdtempSync(join(tmpdir(), "overflow-report-"));
    try {
      const file = join(directory, "report.json");
      writeFileSync(file, JSON.stringify(report));
      expect(demandPolicyReport(file, "run-7").pack).to.equal("overflow");
      discardPolicyReport(file);
      expect(() => demandPolicyReport(file, "run-7")).to.throw(PolicyReportError, /left no report/);
      discardPolicyReport(file);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
