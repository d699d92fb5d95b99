import { expect } from "chai";
import { type Network } from "../../../policy/network/network";
import { prove } from "../../../policy/proof/prove";
import { largeContract, largeNetwork } from "./largeNetwork";
import { node, step } from "./networks";

/** The network, with one more step before those of a node, to a zone that nobody may reach. */
function opened(network: Network, id: string): Network {
  const nodes = network.nodes.map((one) =>
    one.id === id ? { ...one, steps: [step("internet", { destination: ["8.0.0.0/8"] }), ...one.steps] } : one,
  );
  return { ...network, nodes: [...nodes, node("internet", [], { zone: "internet" })] };
}

describe("large networks", () => {
  it("are proved with sources that are rounded up to subnets", () => {
    const { verdict, certificate, pairs } = prove(largeNetwork(300), largeContract);
    expect(verdict).to.equal("proved");
    expect(pairs.map(({ from, to }) => `${from} ${to}`)).to.deep.equal([
      "build-network inside",
      "inside build-network",
      "inside inside",
      "inside service/s3",
    ]);
    const sets = certificate?.zones.find(({ from }) => from === "inside")?.reached;
    const sent = sets?.find(({ node: id }) => id === "if/vpc-1-0-7/out")?.packets;
    expect(sent?.map(({ source }) => source)).to.deep.equal([["10.1.0.0/24"], ["fd00:1::/64"]]);
  });

  it("are refuted with exact packets all the same", () => {
    const { verdict, breaches } = prove(opened(largeNetwork(300), "if/vpc-1-1-9/out"), largeContract);
    expect(verdict).to.equal("refuted");
    expect(breaches.map(({ to, path }) => [to, path.map(({ node: id }) => id)])).to.deep.equal([
      ["internet", ["if/vpc-1-1-9/out", "internet"]],
    ]);
    expect(breaches[0]?.path[0]?.packet.source).to.equal("10.1.1.13");
  });

  it("are refuted by an answer that goes astray", () => {
    const network = opened(largeNetwork(300), "subnet/vpc-1-1/routes");
    const nodes = network.nodes.map((one) =>
      one.id === "subnet/vpc-1-1/routes"
        ? {
            ...one,
            steps: [
              step("internet", { destination: ["10.200.0.0/17"], state: "reply" }),
              ...one.steps.slice(1),
            ],
          }
        : one,
    );
    const { verdict, breaches } = prove({ ...network, nodes }, largeContract);
    expect(verdict).to.equal("refuted");
    expect(breaches.map(({ from, to }) => [from, to])).to.deep.equal([["build-network", "internet"]]);
    const { packet } = breaches[0]!.path.at(-1)!;
    expect(packet).to.include({ source: "10.1.1.4", sourcePort: 22, state: "reply" });
  });
});
