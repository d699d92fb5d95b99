import { expect } from "chai";
import { check } from "../../../policy/checker/check";
import { readableText } from "../../../policy/evidence/canonical";
import { type Evidence } from "../../../policy/evidence/evidence";
import { evidenceOf, hashesOf } from "../../../policy/evidence/makeEvidence";
import { evidenceProblem, recheck, type RecheckOptions } from "../../../policy/evidence/recheck";
import { exempt, proved, refuted, run } from "./judgements";
import { openNetwork } from "./network";

const options: RecheckOptions = { check, today: "2026-11-24" };

/** As it is when it is read from a file. */
const stored = (judgement: typeof proved): Evidence =>
  JSON.parse(readableText(evidenceOf(judgement, run))) as Evidence;

/** The evidence with a change, and with hashes that fit it: what somebody does who wants to deceive. */
function forged(evidence: Evidence, change: Partial<Evidence>): Evidence {
  const { network, contract, certificate, hashes: _, ...statement } = { ...evidence, ...change };
  return { ...evidence, ...change, hashes: hashesOf({ statement, network, contract, certificate }) };
}

/** What does not hold. */
const against = (evidence: Evidence, over: Partial<RecheckOptions> = {}): readonly string[] =>
  recheck(evidence, { ...options, ...over })
    .filter(({ holds }) => !holds)
    .map(({ what, found }) => `${what}: ${found}`);

describe("looking at stored evidence again", () => {
  it("confirms evidence as it was written, by its hashes and by the checker", () => {
    const lines = recheck(stored(proved), options);
    expect(lines.filter(({ holds }) => !holds)).to.deep.equal([]);
    expect(lines.map(({ what }) => what)).to.deep.equal([
      "hash of the network",
      "hash of the contract",
      "hash of the certificate",
      "hash of the statement",
      "verdict",
      "exemptions",
      "certificate",
    ]);
  });

  it("shows any part that was changed after it was written", () => {
    const evidence = stored(proved);
    const widened = {
      ...evidence.contract,
      allow: [...evidence.contract.allow, { from: "inside", to: "internet", why: "" }],
    };
    expect(against({ ...evidence, contract: widened })[0]).to.contain("hash of the contract");
    expect(against({ ...evidence, input: { ...evidence.input, name: "other" } })[0]).to.contain(
      "hash of the statement",
    );
    expect(against({ ...evidence, network: { ...evidence.network, starts: [] } }).join()).to.contain(
      "hash of the network",
    );
  });

  it("is not deceived by hashes that fit: the checker refuses a network that the certificate does not close", () => {
    const evidence = stored(proved);
    const opened = forged(evidence, { network: openNetwork });
    expect(against(opened)).to.have.length(1);
    expect(against(opened)[0]).to.match(/^certificate: the checker refuses it/);
  });

  it("is not deceived by a verdict that the parts do not bear out", () => {
    const evidence = stored(refuted);
    const said = forged(evidence, { verdict: "proved", packets: "proved" });
    const found = against(said).join("; ");
    expect(found).to.contain("1 path(s) break the contract");
    expect(found).to.contain("rules that do not hold: no-internet-gateway, flow-logs");
    expect(found).to.contain("there is no certificate");
    expect(against(forged(stored(proved), { rules: [] })).join()).to.contain("no rule was judged");
  });

  it("misses rules that were taken out, another contract and another input", () => {
    const expected = {
      ruleIds: ["no-internet-gateway", "no-peering"],
      contract: { schema: 1, allow: [] },
      evidence: { ...stored(proved), buildNetwork: { blocks: ["10.99.0.0/16"], declaredBy: "another" } },
    } as const;
    const found = against(stored(proved), { expected });
    expect(found).to.have.length(3);
    expect(found.join())
      .to.contain("not judged: no-peering")
      .and.to.contain("contract: is not the present one")
      .and.to.contain("the input, proved again: says something else of: buildNetwork");
  });

  it("is not deceived by another network, proved in itself, that is put in the place of the input's", () => {
    const evidence = stored(proved);
    const empty = {
      network: { schema: 1, nodes: [], starts: [] },
      certificate: { schema: 1, zones: [] },
    } as const;
    const other = forged(evidence, empty);
    expect(against(other)).to.deep.equal([]);
    expect(against(other, { expected: { evidence } })).to.deep.equal([
      "the input, proved again: says something else of: network, certificate",
    ]);
    expect(against(evidence, { expected: { evidence } })).to.deep.equal([]);
    const tool = { ...evidence.tool, node: "v1" };
    expect(against(forged(evidence, { tool }), { expected: { evidence } })).to.deep.equal([]);
  });

  it("takes lines of the contract for what is beside the judged VPCs, and none that speaks of them", () => {
    const evidence = stored(proved);
    const today = evidence.contract;
    const beside = { from: "foreign/vpc-b", to: "internet", why: "Not judged" };
    const withLine = (added: typeof beside, vpcs?: readonly string[]) =>
      against(
        forged(evidence, {
          contract: { ...today, allow: [...today.allow, added] },
          ...(vpcs !== undefined && { input: { ...evidence.input, vpcs } }),
        }),
        { expected: { contract: today } },
      ).filter((found) => found.startsWith("contract"));
    expect(withLine(beside, ["vpc-a"])).to.deep.equal([]);
    expect(withLine(beside)).to.have.length(1);
    expect(withLine({ ...beside, from: "inside" }, ["vpc-a"])).to.have.length(1);
    expect(withLine({ ...beside, from: "internet", to: "inside" }, ["vpc-a"])).to.have.length(1);
  });

  it("says no once an exemption has ended", () => {
    const evidence = stored({ ...proved, rules: [exempt] });
    expect(against(evidence)).to.deep.equal([]);
    expect(against(evidence, { today: "2027-02-01" })[0]).to.contain("expired: no-internet-gateway");
  });

  for (const [what, value] of [
    ["a text", "proved"],
    ["another schema", { schema: 2 }],
    ["no verdict", { schema: 1 }],
    ["a part that is left out", { ...stored(proved), rules: undefined }],
    ["a list of something else", { ...stored(proved), rules: ["PASS"] }],
  ] as const) {
    it(`takes no file for evidence that is ${what}`, () => {
      expect(evidenceProblem(value)).to.be.a("string");
    });
  }
});
