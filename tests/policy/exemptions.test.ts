import { expect } from "chai";
import { type Exemption, factsHash, faultOf, parseExemptions } from "../../policy/judgement/exemptions";
import { endsOf } from "../../policy/judgement/judgeAll";
import { judgeStack } from "../../policy/judgement/judge";
import { rules } from "../../policy/registry";
import { type Rule } from "../../policy/rule";
import { factsOfDeclared, type Declared } from "../../policy/sources/declared";
import { unknownText } from "./stack";

const today = "2026-11-24";
const rule: Rule = rules.find(({ id }) => id === "private-routes-only")!;
const urn = "urn:pulumi:staging::overflow::aws:ec2/route:Route::out";

const route = (inputs: Declared["inputs"], sources: Declared["sources"] = {}): Declared => ({
  ...{ urn, type: "aws:ec2/route:Route", name: "out", inputs, sources, provider: "pulumi:providers:aws" },
});

/** How the rule ends for one route under these exemptions. */
function endOf(inputs: Declared["inputs"], exemptions: readonly Exemption[], stackUrn = urn) {
  const stack = factsOfDeclared([{ ...route(inputs), urn: stackUrn }]);
  const { results, faults } = endsOf(stack, [{ rule, found: judgeStack(rule, stack, {}) }], {
    exemptions,
    today,
  });
  return { status: results[0]!.status, until: results[0]!.until, faults, findings: results[0]!.findings };
}

const open = { destinationCidrBlock: "203.0.113.0/24", gatewayId: "local" };
const granted: Exemption = {
  ...{
    rule: rule.id,
    urn,
    property: "destinationCidrBlock",
    reason: "R-12",
    owner: "net@corp",
    until: "2027-01-31",
  },
  facts: endOf(open, []).findings[0]!.factsHash,
};

describe("exemptions", () => {
  it("let a finding through until their last day, and say so", () => {
    const { status, until, faults } = endOf(open, [granted]);
    expect({ status, until, faults }).to.deep.equal({ status: "EXEMPT", until: "2027-01-31", faults: [] });
    expect(endOf(open, [{ ...granted, until: today }]).status).to.equal("EXEMPT");
  });

  it("fail when they are over, and when they run for longer than a year", () => {
    const over = endOf(open, [{ ...granted, until: "2026-11-23" }]);
    expect(over.status).to.equal("FAIL");
    expect(over.faults[0]).to.contain("ended on 2026-11-23");
    expect(faultOf({ ...granted, until: "2027-11-26" }, today)).to.contain("the longest is 366 days");
  });

  it("fail when what they were granted for has changed", () => {
    const { status, faults } = endOf({ ...open, destinationCidrBlock: "203.0.112.0/23" }, [granted]);
    expect(status).to.equal("FAIL");
    expect(faults[0]).to.contain("granted for other facts").and.contain("sha256:");
  });

  it("cover one fault each: another one in the same place needs its own", () => {
    const two = "aws:sns/topic:Topic";
    const topicUrn = `urn:pulumi:staging::overflow::${two}::topic`;
    const statement = (Sid: string) => ({ Sid, Effect: "Allow", Principal: "*", Action: "*", Resource: "*" });
    const topic: Declared = {
      ...{ urn: topicUrn, type: two, name: "topic", sources: {}, provider: "pulumi:providers:aws" },
      inputs: { policy: JSON.stringify({ Statement: [statement("One"), statement("Two")] }) },
    };
    const closed = rules.find(({ id }) => id === "closed-resource-policies")!;
    const stack = factsOfDeclared([topic]);
    const found = judgeStack(closed, stack, {});
    const judged = (exemptions: readonly Exemption[]) =>
      endsOf(stack, [{ rule: closed, found }], { exemptions, today });
    const [one, other] = judged([]).results[0]!.findings.map(({ factsHash: facts }): Exemption => {
      return { ...granted, rule: closed.id, urn: topicUrn, property: "policy", facts };
    });
    expect(judged([one!]).results[0]!.status).to.equal("FAIL");
    expect(judged([one!, other!])).to.deep.include({ faults: [] });
    expect(judged([other!, one!]).results[0]!.status).to.equal("EXEMPT");
  });

  it("of what could not be told are none of what it turns out to be", () => {
    const finding = { ...endOf(open, []).findings[0]!, verdict: "undetermined" } as const;
    const told = factsHash(rule.id, { ...finding, verdict: "refused" }, undefined);
    expect(factsHash(rule.id, finding, undefined)).to.not.equal(told);
  });

  it("fail when they are not used, but for those of other stacks", () => {
    const mended = { ...open, destinationCidrBlock: "10.20.0.0/16" };
    expect(endOf(mended, [granted]).faults[0]).to.contain("is not used");
    expect(endOf(mended, [granted], urn.replace("staging", "local")).faults).to.deep.equal([]);
  });

  it("are bound to where a value comes from, so that they hold before and after its id is known", () => {
    const finding = { ...endOf(open, []).findings[0]!, property: "gatewayId" };
    const hash = (value: string, from: string) => {
      const source = { ...route({}), urn: from, name: "gw" };
      const stack = factsOfDeclared([route({ ...open, gatewayId: value }, { gatewayId: [from] }), source]);
      return factsHash(
        rule.id,
        finding,
        stack.resources.find((resource) => resource.urn === urn),
      );
    };
    const gateway = "urn:pulumi:staging::overflow::aws:ec2/vpnGateway:VpnGateway::gw";
    expect(hash(unknownText, gateway)).to.equal(hash("vgw-1", gateway));
    expect(hash("vgw-1", gateway)).to.not.equal(hash("vgw-1", gateway.replace("::gw", "::other")));
  });

  for (const [title, content, message] of [
    ["what is no list", {}, "is not a list"],
    ["an entry without a reason", [{ ...granted, reason: " " }], "entry 1: 'reason' is missing"],
    ["a field that is none", [{ ...granted, expiry: "2027-01-31" }], "'expiry' is no field"],
    ["a day that is none", [{ ...granted, until: "soon" }], "until is 'soon'"],
  ] as const) {
    it(`are not read from ${title}`, () => {
      expect(() => parseExemptions(content)).to.throw(RangeError, message);
    });
  }
});
