import { expect } from "chai";
import { type Opening, type Network } from "../../../policy/network/network";
import { difference } from "../../../policy/proof/difference";
import { marginsOf } from "../../../policy/proof/margin";
import { prove } from "../../../policy/proof/prove";
import { reach } from "../../../policy/proof/reach";
import { behindRouter, node, nothingAllowed, perhaps, port, step, tcp } from "./networks";

const toInternet = { starts: ["if/a"], packets: {}, targets: ["internet"], connection: false };

describe("questions", () => {
  it("say where packets stopped, the nearest to the target first, each once", () => {
    const network = behindRouter(
      [step("list", { protocols: tcp }), step(null, { protocols: [[17, 17]] })],
      [
        node(
          "list",
          [step(null, { destinationPorts: port(25) }), step("internet", { source: ["192.0.2.0/24"] })],
          { otherwise: "no entry allows it" },
        ),
      ],
    );
    const { verdict, path, blockedBy } = reach(network, toInternet);
    expect(verdict).to.equal("unreachable");
    expect(path).to.deep.equal([]);
    expect(blockedBy.map(({ node: at, by }) => [at, by])).to.deep.equal([
      ["list", "to nowhere"],
      ["list", "no entry allows it"],
      ["router", "to nowhere"],
      ["router", "no route"],
    ]);
  });

  it("ask about these packets only", () => {
    const network = behindRouter([step("internet", { protocols: tcp, destinationPorts: port(22) })]);
    const ask = (number: number) =>
      reach(network, { ...toInternet, packets: { protocols: tcp, destinationPorts: port(number) } });
    expect(ask(22).verdict).to.equal("reachable");
    expect(ask(23).verdict).to.equal("unreachable");
    expect(ask(22).path.map(({ node: at, admittedBy }) => [at, admittedBy])).to.deep.equal([
      ["router", "to internet"],
      ["internet", "arrived in internet"],
    ]);
  });

  it("are undetermined where a fact is missing, and say which", () => {
    const { verdict, missing } = reach(behindRouter([perhaps("internet")]), toInternet);
    expect([verdict, missing?.settle]).to.deep.equal(["undetermined", "Name it."]);
  });

  it("tell a connection whose answer is stopped from one whose question is", () => {
    const network = behindRouter(
      [step("zone", { protocols: tcp })],
      [
        node("zone", [step("back", { state: "new" }, { rewrite: { reply: true, sender: "zone" } })], {
          zone: "out",
        }),
        node("back", [step("if/a", { destinationPorts: port(22) })], { otherwise: "no ephemeral ports" }),
      ],
    );
    const ask = (packets: object) =>
      reach(network, { starts: ["if/a"], packets, targets: ["zone"], connection: true });
    const answer = ask({ sourcePorts: [[1024, 65535]] });
    expect(answer.verdict).to.equal("unreachable");
    expect(answer.path.map(({ node: at }) => at)).to.deep.equal(["router", "zone"]);
    expect(answer.blockedBy.map(({ by }) => by)).to.deep.equal(["no ephemeral ports"]);
    expect(ask({ sourcePorts: port(22) }).verdict).to.equal("reachable");
    expect(ask({ protocols: [[17, 17]] }).blockedBy.map(({ by }) => by)).to.deep.equal(["no route"]);
  });

  it("refuse a start and a target that are not there", () => {
    expect(() => reach(behindRouter([]), { ...toInternet, starts: ["if/z"] })).to.throw("no start 'if/z'");
    expect(() => reach(behindRouter([]), { ...toInternet, targets: ["x"] })).to.throw("no node 'x'");
  });
});

describe("margin", () => {
  const opening = (to: string, change: string, more: Partial<Opening> = {}): Opening => ({
    match: {},
    to,
    kind: "route",
    change,
    ...more,
  });

  /** Nodes in a row, from the router to the internet; each leads on only after a change. */
  function row(length: number): Network {
    const names = ["router", ...Array.from({ length: length - 1 }, (_, at) => `hop-${at}`), "internet"];
    const rest = names
      .slice(1, -1)
      .map((name, at) => node(name, [], { openings: [opening(names[at + 2]!, `open ${name}`)] }));
    const network = behindRouter([], rest);
    const nodes = network.nodes.map((one) =>
      one.id === "router" ? { ...one, openings: [opening(names[1]!, "open router")] } : one,
    );
    return { ...network, nodes };
  }

  it("is the number of changes of the shortest way, and names them in order", () => {
    for (const length of [1, 2, 3] as const) {
      const [margin] = marginsOf(row(length), nothingAllowed);
      expect(margin).to.include({ from: "inside", to: "internet", distance: length });
      expect(margin?.changes.map(({ change }) => change)).to.deep.equal(
        ["open router", "open hop-0", "open hop-1"].slice(0, length),
      );
    }
    expect(marginsOf(row(4), nothingAllowed)).to.deep.equal([
      { from: "inside", to: "internet", distance: "more than 3", changes: [] },
    ]);
  });

  it("is none where packets pass now", () => {
    expect(marginsOf(behindRouter([step("internet")]), nothingAllowed)[0]).to.include({ distance: 0 });
    expect(marginsOf(behindRouter([perhaps("internet")]), nothingAllowed)[0]).to.include({ distance: 0 });
  });

  it("prefers a long way with few changes to a short one with more", () => {
    const network = behindRouter(
      [step("long")],
      [
        node("long", [step("longer")]),
        node("longer", [step("gate")]),
        node("gate", [], {
          openings: [opening("internet", "open the gate", { rewrite: { source: ["203.0.113.5/32"] } })],
        }),
      ],
    );
    expect(marginsOf(network, nothingAllowed)[0]).to.deep.equal({
      ...{ from: "inside", to: "internet", distance: 1 },
      changes: [{ kind: "route", change: "open the gate" }],
    });
  });

  it("leaves out what the contract allows whole, and counts what it allows in part", () => {
    const line = { from: "inside", to: "internet", why: "" };
    expect(marginsOf(row(1), { schema: 1, allow: [line] })).to.deep.equal([]);
    expect(marginsOf(row(1), { schema: 1, allow: [{ ...line, packets: { protocols: tcp } }] })[0]).to.include(
      { distance: 1 },
    );
  });
});

describe("difference", () => {
  const pairsWith = (...ports: [number, number][]) =>
    prove(
      behindRouter([
        step("internet", {
          destination: ["10.0.0.0/9", "10.128.0.0/9"],
          protocols: tcp,
          destinationPorts: ports,
        }),
      ]),
      nothingAllowed,
    ).pairs;

  it("is what is new and what is gone, as sets of packets", () => {
    const { opened, closed } = difference(pairsWith([20, 30]), pairsWith([20, 22], [23, 25], [443, 443]));
    const packets = { destination: ["10.0.0.0/8"], protocols: tcp };
    expect(opened).to.deep.equal([
      { from: "inside", to: "internet", packets: [{ ...packets, destinationPorts: port(443) }] },
    ]);
    expect(closed).to.deep.equal([
      { from: "inside", to: "internet", packets: [{ ...packets, destinationPorts: [[26, 30]] }] },
    ]);
  });

  it("is nothing where the same is written in other parts", () => {
    const whole = [{ from: "a", to: "b", packets: [{ destination: ["10.0.0.0/8"] }] }];
    const parts = [
      {
        from: "a",
        to: "b",
        packets: [
          { destination: ["10.0.0.0/9"] },
          { destination: ["10.128.0.0/9"], protocols: [[0, 99]] as const },
          { destination: ["10.128.0.0/9"], protocols: [[100, 255]] as const },
        ],
      },
    ];
    expect(difference(whole, parts)).to.deep.equal({ opened: [], closed: [] });
  });

  it("is the whole pair where one side has none", () => {
    const pairs = pairsWith([22, 22]);
    expect(difference([], pairs)).to.deep.equal({ opened: pairs, closed: [] });
    expect(difference(pairs, [])).to.deep.equal({ opened: [], closed: pairs });
  });
});
