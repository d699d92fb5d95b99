import { expect } from "chai";
import { judgeStack, optionsOf } from "../../policy/judgement/judge";
import { rules } from "../../policy/registry";
import { ownFacts, type OwnEnvironment } from "./ownStack";

describe("our own stack at its first preview", () => {
  for (const environment of ["local", "staging", "production"] as const satisfies OwnEnvironment[]) {
    it(`breaks no rule: ${environment}`, async () => {
      const stack = await ownFacts(environment);
      const found = rules.flatMap((rule) =>
        judgeStack(rule, stack, optionsOf(rule, {})).map(
          ({ resource, property, found: value }) =>
            `${rule.id}: ${resource.name}.${property ?? ""} is ${value}`,
        ),
      );
      expect(found).to.deep.equal([]);
      expect(stack.resources.length).to.be.above(150);
    });
  }
});
