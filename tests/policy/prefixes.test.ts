import { expect } from "chai";
import fc from "fast-check";
import { parsePrefix, type Prefix, PrefixSet, prefixText } from "../../policy/prefixes";

const bits = { 4: 32, 6: 128 } as const;

/** A prefix of either family; lengths near the ends, where the faults are, as often as those between. */
const prefix: fc.Arbitrary<Prefix> = fc.constantFrom(4 as const, 6 as const).chain((family) =>
  fc
    .tuple(fc.nat({ max: bits[family] }), fc.bigInt({ min: 0n, max: (1n << BigInt(bits[family])) - 1n }))
    .map(([length, number]) => {
      const hostBits = BigInt(bits[family] - length);
      return { family, length, first: (number >> hostBits) << hostBits };
    }),
);
const set = fc.array(prefix, { maxLength: 6 }).map((prefixes) => PrefixSet.from(prefixes));

describe("prefixes", () => {
  for (const [text, canonical] of [
    ["10.20.0.0/16", "10.20.0.0/16"],
    ["10.20.30.40/16", "10.20.0.0/16"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["255.255.255.255/32", "255.255.255.255/32"],
    ["::/0", "::/0"],
    ["8000::/1", "8000::/1"],
    ["FD00:0:0:1::/64", "fd00:0:0:1::/64"],
    ["::ffff:192.0.2.0/120", "::ffff:c000:200/120"],
    ["2001:db8:0:0:1::/80", "2001:db8:0:0:1::/80"],
  ] as const) {
    it(`reads ${text} as ${canonical}`, () => expect(prefixText(parsePrefix(text)!)).to.equal(canonical));
  }

  for (const text of [
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/8",
    "010.0.0.0/8",
    "10.0.0.0/8/8",
    "10.0.0.0/-1",
    "10.0.0.0/ 8",
  ]) {
    it(`does not read '${text}'`, () => expect(parsePrefix(text)).to.equal(undefined));
  }
  for (const text of [
    "::/129",
    "fe80::1%eth0/64",
    ":::/0",
    "1::2::3/64",
    "pl-1234",
    "any",
    "::/0x0",
    "::/1.5",
  ]) {
    it(`does not read '${text}'`, () => expect(parsePrefix(text)).to.equal(undefined));
  }

  it("reads back every prefix that it writes", () => {
    fc.assert(
      fc.property(prefix, (p) => {
        expect(parsePrefix(prefixText(p))).to.deep.equal(p);
      }),
    );
  });
});

describe("sets of prefixes", () => {
  it("see a default route in halves, quarters, and any order", () => {
    expect(PrefixSet.of("128.0.0.0/1", "0.0.0.0/1").wholeFamilies).to.deep.equal([4]);
    expect(PrefixSet.of("0.0.0.0/2", "64.0.0.0/2", "192.0.0.0/2", "128.0.0.0/2").wholeFamilies).to.deep.equal(
      [4],
    );
    expect(PrefixSet.of("::/1", "8000::/1").wholeFamilies).to.deep.equal([6]);
    expect(PrefixSet.of("0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3").wholeFamilies).to.deep.equal([]);
    expect(PrefixSet.everything.wholeFamilies).to.deep.equal([4, 6]);
  });

  it("name what is left of a block, in the fewest prefixes", () => {
    const left = PrefixSet.of("10.0.0.0/8").subtract(PrefixSet.of("10.128.0.0/9", "10.0.0.0/10"));
    expect(left.prefixes).to.deep.equal(["10.64.0.0/10"]);
    expect(PrefixSet.of("10.0.0.0/9", "10.128.0.0/9").prefixes).to.deep.equal(["10.0.0.0/8"]);
  });

  it("shorten a long list in messages", () => {
    const scattered = PrefixSet.of("10.0.0.0/24", "10.0.2.0/24", "10.0.4.0/24", "10.0.6.0/24", "fd00::/8");
    expect(scattered.describe()).to.equal("10.0.0.0/24, 10.0.2.0/24, 10.0.4.0/24 and 2 more");
  });

  it("fail on a text that is no prefix, naming it", () =>
    expect(() => PrefixSet.of("10.0.0.0/8", "ten")).to.throw(RangeError, "'ten' is not an IP prefix"));

  const holds = (name: string, law: (a: PrefixSet, b: PrefixSet, c: PrefixSet) => void): void => {
    it(name, () => {
      fc.assert(fc.property(set, set, set, law));
    });
  };
  holds("contain each part of a union, and nothing that a difference took away", (a, b) => {
    expect(a.union(b).contains(a) && a.union(b).contains(b)).to.equal(true);
    expect(a.subtract(b).intersect(b).isEmpty).to.equal(true);
  });
  holds("are made whole again from what is in and what is outside another", (a, b) => {
    expect(a.intersect(b).union(a.subtract(b)).prefixes).to.deep.equal(a.prefixes);
  });
  holds("do not depend on the order of a union", (a, b, c) => {
    expect(a.union(b).union(c).prefixes).to.deep.equal(c.union(a.union(b)).prefixes);
  });
  holds("follow De Morgan", (a, b) => {
    const not = (s: PrefixSet): PrefixSet => PrefixSet.everything.subtract(s);
    expect(not(a.union(b)).prefixes).to.deep.equal(not(a).intersect(not(b)).prefixes);
  });
  holds("are what their prefixes say", (a) => {
    expect(PrefixSet.of(...a.prefixes).prefixes).to.deep.equal(a.prefixes);
  });
  holds("contain one another only if nothing is left outside", (a, b) => {
    expect(a.contains(b)).to.equal(a.union(b).prefixes.join() === a.prefixes.join());
  });
});
