import { expect } from "chai";
import fc from "fast-check";
import { type Network } from "../../../policy/network/network";
import { prove } from "../../../policy/proof/prove";
import { type Certificate, type Packet } from "../../../policy/proof/verdict";
import { smallContract, smallNetwork } from "./smallNetwork";
import { forbiddenPairs, keyOf, packetsOf, successors, universe, type Walked } from "./walker";

/** The packet of the universe that stands for a packet. */
function inUniverse(packet: Packet, sender: string): Walked {
  const address = (text: string) =>
    (universe.addresses as readonly string[]).includes(text)
      ? text
      : text.includes(":")
        ? "fd00::9"
        : "10.9.9.9";
  const port = (number: number) => (number < 2 ? number : 7);
  return {
    source: address(packet.source),
    destination: address(packet.destination),
    protocol: [1, 6].includes(packet.protocol) ? packet.protocol : 17,
    sourcePort: port(packet.sourcePort),
    destinationPort: port(packet.destinationPort),
    state: packet.state,
    sender,
  };
}

/** Everything of the universe that is in the certificate, walked one step on: what is then not in it. */
function leavingCertificate(network: Network, certificate: Certificate): string[] {
  const nodes = new Map(network.nodes.map((node) => [node.id, node]));
  return certificate.zones.flatMap(({ from, reached }) => {
    const inSet = new Set<string>();
    const packets: (readonly [string, Walked])[] = [];
    for (const { node, packets: sets } of reached)
      for (const set of sets)
        for (const state of ["new", "reply"] as const)
          if (set.state === undefined || set.state === state)
            for (const packet of packetsOf(set, set.senders ?? universe.senders, state)) {
              inSet.add(keyOf(node, packet));
              packets.push([node, packet]);
            }
    const started = network.starts
      .filter(({ zone }) => zone === from)
      .flatMap(({ id, node, packets: sets }) =>
        sets.flatMap((set) => packetsOf(set, [id], "new").map((packet) => keyOf(node, packet))),
      );
    const onward = packets.flatMap(([node, packet]) =>
      successors(nodes.get(node)!, packet, "may").map(([to, sent]) => keyOf(to, sent)),
    );
    return [...started, ...onward].filter((key) => !inSet.has(key));
  });
}

describe("proof", () => {
  for (const [name, mostExact] of [
    ["exact", 64],
    ["coarse", 0],
  ] as const) {
    it(`says of a network what a walk of single packets says (${name} first)`, function () {
      this.timeout(180_000);
      const seen = { proved: 0, refuted: 0, undetermined: 0 };
      fc.assert(
        fc.property(smallNetwork, smallContract, (network, contract) => {
          const proof = prove(network, contract, mostExact);
          const may = forbiddenPairs(network, contract, "may");
          const must = forbiddenPairs(network, contract, "must");
          const told = proof.breaches.map(({ from, to, verdict, path }) => [
            `${from} ${to}`,
            verdict,
            path.length - 1,
          ]);
          const expected = [...may].map(([pair, steps]) => {
            const sure = must.get(pair);
            return [pair, sure === undefined ? "undetermined" : "refuted", sure ?? steps];
          });
          expect(told).to.have.deep.members(expected);
          expect(proof.verdict).to.equal(
            must.size > 0 ? "refuted" : may.size > 0 ? "undetermined" : "proved",
          );
          expect(proof.certificate === undefined).to.equal(may.size > 0);
          if (proof.verdict === "proved") seen.proved += 1;
          for (const { verdict } of proof.breaches) seen[verdict] += 1;
        }),
        { numRuns: 150 },
      );
      expect(
        Object.values(seen).every((count) => count > 0),
        JSON.stringify(seen),
      ).to.equal(true);
    });

    it(`certifies a set that no step leaves (${name} first)`, function () {
      this.timeout(180_000);
      let certified = 0;
      fc.assert(
        fc.property(smallNetwork, smallContract, (network, contract) => {
          const { certificate } = prove(network, contract, mostExact);
          if (!certificate) return;
          certified += 1;
          expect(leavingCertificate(network, certificate)).to.deep.equal([]);
        }),
        { numRuns: 150 },
      );
      expect(certified).to.be.greaterThan(0);
    });
  }

  it("tells a way that its packet takes, step by step", function () {
    this.timeout(180_000);
    let hops = 0;
    fc.assert(
      fc.property(smallNetwork, smallContract, (network, contract) => {
        const nodes = new Map(network.nodes.map((node) => [node.id, node]));
        for (const { path, verdict, missing } of prove(network, contract).breaches) {
          const reading = verdict === "refuted" ? "must" : "may";
          path.slice(1, -1).forEach((hop, at) => {
            const before = path[at]!;
            const next = path[at + 2]!;
            const found = universe.senders.some((sender) =>
              successors(nodes.get(hop.node)!, inUniverse(before.packet, sender), reading).some(
                ([to, sent]) =>
                  to === next.node &&
                  keyOf("", { ...sent, sender }) === keyOf("", inUniverse(hop.packet, sender)),
              ),
            );
            expect(found, JSON.stringify([before, hop, next])).to.equal(true);
            hops += 1;
          });
          expect(missing === undefined).to.equal(verdict === "refuted");
          if (verdict === "undetermined") expect(path.some(({ uncertain }) => uncertain)).to.equal(true);
        }
      }),
      { numRuns: 500 },
    );
    expect(hops).to.be.greaterThan(50);
  });
});
