import { expect } from "chai";
import fc from "fast-check";
import {
  type Cidr,
  contains,
  formatAddress,
  formatCidr,
  last,
  overlaps,
  parseAddress,
  parseCidr,
  size,
  usableInSubnet,
} from "../../infra/cidr";

/** Any canonical block. */
const blocks = fc
  .tuple(fc.integer({ min: 0, max: 32 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  .map(([prefix, address]): Cidr => ({ prefix, address: address - (address % 2 ** (32 - prefix)) }));
const addresses = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const holds = (block: Cidr, address: number) => block.address <= address && address <= last(block);

describe("cidr", () => {
  it("reads what it writes", () => {
    fc.assert(
      fc.property(blocks, (block) => {
        expect(parseCidr(formatCidr(block))).to.deep.equal(block);
      }),
    );
    fc.assert(
      fc.property(addresses, (address) => {
        expect(parseAddress(formatAddress(address))).to.equal(address);
      }),
    );
  });

  for (const text of [
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0.0.1/24",
    "10.0.0/24",
    "10.0.0.0.0/24",
    "010.0.0.0/8",
    "256.0.0.0/8",
    "10.0.0.0/8 ",
    "1e1.0.0.0/8",
    "::/0",
    "",
  ]) {
    it(`refuses '${text}'`, () => expect(parseCidr(text)).to.equal(undefined));
  }

  it("contains exactly the blocks whose ends it holds", () => {
    fc.assert(
      fc.property(blocks, blocks, (outer, inner) => {
        expect(contains(outer, inner)).to.equal(holds(outer, inner.address) && holds(outer, last(inner)));
      }),
    );
  });

  it("overlaps when an address is in both, and the same from either side", () => {
    fc.assert(
      fc.property(blocks, blocks, addresses, (a, b, address) => {
        expect(overlaps(a, b)).to.equal(overlaps(b, a));
        if (holds(a, address) && holds(b, address)) expect(overlaps(a, b)).to.equal(true);
        if (!overlaps(a, b)) expect(last(a) < b.address || last(b) < a.address).to.equal(true);
      }),
    );
  });

  it("splits a block into two halves that fill it and do not overlap", () => {
    fc.assert(
      fc.property(
        blocks.filter(({ prefix }) => prefix < 32),
        ({ address, prefix }) => {
          const low = { address, prefix: prefix + 1 };
          const high = { address: address + size(low), prefix: prefix + 1 };
          expect(overlaps(low, high)).to.equal(false);
          expect(size(low) + size(high)).to.equal(size({ address, prefix }));
        },
      ),
    );
  });

  it("leaves to VMs all but the five addresses that AWS keeps", () => {
    expect(usableInSubnet({ address: 0, prefix: 28 })).to.equal(11);
    expect(usableInSubnet({ address: 0, prefix: 31 })).to.equal(0);
  });
});
