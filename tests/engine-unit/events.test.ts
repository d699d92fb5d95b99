import { expect } from "chai";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type EngineEvent, parseEvent, resourceName, shortUrn } from "../../engine/events";
import { changesNothing, failureMessages, summarize } from "../../engine/summary";

/** Recorded from Pulumi 3.259.0 with a policy pack that refuses one of two new parts. */
const recorded = readFileSync(join(__dirname, "fixtures", "refused-preview.jsonl"), "utf8")
  .trim()
  .split("\n");
const parse = (lines: readonly string[]): EngineEvent[] => lines.flatMap((line) => parseEvent(line) ?? []);

describe("the engine's event log", () => {
  it("is read to the events that matter; debugging and progress are left out", () => {
    const kinds = parse(recorded).map(({ kind }) => kind);
    expect(new Set(kinds)).to.deep.equal(
      new Set(["phase-started", "step-started", "step-ended", "policy-violation", "diagnostic", "summary"]),
    );
    expect(kinds.length).to.be.lessThan(recorded.length);
  });

  it("names the steps of a preview as planned", () => {
    const steps = parse(recorded).flatMap((event) => (event.kind === "step-started" ? [event] : []));
    expect(steps.every(({ planned }) => planned)).to.equal(true);
    expect(steps.map(({ op }) => op)).to.include.members(["same", "create", "delete"]);
  });

  it("gives a violation its rule, its resource and its level", () => {
    const violation = parse(recorded).find((event) => event.kind === "policy-violation");
    expect(violation).to.include({
      pack: "fixture-policy",
      rule: "no-open-part",
      level: "mandatory",
      urn: "urn:pulumi:dev::fixture::fixture:index:Part::open",
    });
  });

  it("takes an enforcement level that it does not know for the strict one", () => {
    const line = JSON.stringify({
      policyEvent: { policyName: "r", policyPackName: "p", enforcementLevel: "new", message: "m" },
    });
    expect(parseEvent(line)).to.include({ level: "mandatory" });
  });

  it("takes the engine's colours out of messages", () => {
    const message = "<{%fg 1%}>no <{%reset%}>\u001b[31mway\u001b[0m\n";
    expect(parseEvent(JSON.stringify({ diagnosticEvent: { severity: "error", message } }))).to.include({
      message: "no way",
    });
  });

  it("is read whatever it holds: half lines, other versions' events, no JSON", () => {
    const half = recorded[3]?.slice(0, 40) ?? "";
    for (const line of [
      half,
      "",
      "null",
      "[]",
      "7",
      '{"newEvent":{}}',
      '{"resourcePreEvent":{}}',
      '{"summaryEvent":{}}',
    ]) {
      expect(() => parseEvent(line)).to.not.throw();
    }
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("resourcePreEvent", "diagnosticEvent", "policyEvent", "summaryEvent"),
        (value, field) => {
          parseEvent(JSON.stringify({ [field]: value }));
          parseEvent(JSON.stringify(value));
        },
      ),
    );
  });

  it("shortens a URN to type and name, and leaves alone what is none", () => {
    const urn = "urn:pulumi:dev::overflow::overflow:IsolatedVpc$aws:ec2/subnet:Subnet::build::a";
    expect(shortUrn(urn)).to.equal("aws:ec2/subnet:Subnet build::a");
    expect(resourceName(urn)).to.equal("build::a");
    expect(shortUrn("odd")).to.equal("odd");
  });
});

describe("a run's summary", () => {
  it("counts the changes as the engine does", () => {
    expect(summarize(parse(recorded)).changes).to.deep.equal({ create: 1, delete: 1, same: 2 });
  });

  it("counts the steps that ended when the run was killed before its end", () => {
    const cut = parse(recorded).filter(({ kind }) => kind !== "summary");
    expect(summarize(cut).changes).to.deep.equal({ create: 1, delete: 1, same: 2 });
    expect(summarize(cut.slice(0, 3)).changes).to.deep.equal({ same: 1 });
  });

  it("tells the refusal, not that the preview failed", () => {
    const messages = failureMessages(summarize(parse(recorded)), "error: preview failed");
    expect(messages).to.deep.equal([
      "policy no-open-part, fixture:index:Part open: A part named open is refused.\npart open is open",
    ]);
  });

  it("tells a resource's error with its resource, once", () => {
    const line = JSON.stringify({
      diagnosticEvent: {
        severity: "error",
        urn: "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::build",
        message: "VpcLimitExceeded",
      },
    });
    expect(failureMessages(summarize(parse([line, line])), "")).to.deep.equal([
      "aws:ec2/vpc:Vpc build: VpcLimitExceeded",
    ]);
  });

  it("tells what the CLI printed when there are no events", () => {
    expect(failureMessages(summarize([]), "warning: old\nerror: no passphrase\n  set one\n")).to.deep.equal([
      "no passphrase\n  set one",
    ]);
    expect(failureMessages(summarize([]), "")).to.deep.equal([]);
  });

  it("knows changes that change nothing", () => {
    expect(changesNothing({ same: 9, read: 1 })).to.equal(true);
    expect(changesNothing({ same: 9, update: 1 })).to.equal(false);
    expect(changesNothing({ delete: 0 })).to.equal(true);
  });
});
