import { expect } from "chai";
import { evidenceOf } from "../../../policy/evidence/makeEvidence";
import { sarifOf } from "../../../policy/evidence/sarif";
import { breach, exempt, proved, refuted, run } from "./judgements";
import { urns } from "./urns";

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly SarifRule[] } };
    readonly results: readonly SarifResult[];
  }[];
}
interface SarifRule {
  readonly id: string;
  readonly helpUri?: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
    readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions: readonly { readonly justification: string }[];
  readonly codeFlows?: readonly {
    readonly threadFlows: readonly { readonly locations: readonly unknown[] }[];
  }[];
}

const sarif = (judgement: typeof proved): Sarif =>
  JSON.parse(JSON.stringify(sarifOf(evidenceOf(judgement, run), run))) as Sarif;
const placeOf = ({ locations }: SarifResult) => {
  const { artifactLocation, region } = locations[0]!.physicalLocation;
  return `${artifactLocation.uri}:${region.startLine}`;
};

describe("SARIF", () => {
  it("is version 2.1.0 and lists every rule, with its severity as a number and its frameworks as tags", () => {
    const { version, runs } = sarif(proved);
    expect(version).to.equal("2.1.0");
    expect(runs[0]!.results).to.deep.equal([]);
    const rule = runs[0]!.tool.driver.rules[0]!;
    expect(rule).to.include({ id: "no-internet-gateway" });
    expect(rule.helpUri).to.match(/^https:\/\/docs.aws.amazon.com/);
    expect(rule.properties["security-severity"]).to.equal("9.5");
    expect(rule.properties["tags"]).to.include.members([
      "NIST-800-53-r5/SC-7(5)",
      "CIS-AWS/5.6",
      "SLSA/Build L3: Isolated",
    ]);
  });

  it("has a result for each finding and each path, under a rule that it lists; a path once", () => {
    const { tool, results } = sarif(refuted).runs[0]!;
    expect(results.map(({ ruleId }) => ruleId)).to.deep.equal([
      "isolated-network",
      "no-internet-gateway",
      "flow-logs",
    ]);
    for (const { ruleId, ruleIndex, level, suppressions } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).to.equal(ruleId);
      expect([level, suppressions]).to.deep.equal(["error", []]);
    }
  });

  it("shows a path step by step, with an example packet and the fix", () => {
    const [result] = sarif(refuted).runs[0]!.results;
    expect(result?.codeFlows?.[0]?.threadFlows[0]?.locations).to.have.length(breach.path.length);
    expect(result?.message.text)
      .to.contain("tcp 10.1.0.4:40000 → 198.51.100.7:443")
      .and.to.contain("Remove the gateway.");
  });

  it("points to the place in the source if that is known, else to Pulumi.yaml, and always to the URN", () => {
    const [path, found] = sarif(refuted).runs[0]!.results;
    expect([placeOf(path!), placeOf(found!)]).to.deep.equal(["infra/network.ts:12", "infra/network.ts:12"]);
    expect(found?.locations[0]?.logicalLocations?.[0]?.fullyQualifiedName).to.equal(urns.gateway);
    const bare = sarifOf(evidenceOf(refuted, { ...run, positions: new Map() }), { positions: new Map() });
    const again = JSON.parse(JSON.stringify(bare)) as Sarif;
    expect(again.runs[0]!.results.map(placeOf)).to.deep.equal([
      "Pulumi.yaml:1",
      "Pulumi.yaml:1",
      "Pulumi.yaml:1",
    ]);
  });

  it("keeps a finding's fingerprint when its words change, and changes it with resource and rule", () => {
    const prints = (judgement: typeof proved) =>
      sarif(judgement).runs[0]!.results.map(({ partialFingerprints }) => partialFingerprints["overflow/v1"]);
    const [finding] = refuted.rules[0]!.findings;
    const withFinding = (over: object) => ({
      ...refuted,
      rules: [{ ...refuted.rules[0]!, findings: [{ ...finding!, ...over }] }],
    });
    const before = prints(withFinding({}));
    expect(prints(withFinding({ found: "other words", reason: "others" }))).to.deep.equal(before);
    expect(prints(withFinding({ property: "vpcId" }))[1]).to.not.equal(before[1]);
    const otherPacket = breach.path.map((hop) => ({ ...hop, packet: { ...hop.packet, sourcePort: 1 } }));
    const moved = { ...refuted, proof: { ...refuted.proof, breaches: [{ ...breach, path: otherPacket }] } };
    expect(prints(moved)[0]).to.equal(prints(refuted)[0]);
  });

  it("suppresses an exempt finding with its reason, owner and end", () => {
    const [result] = sarif({ ...proved, rules: [exempt] }).runs[0]!.results;
    expect(result?.suppressions).to.deep.equal([
      {
        kind: "external",
        status: "accepted",
        justification: "Moved in January. (network@example.com, until 2027-01-31)",
      },
    ]);
  });
});
