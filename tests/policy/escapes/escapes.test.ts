import { expect } from "chai";
import { escapePaths } from "../../../policy/review/escapePaths";
import { judgeStack, optionsOf } from "../../../policy/judgement/judge";
import { rules } from "../../../policy/registry";
import { type Declared, factsOfDeclared } from "../../../policy/sources/declared";
import { ownDeclared } from "../ownStack";
import { allEscapes } from "./allEscapes";
import { applied, ownOptions } from "./applied";
import { settled } from "./settled";

/** What the rules find in a stack: `rule: resource.property is value`. */
function foundIn(declared: readonly Declared[], judged = rules): readonly { rule: string; text: string }[] {
  const stack = factsOfDeclared(declared);
  const options = ownOptions();
  return judged.flatMap((rule) =>
    judgeStack(rule, stack, optionsOf(rule, { ...options[rule.id] })).map(
      ({ resource, property, found }) => ({
        rule: rule.id,
        text: `${rule.id}: ${resource.name}.${property ?? ""} is ${found}`,
      }),
    ),
  );
}

describe("escapes, each put into our own stack", () => {
  let own: readonly Declared[] = [];
  before(async () => {
    own = await ownDeclared("local");
  });

  it("begin from a stack that breaks no rule, before and after its ids are known", () => {
    expect(foundIn(own)).to.deep.equal([]);
    expect(foundIn(settled(own))).to.deep.equal([]);
  });

  const rows = [...new Set(allEscapes.map(({ row }) => row))].sort((a, b) => a - b);
  for (const row of rows) {
    const path = escapePaths.find((each) => each.row === row);
    const items = allEscapes.filter((item) => item.row === row);
    describe(`${row} ${path?.title ?? ""}`, () => {
      it("has cases of each of its rules, a benign twin, and no title twice", () => {
        expect([...new Set(items.flatMap(({ refusedBy }) => refusedBy ?? []))].sort()).to.deep.equal(
          [...(path?.rules ?? [])].sort(),
        );
        expect(items.some(({ refusedBy }) => refusedBy === undefined)).to.equal(true);
        expect(new Set(items.map(({ title }) => title)).size).to.equal(items.length);
      });
      for (const item of items) {
        const { refusedBy, title } = item;
        if (refusedBy === undefined) {
          it(`lets pass: ${title}`, () => {
            const declared = applied(own, item);
            expect(foundIn(declared).map(({ text }) => text)).to.deep.equal([]);
            expect(
              foundIn(settled(declared)).map(({ text }) => text),
              "once ids are known",
            ).to.deep.equal([]);
          });
        } else {
          it(`refuses ${title}, by ${refusedBy}`, () => {
            const declared = applied(own, item);
            const rule = rules.filter(({ id }) => id === refusedBy);
            expect(foundIn(declared, rule)).to.not.be.empty;
            expect(foundIn(settled(declared), rule), "once ids are known").to.not.be.empty;
          });
        }
      }
    });
  }
});
