import { expect } from "chai";
import { type Match, type Rewrite, type Step } from "../../../policy/network/network";
import { prove } from "../../../policy/proof/prove";
import { reach } from "../../../policy/proof/reach";
import { behindRouter, node, nothingAllowed, perhaps, port, step, tcp } from "./networks";

/** What of a zone's pair is reached. */
function reached(router: readonly Step[], to = "internet"): readonly Match[] {
  return prove(behindRouter(router), nothingAllowed).pairs.find((pair) => pair.to === to)?.packets ?? [];
}

describe("steps", () => {
  it("are taken in their order: the longer prefix first, the shorter one for the rest", () => {
    const routes = [
      step(null, { destination: ["10.0.0.0/8"] }),
      step("internet", { destination: ["8.0.0.0/6"] }),
    ];
    expect(reached(routes)).to.deep.equal([{ destination: ["8.0.0.0/7", "11.0.0.0/8"] }]);
  });

  it("keep their order in a long table too", () => {
    const narrow = Array.from({ length: 20 }, (_, at) =>
      step(null, { destination: [`10.0.${2 * at}.0/24`] }),
    );
    const found = reached([...narrow, step("internet", { destination: ["10.0.0.0/21"] })]);
    expect(found).to.deep.equal([
      { destination: ["10.0.1.0/24", "10.0.3.0/24", "10.0.5.0/24", "10.0.7.0/24"] },
    ]);
  });

  it("take IPv6 apart from IPv4", () => {
    expect(reached([step("internet", { destination: ["::/0"] })])).to.deep.equal([{ destination: ["::/0"] }]);
    expect(
      reached([
        step(null, { destination: ["0.0.0.0/0"] }),
        step("internet", { destination: ["fd00::/8", "10.0.0.0/8"] }),
      ]),
    ).to.deep.equal([{ destination: ["fd00::/8"] }]);
  });

  it("let packets go on past a step that takes some", () => {
    const some = step(null, {}, { take: "some" });
    expect(
      prove(behindRouter([some, step("internet", { protocols: tcp })]), nothingAllowed).verdict,
    ).to.equal("refuted");
  });

  it("drop what no step takes", () => {
    expect(
      prove(behindRouter([step("internet", { source: ["10.0.0.5/32"] })]), nothingAllowed).verdict,
    ).to.equal("proved");
  });

  it("refuse to lead to a node that is not there", () => {
    expect(() => prove(behindRouter([step("elsewhere")]), nothingAllowed)).to.throw("'elsewhere'");
  });

  it("refuse a block that is none", () => {
    expect(() =>
      prove(behindRouter([step("internet", { destination: ["10.0.0.0/33"] })]), nothingAllowed),
    ).to.throw(RangeError, "10.0.0.0/33");
    expect(() =>
      prove(behindRouter([step("internet", { destinationPorts: [[5, 4]] })]), nothingAllowed),
    ).to.throw(RangeError, "5-4");
  });
});

describe("unknown steps", () => {
  it("leave the verdict undetermined, and name the missing fact", () => {
    const { verdict, breaches } = prove(behindRouter([perhaps("internet")]), nothingAllowed);
    expect(verdict).to.equal("undetermined");
    expect(breaches).to.have.lengthOf(1);
    expect(breaches[0]?.missing).to.deep.equal({
      resource: "table",
      property: "routes[0].gatewayId",
      why: "is not known",
      settle: "Name it.",
    });
    expect(breaches[0]?.path.map(({ node: at, uncertain }) => [at, uncertain])).to.deep.equal([
      ["router", true],
      ["internet", undefined],
    ]);
  });

  it("hide what follows from the certain reading: a packet that may be dropped is not sure to pass", () => {
    const { verdict, breaches } = prove(behindRouter([perhaps(null), step("internet")]), nothingAllowed);
    expect(verdict).to.equal("undetermined");
    expect(breaches[0]?.missing?.property).to.equal("routes[0].gatewayId");
  });

  it("are refuted all the same where a certain way is there, however much longer", () => {
    const network = behindRouter(
      [perhaps("internet", { destinationPorts: port(1) }), step("detour")],
      [node("detour", [step("internet")])],
    );
    const { verdict, breaches } = prove(network, nothingAllowed);
    expect(verdict).to.equal("refuted");
    expect(breaches[0]?.path.map(({ node: at }) => at)).to.deep.equal(["router", "detour", "internet"]);
  });
});

describe("rewrites", () => {
  /** The packet that arrives, and the one that left. */
  function through(rewrite: Rewrite, packets: Match, state: "new" | "reply" = "new") {
    const network = behindRouter([step("internet", {}, { rewrite })]);
    const contract = { schema: 1 as const, allow: [{ from: "inside", to: "inside", why: "" }] };
    if (state === "new")
      return reach(network, { starts: ["if/a"], packets, targets: ["internet"], connection: false }).path.at(
        -1,
      )?.packet;
    return prove(network, contract).breaches[0]?.path.at(-1)?.packet;
  }
  const asked: Match = {
    destination: ["198.51.100.7/32"],
    protocols: tcp,
    sourcePorts: port(50000),
    destinationPorts: port(443),
  };

  it("replace the source, as a NAT gateway does", () => {
    expect(through({ source: ["203.0.113.5/32"] }, asked)).to.include({
      source: "203.0.113.5",
      destination: "198.51.100.7",
      destinationPort: 443,
    });
  });

  it("replace the destination and its port, as a balancer does", () => {
    const sent = through(
      { destination: ["10.0.0.9/32"], destinationPorts: port(8080), sourcePorts: [[1024, 65535]] },
      asked,
    );
    expect(sent).to.include({
      source: "10.0.0.4",
      destination: "10.0.0.9",
      destinationPort: 8080,
      sourcePort: 49152,
    });
  });

  it("turn source and destination around before anything else", () => {
    const network = behindRouter(
      [step("zone", asked)],
      [
        node(
          "zone",
          [
            step(
              "back",
              { state: "new" },
              { rewrite: { reply: true, source: ["198.51.100.8/32"], sender: "zone" } },
            ),
          ],
          { zone: "out" },
        ),
        node("back", [step("if/a", { state: "reply", protocols: tcp, sourcePorts: port(443) })]),
      ],
    );
    const { verdict, returnPath } = reach(network, {
      starts: ["if/a"],
      packets: asked,
      targets: ["zone"],
      connection: true,
    });
    expect(verdict).to.equal("reachable");
    expect(returnPath?.map(({ node: at }) => at)).to.deep.equal(["zone", "back", "if/a"]);
    expect(returnPath?.at(-1)?.packet).to.deep.equal({
      source: "198.51.100.8",
      destination: "10.0.0.4",
      protocol: 6,
      sourcePort: 443,
      destinationPort: 50000,
      state: "reply",
    });
  });

  it("give an answer to ICMP any type and code", () => {
    const back = (types: [number, number][]) =>
      behindRouter(
        [step("zone", { protocols: [[1, 1]], sourcePorts: port(8), destinationPorts: port(0) })],
        [
          node("zone", [step("back", { state: "new" }, { rewrite: { reply: true, sender: "zone" } })], {
            zone: "out",
          }),
          node("back", [step("if/a", { protocols: [[1, 1]], sourcePorts: types })]),
        ],
      );
    const question = { starts: ["if/a"], packets: {}, targets: ["zone"], connection: true };
    expect(reach(back([[0, 0]]), question).verdict).to.equal("reachable");
    expect(reach(back([[0, 0]]), question).path[0]?.packet).to.include({ sourcePort: 8, destinationPort: 0 });
    expect(reach(back([[11, 11]]), question).verdict).to.equal("reachable");
  });

  it("change the sender, whom later references to groups see", () => {
    const pass = (sender: string) =>
      reach(
        behindRouter(
          [step("next", {}, { rewrite: { sender: "if/b" } })],
          [node("next", [step("internet", { senders: [sender] })])],
        ),
        {
          ...{ starts: ["if/a"], packets: {}, targets: ["internet"], connection: false },
        },
      ).verdict;
    expect(pass("if/b")).to.equal("reachable");
    expect(pass("if/a")).to.equal("unreachable");
  });
});
