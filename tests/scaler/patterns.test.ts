import { expect } from "chai";
import fc from "fast-check";
import { matchesAny, matchesPattern } from "../../scaler/patterns";

describe("builder patterns", () => {
  for (const [pattern, name, matches] of [
    ["linux64", "linux64", true],
    ["linux64", "linux64-debug", false],
    ["linux64", "a-linux64", false],
    ["linux*", "linux64-debug", true],
    ["*-debug", "linux64-debug", true],
    ["linux*debug", "linuxdebug", true],
    ["a*a", "a", false],
    ["*", "", true],
    ["", "", true],
    ["", "x", false],
    ["a**b", "ab", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*bc*c", "abc", false],
    ["linux.4", "linux64", false],
    ["linux[64]", "linux6", false],
    ["Linux64", "linux64", false],
  ] as const) {
    it(`'${pattern}' ${matches ? "matches" : "does not match"} '${name}'`, () => {
      expect(matchesPattern(pattern, name)).to.equal(matches);
    });
  }

  it("match as the regular expression would that they stand for", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*", ".") });
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom("a", "b", ".") }), (pattern, name) => {
        const source = pattern.replace(/[.]/g, "\\.").replace(/[*]+/g, ".*");
        expect(matchesPattern(pattern, name)).to.equal(new RegExp(`^${source}$`).test(name));
      }),
    );
  });

  it("let through what any of them matches", () => {
    expect(matchesAny(["win*", "linux*"], "linux64")).to.equal(true);
    expect(matchesAny([], "linux64")).to.equal(false);
  });
});
