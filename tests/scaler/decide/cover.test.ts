import { expect } from "chai";
import fc from "fast-check";
import { cover, type Supply } from "../../../scaler/decide/cover";

const BUILDERS = ["a", "b", "c"];
const supply = (id: string, builders: readonly string[], count = 1): Supply => ({
  id,
  builders: new Set(builders),
  count,
});
const demand = (counts: Record<string, number>) => new Map(Object.entries(counts));

/** Most requests that single machines can take, by trying everything. */
function bestByTrying(requests: readonly string[], machines: readonly ReadonlySet<string>[]): number {
  const [first, ...rest] = requests;
  if (first === undefined) return 0;
  const without = bestByTrying(rest, machines);
  const withOne = machines.flatMap((builders, index) =>
    builders.has(first)
      ? [
          1 +
            bestByTrying(
              rest,
              machines.filter((_, other) => other !== index),
            ),
        ]
      : [],
  );
  return Math.max(without, ...withOne);
}

describe("covering requests with machines", () => {
  it("spends the machine that runs both on the builder that has no other", () => {
    const { used, unmet } = cover(demand({ a: 1, b: 1 }), [
      supply("both", ["a", "b"]),
      supply("only-a", ["a"]),
      supply("start", ["a", "b"], 9),
    ]);
    expect(used.get("start")).to.equal(0);
    expect([...unmet.values()]).to.deep.equal([0, 0]);
  });

  it("says what is left over, by builder", () => {
    expect(cover(demand({ a: 3, b: 1 }), [supply("s", ["a"], 2)]).unmet).to.deep.equal(
      demand({ a: 1, b: 1 }),
    );
  });

  it("handles thousands of requests as one number", () => {
    expect(cover(demand({ a: 10_000 }), [supply("s", ["a"], 9_000)]).unmet.get("a")).to.equal(1_000);
  });

  const sets = fc.subarray(BUILDERS);
  it("covers as many as any dealing could, and the first supplies as much as they could alone", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...BUILDERS), { maxLength: 5 }),
        fc.array(sets, { maxLength: 5 }),
        (requests, builderSets) => {
          const counts = new Map(
            BUILDERS.map((name) => [name, requests.filter((each) => each === name).length]),
          );
          const supplies = builderSets.map((builders, index) => supply(String(index), builders));
          const { used, unmet } = cover(counts, supplies);
          const usedOf = (n: number) =>
            supplies.slice(0, n).reduce((sum, each) => sum + (used.get(each.id) ?? 0), 0);
          for (let n = 0; n <= supplies.length; n += 1) {
            const machines = supplies.slice(0, n).map((each) => each.builders);
            expect(usedOf(n)).to.equal(bestByTrying(requests, machines));
          }
          expect([...unmet.values()].reduce((sum, n) => sum + n, 0)).to.equal(
            requests.length - usedOf(supplies.length),
          );
        },
      ),
    );
  });
});
