import { expect } from "chai";
import fc from "fast-check";
import { percentile, waits } from "../../reports/waits";

describe("waits", () => {
  it("are null where nothing was built, rather than zero", () => {
    expect(waits([])).to.equal(null);
  });

  it("give median, 95 % and the longest by nearest rank", () => {
    const values = Array.from({ length: 20 }, (_, index) => 20 - index);
    expect(waits(values)).to.deep.equal({ builds: 20, medianSeconds: 10, p95Seconds: 19, maxSeconds: 20 });
  });
});

describe("percentile", () => {
  it("is always one of the values, and grows with the rank", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.nat(100), fc.nat(100), (values, a, b) => {
        const [low, high] = [percentile(values, Math.min(a, b)), percentile(values, Math.max(a, b))];
        expect(values).to.include(low);
        expect(low).to.be.at.most(high);
      }),
    );
  });

  it("fails on no values and on a rank outside 0 to 100", () => {
    expect(() => percentile([], 50)).to.throw(RangeError, "no values");
    expect(() => percentile([1], 101)).to.throw(RangeError, "got 101");
    expect(() => percentile([1], Number.NaN)).to.throw(RangeError, "got NaN");
  });
});
