import { expect } from "chai";
import fc from "fast-check";
import { type Network, type Step } from "../../../policy/network/network";
import { marginsOf } from "../../../policy/proof/margin";
import { smallNetwork } from "./smallNetwork";
import { walk } from "./walker";

/** Small networks of which some steps are only there after a change. */
const withOpenings: fc.Arbitrary<Network> = fc
  .tuple(smallNetwork, fc.array(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), { minLength: 5 }))
  .map(([network, marks]) => ({
    ...network,
    nodes: network.nodes.map(({ steps, ...node }, place) => {
      const isOpening = (step: Step, at: number) => step.to !== null && marks[place]?.[at] === true;
      return {
        ...node,
        steps: steps.filter((step, at) => !isOpening(step, at)),
        openings: steps.filter(isOpening).map(({ match, to, rewrite }, at) => ({
          ...{ match, to: to ?? "", kind: "route", change: `${node.id} ${at}` },
          ...(rewrite && { rewrite }),
        })),
      };
    }),
  }));

/** One copy of the network for each number of changes: an opening leads into the next, and is taken whatever steps come first. */
function copies({ nodes, starts }: Network, most: number): Network {
  const counts = Array.from({ length: most + 1 }, (_, count) => count);
  return {
    schema: 1,
    starts: starts.map((start) => ({ ...start, node: `0 ${start.node}` })),
    nodes: counts.flatMap((count) =>
      nodes.map(({ openings = [], steps, ...node }) => ({
        ...node,
        id: `${count} ${node.id}`,
        steps: [
          ...(count === most ? [] : openings).map(({ match, to, rewrite, change }): Step => ({
            ...{ match, to: `${count + 1} ${to}`, take: "some", by: { resource: "r", text: change } },
            ...(rewrite && { rewrite }),
          })),
          ...steps.map((step) => ({ ...step, to: step.to === null ? null : `${count} ${step.to}` })),
        ],
      })),
    ),
  };
}

describe("the margin of any network", () => {
  it("is the number of changes after which a walk of single packets gets there", function () {
    this.timeout(120_000);
    const seen = new Map<unknown, number>();
    fc.assert(
      fc.property(withOpenings, (network) => {
        for (const { from, to, distance, changes } of marginsOf(network, { schema: 1, allow: [] })) {
          const arrived = [...walk(copies(network, 3), from, "may").values()].flatMap(({ node, packet }) => {
            const [count, id] = node.id.split(" ");
            const { zone } = network.nodes.find((one) => one.id === id) ?? {};
            return zone === to && packet.state === "new" ? [Number(count)] : [];
          });
          expect(distance).to.equal(arrived.length === 0 ? "more than 3" : Math.min(...arrived));
          expect(changes).to.have.length(typeof distance === "number" ? distance : 0);
          seen.set(distance, (seen.get(distance) ?? 0) + 1);
        }
      }),
      { numRuns: 150 },
    );
    for (const distance of [0, 1, 2, "more than 3"])
      expect(seen.get(distance), `${distance}`).to.be.greaterThan(5);
  });
});
