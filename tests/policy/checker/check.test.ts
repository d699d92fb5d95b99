import { expect } from "chai";
import fc from "fast-check";
import { check } from "../../../policy/checker/check";
import { type Match, type Network } from "../../../policy/network/network";
import { type Certificate } from "../../../policy/proof/verdict";
import { corruptionsOf } from "./corruptions";
import { certificate, contract, copy, network, step } from "./smallNetwork";

const reasonsFor = (a: unknown, b: unknown, c: unknown): readonly string[] => check(a, b, c).reasons;

/** The network with a change, which the certificate does not know. */
function changed(
  id: string,
  change: (node: ReturnType<typeof copy<Network["nodes"][number]>>) => void,
): Network {
  const other = copy(network);
  change(other.nodes.find((node) => node.id === id)!);
  return other;
}

describe("the checker", () => {
  it("accepts the smallest closed set that the contract allows", () => {
    expect(check(network, contract, certificate)).to.deep.equal({ accepted: true, reasons: [] });
  });

  it("accepts a set that is larger than it need be, as long as it is closed and allowed", () => {
    const larger = copy(certificate);
    for (const { packets } of larger.zones.flatMap((zone) => zone.reached))
      for (const set of packets) delete set.senders;
    // A reply that anybody may have sent is one of every zone: the link's set then holds answers from inside, too.
    expect(reasonsFor(network, contract, larger).join()).to.include("does not allow");
    const list = copy(certificate);
    delete list.zones[0]!.reached[1]!.packets[0]!.source;
    delete list.zones[0]!.reached[2]!.packets[0]!.source;
    expect(reasonsFor(network, contract, list).join()).to.include("not closed");
  });

  it("rejects every corruption of it, be it one number of one field", () => {
    const corrupted = corruptionsOf(certificate);
    expect(corrupted.length).to.be.greaterThan(200);
    for (const { change, result } of corrupted) {
      expect(check(network, contract, result), change).to.have.property("accepted", false);
    }
  });

  it("rejects corruptions put one on another", () => {
    const indices = fc.array(fc.nat(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(indices, (places) => {
        let result = certificate;
        for (const place of places) {
          const all = corruptionsOf(result);
          if (all.length > 0) result = all[place % all.length]!.result;
        }
        expect(check(network, contract, result).accepted).to.be.false;
      }),
      { numRuns: 100 },
    );
  });

  it("rejects what the contract does not allow, either way", () => {
    const noAnswers = copy(contract);
    noAnswers.allow.shift();
    const reasons = reasonsFor(network, noAnswers, certificate);
    expect(reasons).to.include(
      "the contract does not allow packets from 'inside' to 'build-network' that the set has at node 'zone/build-network'",
    );
    // Their answers come back inside: turned around, they are the same packets.
    expect(reasons.join("\n")).to.include("'build-network' that the set has at node 'if/a'");
    const noSsh = copy(contract);
    noSsh.allow[1]!.packets = { destinationPorts: [[23, 65535]] };
    expect(reasonsFor(network, noSsh, certificate).join("\n")).to.include("from 'build-network' to 'inside'");
  });

  it("takes `service/*` for every service and no other zone", () => {
    const zone = (name: string): Network => {
      const other = copy(network);
      for (const node of other.nodes) if (node.zone === "build-network") node.zone = name;
      other.starts.pop();
      return other;
    };
    const own: Certificate = { schema: 1, zones: [certificate.zones[0]!] };
    const services = { schema: 1, allow: [{ from: "inside", to: "service/*", why: "services" }] };
    expect(reasonsFor(zone("service/s3"), services, own)).to.deep.equal([]);
    expect(reasonsFor(zone("services"), services, own)).to.not.be.empty;
    const foreign = { schema: 1, allow: [{ from: "inside", to: "foreign/*", why: "?" }] };
    expect(reasonsFor(zone("foreign/x"), foreign, own)).to.deep.equal([
      '/contract/allow/0/to must match pattern "^(service/\\*|[^*]+)$"',
    ]);
  });

  describe("the may-reading", () => {
    it("does not let `perhaps` and `some` shadow what follows", () => {
      for (const take of ["perhaps", "some"] as const) {
        const other = changed("list", (node) => (node.steps[0]!.take = take));
        expect(reasonsFor(other, contract, certificate).join(), take).to.include("step 1 of node 'list'");
      }
    });

    it("lets `always` shadow it, in this order only", () => {
      const other = changed("list", (node) => node.steps.reverse());
      expect(reasonsFor(other, contract, certificate).join()).to.include("step 0 of node 'list'");
    });

    it("follows a new step, of whatever take", () => {
      for (const take of ["always", "perhaps", "some"] as const) {
        const other = changed("routes", (node) => node.steps.unshift(copy(step({}, "link", { take }))));
        expect(reasonsFor(other, contract, certificate), take).to.not.be.empty;
      }
    });

    it("follows what a step rewrites", () => {
      const rewrite = { source: ["10.0.0.2/32"] };
      const other = changed("list", (node) => (node.steps[1]!.rewrite = rewrite));
      expect(reasonsFor(other, contract, certificate).join()).to.include("step 1 of node 'list'");
    });

    it("gives the answers to ICMP any type and code", () => {
      const icmp: Match = { protocols: [[1, 1]], sourcePorts: [[8, 8]], destinationPorts: [[0, 0]] };
      const other = copy(network);
      other.nodes.find(({ id }) => id === "if/a/out")!.steps.push(copy(step(icmp, "list")));
      const withIcmp = (answer: Match): Certificate => {
        const result = copy(certificate) as unknown as {
          zones: { reached: { node: string; packets: Match[] }[] }[];
        };
        for (const { node, packets } of result.zones[0]!.reached) {
          if (node === "if/a/out") continue;
          const { destination, source, state, senders } = packets[0]!;
          const ports = state === "reply" ? answer : icmp;
          packets.push({ ...ports, protocols: [[1, 1]], destination, source, state, senders } as Match);
        }
        return result as unknown as Certificate;
      };
      const open = {
        schema: 1,
        allow: [{ from: "inside", to: "build-network", why: "" }, ...contract.allow],
      };
      expect(reasonsFor(other, open, withIcmp({}))).to.deep.equal([]);
      const echo: Match = { sourcePorts: [[0, 0]], destinationPorts: [[8, 8]] };
      expect(reasonsFor(other, open, withIcmp(echo)).join()).to.include("not closed");
    });
  });

  it("wants every start, of every zone, to be in a set", () => {
    const other = copy(network);
    other.starts.push({ ...other.starts[0]!, id: "if/b" });
    expect(reasonsFor(other, contract, certificate)).to.deep.equal([
      "the set of zone 'inside' lacks packets that start 'if/b' sends",
    ]);
    const anybody = copy(network);
    anybody.starts[0]!.anySender = true;
    expect(reasonsFor(anybody, contract, certificate)).to.deep.equal([
      "the set of zone 'inside' lacks packets that start 'if/a' sends",
    ]);
  });
});
