import { expect } from "chai";
import { aDocument, actionsOf, aPool, codesOf, Farm, type LIMITS } from "./worlds";

export const ONE = "bld-linux64-ec2-001";
export const TWO = "bld-linux64-ec2-002";
export const THREE = "bld-linux64-ec2-003";

/** One row of a table of truth: a farm, and what is done to it. */
export interface Row {
  readonly title: string;
  readonly farm: () => Farm;
  readonly actions: readonly string[];
  /** Codes of the holds. None unless said. */
  readonly holds?: readonly string[];
}

export function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    for (const { title, farm, actions, holds } of rows) {
      it(title, () => {
        const plan = farm().plan();
        expect(actionsOf(plan)).to.deep.equal(actions);
        expect(codesOf(plan)).to.deep.equal(holds ?? []);
        for (const each of [...plan.actions, ...plan.holds])
          expect(each.reason).to.be.a("string").and.not.empty;
      });
    }
  });
}

/** A farm of one pool with its own limits. */
export function small(limits: Partial<typeof LIMITS>, size = 3): Farm {
  return new Farm(aDocument([aPool("linux64", size)], limits));
}
