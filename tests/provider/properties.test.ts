import { expect } from "chai";
import {
  block,
  blocks,
  flag,
  needText,
  nonEmpty,
  numeric,
  text,
  textMap,
  texts,
} from "../../lab/provider/properties";

describe("lab provider: reading properties", () => {
  it("reads text, numbers and flags, also where Pulumi declares them as text", () => {
    expect(text({ asn: 65000 }, "asn")).to.equal("65000");
    expect(numeric({ asn: "65000" }, "asn")).to.equal(65000);
    expect(flag({ encrypted: "true" }, "encrypted")).to.equal(true);
    expect(textMap({ tags: { a: 1, b: "x" } }, "tags")).to.deep.equal({ a: "1", b: "x" });
  });

  it("takes what is absent as absent", () => {
    expect(text({}, "a")).to.equal(undefined);
    expect(numeric({ a: "" }, "a")).to.equal(undefined);
    expect(flag({ a: null }, "a")).to.equal(undefined);
    expect(texts({}, "a")).to.deep.equal([]);
    expect(blocks({}, "a")).to.deep.equal([]);
    expect(block({}, "a")).to.equal(undefined);
    expect(nonEmpty([])).to.equal(undefined);
  });

  it("fails with the property, what it is, and what it must be", () => {
    expect(() => needText({}, "vpcId")).to.throw(`Property "vpcId" is missing`);
    expect(() => text({ name: ["a"] }, "name")).to.throw(`Property "name" is ["a"]; it must be a text.`);
    expect(() => numeric({ port: "http" }, "port")).to.throw(`it must be a number`);
    expect(() => flag({ enabled: "yes" }, "enabled")).to.throw(`it must be true or false`);
    expect(() => texts({ ids: "a" }, "ids")).to.throw(`it must be a list`);
    expect(() => blocks({ rules: ["a"] }, "rules")).to.throw(`it must be a list of objects`);
    expect(() => block({ ttl: 1 }, "ttl")).to.throw(`it must be an object`);
  });
});
