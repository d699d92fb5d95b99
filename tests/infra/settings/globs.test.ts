import { expect } from "chai";
import fc from "fast-check";
import { globsMeet } from "../../../infra/settings/globs";

const matches = (glob: string, name: string) =>
  new RegExp(
    `^${glob
      .split("*")
      .map((part) => part.replace(/[^a-z]/g, "\\$&"))
      .join("[^]*")}$`,
  ).test(name);
const of = (letters: string) => fc.string({ unit: fc.constantFrom(...letters.split("")), maxLength: 6 });

describe("globsMeet", () => {
  it("is true whenever a name matches both", () => {
    fc.assert(
      fc.property(of("ab*"), of("ab*"), of("ab"), (a, b, name) => {
        if (matches(a, name) && matches(b, name)) expect(globsMeet(a, b)).to.equal(true);
      }),
    );
  });

  it("is false where no short name matches both", () => {
    const names = ["", "a", "b"].flatMap((x) =>
      ["", "a", "b"].flatMap((y) => ["", "a", "b"].map((z) => x + y + z)),
    );
    const all = [...new Set(names)];
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        of("ab*").filter((glob) => glob.length < 4),
        (literal, glob) => {
          expect(globsMeet(literal, glob)).to.equal(matches(glob, literal));
          expect(globsMeet(glob, literal)).to.equal(matches(glob, literal));
        },
      ),
    );
  });

  for (const [a, b, meet] of [
    ["try-*", "release-*", false],
    ["try-*", "*-debug", true],
    ["*", "", true],
    ["a*b", "b*a", false],
    ["a.b", "a+b", false],
  ] as const) {
    it(`${a} and ${b || "the empty name"} ${meet ? "meet" : "do not meet"}`, () =>
      expect(globsMeet(a, b)).to.equal(meet));
  }

  it("answers quickly for globs made to be slow", () => {
    expect(globsMeet("*a".repeat(50), "*a".repeat(49) + "*b")).to.equal(false);
  });
});
