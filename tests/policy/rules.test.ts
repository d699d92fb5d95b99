import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../../policy/registry";
import { allCases } from "./cases/allCases";
import { type RuleCase, type RuleCases } from "./cases/ruleCases";
import { findingsOf, runPack } from "./stack";

const room = join(__dirname, "..", "..", "policy");
const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .map((file) => file.replace(/\.ts$/, ""))
    .sort();

function casesOf(id: string): RuleCases {
  return allCases[id] ?? { accepts: {}, refuses: {} };
}

/** Rules that refuse types as such: no value of theirs can be unknown. */
const typeRules = new Set([
  "known-types-only",
  "no-opaque-resource",
  "no-internet-gateway",
  "no-egress-only-gateway",
  "no-elastic-ip",
  "no-route-server",
  "no-peering",
  "no-transit-gateway",
  "no-cloud-wan",
  "no-direct-connect",
  "no-client-vpn",
  "no-endpoint-service",
  "no-verified-access",
  "no-instance-connect-endpoint",
  "no-cloudfront-origin",
  "no-api-gateway",
  "no-global-accelerator",
  "no-managed-compute",
  "no-resource-share",
  "no-interface-permission",
  "no-traffic-mirror",
  "no-inline-firewall",
]);

describe("policy rules", () => {
  it("are one a file, named as the file is", () => {
    expect(rules.map(({ id }) => id).sort()).to.deep.equal(namesIn(join(room, "rules")));
  });

  it("have cases, each rule both accepted and refused ones, and unknown values where there are values", () => {
    expect(Object.keys(allCases).sort()).to.deep.equal(rules.map(({ id }) => id).sort());
    for (const { id } of rules) {
      const { accepts, refuses } = casesOf(id);
      const verdicts = Object.values(refuses).flatMap(({ finds = [] }) => finds.map(([verdict]) => verdict));
      expect(Object.keys(accepts), `${id} accepts`).to.not.be.empty;
      expect(Object.keys(refuses), `${id} refuses`).to.not.be.empty;
      expect(verdicts, id).to.include("refused");
      if (!typeRules.has(id)) expect(verdicts, id).to.include("undetermined");
    }
  });

  for (const rule of rules) {
    describe(`${rule.id}: ${rule.title}`, () => {
      const check = ({ resources, finds = [], options = {} }: RuleCase): void => {
        expect(findingsOf(rule, resources, options)).to.deep.equal(finds);
        const { report } = runPack([rule], resources, { config: { [rule.id]: options } });
        const reported = report.findings.map(({ verdict, resource, property }) =>
          property === undefined ? [verdict, resource] : [verdict, resource, property],
        );
        expect(reported, "through the pack").to.have.deep.members(finds);
      };
      for (const [title, item] of Object.entries(casesOf(rule.id).accepts))
        it(`accepts ${title}`, () => {
          check(item);
        });
      for (const [title, item] of Object.entries(casesOf(rule.id).refuses))
        it(`refuses ${title}`, () => {
          check(item);
        });
    });
  }
});
