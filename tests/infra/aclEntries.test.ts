import { expect } from "chai";
import * as fc from "fast-check";
import {
  type AclEntry,
  aclEntriesOf,
  type AclFacts,
  fits,
  subnetsOfGroup,
} from "../../infra/network/aclEntries";
import { contains, parseCidr } from "../../infra/cidr";
import { type SubnetKey, subnetBlocksOf } from "../../infra/network/subnetKeys";
import { type Flow, flowsOf, type Peer } from "../../infra/network/traffic";
import { settingsOf } from "./mocks";

const facts = (stack: string): AclFacts => {
  const settings = settingsOf(stack);
  return {
    flows: flowsOf(settings),
    subnetBlocks: subnetBlocksOf(settings),
    buildBlocks: settings.buildNetwork.blocks,
  };
};

const holds = (outer: string, inner: string) => {
  const [a, b] = [parseCidr(outer), parseCidr(inner)];
  return a !== undefined && b !== undefined && contains(a, b);
};

const passes = (
  entries: readonly AclEntry[],
  direction: AclEntry["direction"],
  protocol: Flow["protocol"],
  block: string,
  port: number,
) =>
  entries.some(
    (entry) =>
      entry.direction === direction &&
      entry.protocol === protocol &&
      holds(entry.block, block) &&
      entry.ports[0] <= port &&
      port <= entry.ports[1],
  );

const isGroup = (peer: Peer): peer is Extract<Peer, { group: unknown }> => "group" in peer;

describe("entries of network ACLs", () => {
  for (const stack of ["local", "staging", "production"]) {
    it(`let through both ways of every flow of ${stack}, and fit into a list`, () => {
      const all = facts(stack);
      for (const flow of all.flows) {
        for (const [own, peer, first] of [
          [flow.from, flow.to, "egress"],
          [flow.to, flow.from, "ingress"],
        ] as const) {
          if (!isGroup(own)) continue;
          const entries = aclEntriesOf(subnetsOfGroup(own.group), all);
          expect(fits(entries)).to.equal(true);
          const blocks = isGroup(peer)
            ? (all.subnetBlocks[subnetsOfGroup(peer.group)] ?? [])
            : ["block" in peer ? peer.block : "0.0.0.0/0"];
          const back = first === "egress" ? "ingress" : "egress";
          for (const block of blocks) {
            expect(passes(entries, first, flow.protocol, block, flow.ports[0]), flow.name).to.equal(true);
            if (flow.protocol !== "icmp")
              expect(passes(entries, back, flow.protocol, block, 40_000), flow.name).to.equal(true);
          }
        }
      }
    });
  }

  it("are open to everywhere only on 443, and only where a gateway endpoint is", () => {
    const all = facts("production");
    const wide = (kind: SubnetKey) =>
      aclEntriesOf(kind, all)
        .filter(({ block }) => block === "0.0.0.0/0")
        .map(({ direction, ports }) => `${direction} ${ports.join("-")}`);
    expect(wide("endpoints")).to.deep.equal([]);
    for (const kind of ["workers-try", "workers-release", "mirrors"] as const)
      expect(wide(kind)).to.have.members(["egress 443-443", "ingress 32768-60999"]);
    expect(wide("scaler")).to.have.members(["egress 443-443", "ingress 1024-65535"]);
  });

  it("pass nothing between the workers of two trust levels", () => {
    const all = facts("production");
    const entries = aclEntriesOf("workers-try", all).filter(({ block }) => block !== "0.0.0.0/0");
    const others = all.subnetBlocks["workers-release"] ?? [];
    expect(entries.filter(({ block }) => others.some((other) => holds(block, other)))).to.deep.equal([]);
    expect(passes(entries, "egress", "tcp", others[0] ?? "", 22)).to.equal(false);
  });

  it("name no block twice, and none that another entry covers", () => {
    const all = facts("production");
    for (const kind of Object.keys(all.subnetBlocks) as SubnetKey[]) {
      const entries = aclEntriesOf(kind, all);
      for (const entry of entries) {
        const covering = entries.filter(
          (other) =>
            other.direction === entry.direction &&
            other.protocol === entry.protocol &&
            holds(other.block, entry.block) &&
            other.ports[0] <= entry.ports[0] &&
            entry.ports[1] <= other.ports[1],
        );
        expect(covering, `${kind} ${JSON.stringify(entry)}`).to.deep.equal([entry]);
      }
    }
  });

  it("widen peers to the blocks of the build network when a list would grow too long", () => {
    const many = fc.uniqueArray(fc.integer({ min: 1, max: 250 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(many, (hosts) => {
        const flows = hosts.map((host): Flow => {
          const to = { block: `10.20.0.${host}/32` };
          const from = { group: "workers-try" } as const;
          return { name: `${host}`, from, to, protocol: "tcp", ports: [443, 443], why: "" };
        });
        const all = { ...facts("staging"), flows };
        const entries = aclEntriesOf("workers-try", all);
        expect(fits(entries)).to.equal(true);
        expect(entries.every(({ block }) => all.buildBlocks.includes(block))).to.equal(true);
        for (const { to } of flows)
          expect(passes(entries, "egress", "tcp", "block" in to ? to.block : "", 443)).to.equal(true);
      }),
      { numRuns: 30 },
    );
  });
});
