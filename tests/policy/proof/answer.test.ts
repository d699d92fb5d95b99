import { expect } from "chai";
import { type Network, type Step } from "../../../policy/network/network";
import { answer, type Question } from "../../../policy/proof/answer";
import { surroundings } from "./surroundings";

const step = (to: string | null, match: Step["match"] = {}): Step => ({
  ...{ match, to, take: "always" },
  by: { resource: "table", property: "routes[0]", text: "leads on" },
});

/** `web` sends to `out`; the zone `unknown` sends to `back`. */
function view(out: string | null, back: string | null) {
  const nodes = ["if/i-web", "if/i-db", "zone/internet"].map((id) => {
    const zone = id.startsWith("if/") ? "inside" : "internet";
    return { id, name: id, zone, steps: [] };
  });
  const network: Network = {
    schema: 1,
    nodes: [
      ...nodes,
      { id: "if/i-web/out", name: "web", steps: [step(out)] },
      { id: "zone/unknown", name: "unknown", zone: "unknown", steps: [] },
      { id: "zone/unknown/out", name: "unknown", steps: [step(back)] },
    ],
    starts: [
      {
        ...{ id: "if/i-web", name: "web", zone: "inside", node: "if/i-web/out" },
        packets: [{ source: ["10.0.1.10/32"], destination: ["0.0.0.0/0"] }],
      },
      {
        ...{ id: "zone/unknown", name: "unknown", zone: "unknown", node: "zone/unknown/out" },
        packets: [{ source: ["0.0.0.0/0"], destination: ["0.0.0.0/0"] }],
      },
    ],
  };
  return { ...surroundings(), network };
}

const ask = (out: string | null, back: string | null, question: Partial<Question>) =>
  answer({ from: "web", to: "internet", protocol: "all", connection: false, ...question }, view(out, back));

describe("the answer to a question", () => {
  it("is the way there, or what stops it", () => {
    expect(ask("zone/internet", null, {}).verdict).to.equal("reachable");
    const stopped = ask(null, null, {});
    expect([stopped.verdict, stopped.path]).to.deep.equal(["unreachable", []]);
    expect(stopped.blockedBy.map(({ node, by }) => [node, by])).to.deep.equal([["if/i-web/out", "leads on"]]);
  });

  it("is never 'unreachable' where a value that is not known may lead to what was asked for", () => {
    const { verdict, path, missing } = ask("zone/unknown", null, {});
    expect(verdict).to.equal("undetermined");
    expect(path.map(({ node }) => node)).to.deep.equal(["if/i-web/out", "zone/unknown"]);
    expect(missing?.why).to.equal("leads where nobody knows");
  });

  it("is not 'unreachable' either where what is not known may lead back in", () => {
    expect(ask("zone/unknown", "if/i-db", { to: "db" }).verdict).to.equal("undetermined");
    expect(ask("zone/unknown", null, { to: "db" }).verdict).to.equal("unreachable");
    expect(ask(null, "if/i-db", { to: "db" }).verdict).to.equal("unreachable");
  });

  it("is not 'unreachable' from outside where what is not known sends in", () => {
    expect(ask(null, "if/i-db", { from: "internet", to: "db" }).verdict).to.equal("undetermined");
    const nobody = ask(null, null, { from: "internet", to: "db" });
    expect(nobody.verdict).to.equal("unreachable");
    expect(nobody.blockedBy.map(({ by }) => by)).to.deep.equal(["nothing of it sends into this network"]);
  });

  it("asks for the service that was named", () => {
    expect(ask("zone/internet", null, { protocol: "tcp", port: "443" }).path[0]?.packet).to.include({
      protocol: 6,
      destinationPort: 443,
    });
  });
});
