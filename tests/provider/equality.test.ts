import { expect } from "chai";
import fc from "fast-check";
import { conform, conformAll, same } from "../../lab/provider/equality";

const file = (hash: string, path: string) => ({
  "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
  hash,
  path,
});

describe("lab provider: what AWS takes as equal", () => {
  it("compares sets without regard to order, and lists with it", () => {
    expect(same(["a", "b"], ["b", "a"])).to.equal(true);
    expect(same(["a", "b"], ["b", "a"], { ordered: true })).to.equal(false);
    expect(same(["a", "a"], ["a", "b"])).to.equal(false);
  });

  it("is not moved by any shuffle of a set", () => {
    const set = fc.array(fc.record({ port: fc.integer(), cidr: fc.string() }), { maxLength: 6 });
    fc.assert(fc.property(set, (items) => same(items, [...items].reverse())));
  });

  it("takes 443 and “443” as equal, and absent and null", () => {
    expect(same(443, "443")).to.equal(true);
    expect(same(undefined, null)).to.equal(true);
    expect(same({ a: 1, b: undefined }, { a: "1" })).to.equal(true);
    expect(same(undefined, "")).to.equal(false);
  });

  it("compares JSON documents by what they say", () => {
    expect(same(`{"a": [1, 2], "b": "x"}`, `{"b":"x","a":[2,1]}`)).to.equal(true);
    expect(same(`{"a":1}`, `{"a":2}`)).to.equal(false);
    expect(same(`{"a":`, `{"a": `)).to.equal(false);
  });

  it("compares files by content, wherever they lie", () => {
    expect(same(file("1", "/a"), file("1", "/b"))).to.equal(true);
    expect(same(file("1", "/a"), file("2", "/a"))).to.equal(false);
  });

  it("keeps what is declared while AWS agrees, with whatever AWS adds", () => {
    const declared = [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }];
    const actual = [{ deviceName: "/dev/xvda", ebs: { encrypted: true, iops: 3000 }, noDevice: "" }];
    expect(conform(declared, actual)).to.equal(declared);
  });

  it("takes what AWS says where it differs", () => {
    expect(conform("m7i.large", "m7i.xlarge")).to.equal("m7i.xlarge");
    expect(conform(["a"], ["a", "b"])).to.deep.equal(["a", "b"]);
    expect(conform("vpc-1", null)).to.equal(null);
  });

  it("takes silence as agreement, and an unset default as set", () => {
    expect(conform("x", undefined)).to.equal("x");
    expect(conform(undefined, "x")).to.equal("x");
    expect(conform(false, null)).to.equal(false);
  });

  it("conforms each property by its own rule", () => {
    const actual = { servers: ["b", "a"], groups: ["b", "a"], extra: 1 };
    expect(conformAll({ servers: ["a", "b"], groups: ["a", "b"] }, actual, ["servers"])).to.deep.equal({
      servers: ["b", "a"],
      groups: ["a", "b"],
    });
  });
});
