import { expect } from "chai";
import fc from "fast-check";
import {
  acquired,
  announced,
  closed,
  FREE_LEASE,
  hasSuccessor,
  type Lease,
  LEASE_MS,
  passedOn,
  renewed,
  reopened,
  SUCCESSOR_FRESH_MS,
} from "../../scaler/lease";

const HELD: Lease = { ...FREE_LEASE, version: 1, holder: "a", fence: 7, expiresAtMs: 20_000 };

describe("the lease", () => {
  it("goes to whoever finds it free, under a new fence", () => {
    expect(acquired(FREE_LEASE, "a", 1000)).to.deep.include({
      holder: "a",
      fence: 1,
      version: 1,
      expiresAtMs: 1000 + LEASE_MS,
    });
  });

  it("is not taken from a holder whose time runs", () => {
    expect(acquired(HELD, "b", 19_999)).to.equal(null);
  });

  it("is taken when its time ran out, under a new fence", () => {
    expect(acquired(HELD, "b", 20_000)).to.deep.include({ holder: "b", fence: 8 });
  });

  it("is renewed by its holder only, and under its fence only", () => {
    expect(renewed(HELD, "a", 7, 5000)).to.deep.include({ expiresAtMs: 5000 + LEASE_MS, fence: 7 });
    expect(renewed(HELD, "b", 7, 5000)).to.equal(null);
    expect(renewed(HELD, "a", 6, 5000)).to.equal(null);
  });

  it("is handed to the run that waits", () => {
    const waited = announced(HELD, "b", 5000)!;
    expect(passedOn(waited, "a", 7, 5500)).to.deep.include({ holder: "b", fence: 8, successor: null });
  });

  it("is set free when nobody waits, or who waited fell silent", () => {
    expect(passedOn(HELD, "a", 7, 5000)).to.deep.include({ holder: null, fence: 7 });
    const waited = announced(HELD, "b", 5000)!;
    expect(passedOn(waited, "a", 7, 5000 + SUCCESSOR_FRESH_MS)).to.deep.include({ holder: null });
  });

  it("has one run waiting at a time, and another when that one fell silent", () => {
    const waited = announced(HELD, "b", 5000)!;
    expect(hasSuccessor(waited, 5001)).to.equal(true);
    expect(announced(waited, "c", 5001)).to.equal(null);
    expect(announced(waited, "c", 5000 + SUCCESSOR_FRESH_MS)).to.deep.include({ successor: "c" });
  });

  it("once closed is nobody's any more, until it is opened again", () => {
    const shut = closed(HELD, "a", 7, 5000)!;
    expect(acquired(shut, "b", 1_000_000)).to.equal(null);
    expect(announced(shut, "b", 5001)).to.equal(null);
    expect(acquired(reopened(shut), "b", 5001)).to.deep.include({ holder: "b", fence: 8 });
  });

  it("never lets the fence fall, and never moves without a new version", () => {
    const steps = fc.array(
      fc.tuple(
        fc.constantFrom("acquire", "renew", "announce", "pass"),
        fc.constantFrom("a", "b", "c"),
        fc.nat(15_000),
      ),
    );
    fc.assert(
      fc.property(steps, (moves) => {
        let lease = FREE_LEASE;
        let nowMs = 0;
        for (const [move, who, ms] of moves) {
          nowMs += ms;
          const next =
            move === "acquire"
              ? acquired(lease, who, nowMs)
              : move === "renew"
                ? renewed(lease, who, lease.fence, nowMs)
                : move === "announce"
                  ? announced(lease, who, nowMs)
                  : passedOn(lease, who, lease.fence, nowMs);
          if (next === null) continue;
          expect(next.version).to.equal(lease.version + 1);
          expect(next.fence).to.be.at.least(lease.fence);
          if (next.holder !== null && next.holder !== lease.holder)
            expect(next.fence).to.equal(lease.fence + 1);
          lease = next;
        }
      }),
    );
  });
});
