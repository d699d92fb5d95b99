import { expect } from "chai";
import { createHash } from "node:crypto";
import {
  canonicalText,
  hashOf,
  readableText,
  writeCanonical,
  writeReadable,
} from "../../../policy/evidence/canonical";
import { evidenceOf } from "../../../policy/evidence/makeEvidence";
import { breach, exempt, proved, refuted, run } from "./judgements";
import { network } from "./network";
import { urns } from "./urns";

describe("evidence", () => {
  it("does not let a rule pass that saw nothing of what it judges while answers are missing", () => {
    const missing = [{ resource: "describe-vpcs.json", why: "is not there", settle: "ask for it" }];
    const rules = evidenceOf(proved, { ...run, missing }).rules;
    expect(rules.map(({ id, status, reason }) => [id, status, reason])).to.deep.equal([
      ["no-internet-gateway", "PASS", undefined],
      ["flow-logs", "UNDETERMINED", "answers are missing in which there may be what it judges"],
    ]);
  });

  it("says what was judged, by what, and with what end", () => {
    const evidence = evidenceOf(proved, run);
    expect(evidence).to.include({ schema: 1, verdict: "proved", packets: "proved" });
    expect(evidence.tool).to.deep.equal({
      name: "overflow",
      version: "1.2.3",
      node: "v22.0.0",
      rulesSha256: "aa",
    });
    expect(evidence.input).to.deep.equal(run.input);
    expect(evidence.buildNetwork).to.deep.equal(proved.buildNetwork);
    expect(evidence.rules.map(({ id, status, reason }) => [id, status, reason])).to.deep.equal([
      ["no-internet-gateway", "PASS", undefined],
      ["flow-logs", "NOT-APPLICABLE", "the stack has no resource of type VPC"],
    ]);
    expect(evidence.zones).to.deep.equal([
      { zone: "build-network", senders: 1, reached: true },
      { zone: "inside", senders: 2, reached: true },
    ]);
    expect(evidence.pairs.map(({ from, to, allowed, why }) => [from, to, allowed, why])).to.deep.equal([
      ["inside", "build-network", true, ["builds"]],
      ["build-network", "inside", true, ["people"]],
    ]);
  });

  it("is the same text for the same judgement, and is read back as it was", () => {
    const text = readableText(evidenceOf(proved, run));
    expect(readableText(evidenceOf(structuredClone({ ...proved, rules: [] }), run))).to.not.equal(text);
    expect(readableText(evidenceOf(proved, run))).to.equal(text);
    expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(evidenceOf(proved, run))));
    expect(text.split("\n").every((line) => line.length < 400)).to.equal(true);
  });

  it("holds hashes of its parts that do not depend on the order of keys", () => {
    const { hashes } = evidenceOf(proved, run);
    expect(hashes.network).to.equal(hashOf({ starts: network.starts, nodes: network.nodes, schema: 1 }));
    expect(hashes.certificate).to.match(/^[0-9a-f]{64}$/);
    expect(canonicalText({ b: [1, undefined], a: { d: null, c: undefined } })).to.equal(
      '{"a":{"d":null},"b":[1,null]}',
    );
  });

  it("writes a text that is longer than one part, in parts that make it up", () => {
    const long = { list: Array.from({ length: 20_000 }, (_, at) => ({ at, text: "x".repeat(at % 300) })) };
    for (const [write, whole] of [
      [writeCanonical, canonicalText(long)],
      [writeReadable, readableText(long)],
    ] as const) {
      const parts: string[] = [];
      write(long, (part) => parts.push(part));
      expect(parts.length).to.be.greaterThan(10);
      expect(parts.join("") === whole).to.equal(true);
      expect(JSON.parse(whole)).to.deep.equal(long);
    }
    expect(hashOf(long)).to.equal(createHash("sha256").update(canonicalText(long)).digest("hex"));
  });

  it("breaks what does not fit on a line, and nothing else", () => {
    const fits = { name: "x".repeat(139), list: [] };
    const wider = { name: "x".repeat(140), list: [] };
    expect(JSON.stringify(fits)).to.have.length(160);
    expect(readableText(fits)).to.equal(`${JSON.stringify(fits)}\n`);
    expect(readableText(wider)).to.equal(`{\n "name": "${wider.name}",\n "list": []\n}\n`);
    expect(readableText("x".repeat(200))).to.equal(`"${"x".repeat(200)}"\n`);
  });

  it("marks the pair that breaks the contract, and has no certificate then", () => {
    const evidence = evidenceOf(refuted, run);
    expect(evidence).to.include({ verdict: "refuted" });
    expect(evidence).to.not.have.property("certificate");
    expect(evidence.hashes).to.not.have.property("certificate");
    expect(evidence.pairs.filter(({ allowed }) => !allowed).map(({ to }) => to)).to.deep.equal(["internet"]);
    expect(evidence.breaches).to.deep.equal([breach]);
  });

  it("lists missing facts of packets, rules and input, with what settles each", () => {
    const missing = { resource: "route", property: "gatewayId", why: "is not known", settle: "Name it." };
    const undetermined = {
      ...refuted,
      proof: { ...refuted.proof, breaches: [{ ...breach, verdict: "undetermined" as const, missing }] },
    };
    const input = {
      resource: "describe-route-tables.json",
      why: "is not in the folder",
      settle: "Ask for it.",
    };
    const found = evidenceOf(undetermined, { ...run, missing: [input] }).missing;
    expect(found).to.deep.equal([
      { ...input, neededBy: "input" },
      { ...missing, neededBy: "packets" },
      {
        resource: "igw",
        property: "trafficType",
        why: "is not known before the update",
        settle: "Give a value that is known at preview.",
        neededBy: "flow-logs",
      },
    ]);
  });

  it("never says proved of an input of which a part is missing", () => {
    const missing = [{ resource: "x", why: "is not there", settle: "Ask for it." }];
    expect(evidenceOf(proved, { ...run, missing })).to.include({
      verdict: "undetermined",
      packets: "undetermined",
    });
  });

  it("lists exemptions that were used, with owner, end and the facts they are for", () => {
    const evidence = evidenceOf({ ...proved, rules: [exempt] }, run);
    expect(evidence.exemptions).to.deep.equal([
      {
        rule: "no-internet-gateway",
        urn: urns.gateway,
        reason: "Moved in January.",
        owner: "network@example.com",
        until: "2027-01-31",
        factsHash: "f00d",
      },
    ]);
    expect(evidence.missing).to.deep.equal([]);
  });
});
