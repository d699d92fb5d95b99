import { expect } from "chai";
import fc from "fast-check";
import { tell } from "./simulation";
import { aDocument, aPool } from "./worlds";

const jobs = (builders: readonly string[]) =>
  fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 400 }),
      builder: fc.constantFrom(...builders),
      seconds: fc.integer({ min: 1, max: 90 }),
    }),
    { minLength: 1, maxLength: 40 },
  );
const LIMITS = { tickSeconds: 5, maxStartsPerHour: 1000 };

describe("over a day of a small farm", function () {
  this.timeout(60_000);

  it("every request is built, no rule is broken, and everything sleeps at the end", () => {
    fc.assert(
      fc.property(jobs(["linux64", "docs"]), fc.nat(3), (work, inHouse) => {
        const pools = [
          aPool("linux64", 4, { builders: ["linux64", "docs"], idleCeilingSeconds: 60 }),
          aPool("spare", 2, { builders: ["docs"], idleCeilingSeconds: 60 }),
        ];
        const document = aDocument(pools, LIMITS);
        const told = tell({
          document,
          inHouse,
          jobs: work,
          seconds: 2500,
          refuse: () => null,
          readable: () => true,
        });
        expect(told.faults).to.deep.equal([]);
        expect(told.finished).to.equal(work.length);
        expect(told.mostRunning).to.be.at.most(6);
        expect(told.awakeAtEnd).to.equal(0);
        // No flapping: nothing wakes more often than requests came.
        expect(told.starts).to.be.at.most(work.length);
      }),
      { numRuns: 40 },
    );
  });

  it("a new image, a renamed pool and a smaller one cut no build, and nothing of before is left", () => {
    const after = [
      aPool("linux64", 2, { launchTemplateVersion: "4", idleCeilingSeconds: 60 }),
      aPool("renamed", 2, { builders: ["docs"], idleCeilingSeconds: 60 }),
    ];
    const before = [
      aPool("linux64", 4, { idleCeilingSeconds: 60 }),
      aPool("former", 2, { builders: ["docs"], idleCeilingSeconds: 60 }),
    ];
    fc.assert(
      fc.property(jobs(["linux64", "docs"]), fc.integer({ min: 15, max: 400 }), (work, at) => {
        // The new image shows that it works on the last job, when nothing else is left to do.
        const last = { at: 1500, builder: "linux64", seconds: 5 };
        const told = tell({
          document: aDocument(before, LIMITS),
          change: { at, document: aDocument(after, LIMITS) },
          inHouse: 0,
          jobs: [...work, last],
          seconds: 2500,
          refuse: () => null,
          readable: () => true,
        });
        expect(told.faults).to.deep.equal([]);
        expect(told.finished).to.equal(work.length + 1);
        expect(told.awakeAtEnd).to.equal(0);
        for (const vm of told.left)
          expect(vm).to.match(/^bld-(linux64-ec2-00[12] of 4|renamed-ec2-00[12] of 3)$/);
      }),
      { numRuns: 40 },
    );
  });

  it("also with a master that is away for minutes and an EC2 that refuses every third call", () => {
    const refusals = ["InsufficientInstanceCapacity", "RequestLimitExceeded", "IncorrectInstanceState"];
    fc.assert(
      fc.property(jobs(["linux64"]), fc.integer({ min: 0, max: 300 }), (work, awaySecond) => {
        const document = aDocument([aPool("linux64", 4, { idleCeilingSeconds: 60 })], LIMITS);
        const told = tell({
          document,
          inHouse: 1,
          jobs: work,
          seconds: 6000,
          refuse: (n) => (n % 3 === 2 ? (refusals[((n - 2) / 3) % refusals.length] ?? null) : null),
          readable: (second) => second < awaySecond || second > awaySecond + 200,
        });
        expect(told.faults).to.deep.equal([]);
        expect(told.finished).to.equal(work.length);
        expect(told.awakeAtEnd).to.equal(0);
      }),
      { numRuns: 25 },
    );
  });
});
