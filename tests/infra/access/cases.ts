import { expect } from "chai";
import { type Call, type Caller, isAllowed } from "./evaluator";

/** One call and what must come of it. */
export interface Case extends Call {
  readonly title: string;
  readonly may: boolean;
}

/** A test for each case. `caller` is asked for when the tests run. */
export function judge(caller: () => Caller, cases: readonly Case[]): void {
  for (const each of cases) {
    it(`${each.title}: ${each.may ? "allowed" : "denied"}`, async () => {
      expect(await isAllowed(caller(), each)).to.equal(each.may);
    });
  }
}

/** A call that may be made as it is, and may not with any one of these changes. */
export function judgeChanges(
  caller: () => Caller,
  call: Call & { readonly title: string },
  changes: Readonly<Record<string, Partial<Call>>>,
): void {
  judge(caller, [
    { ...call, may: true },
    ...Object.entries(changes).map(([how, change]): Case => {
      const context = { ...call.context, ...change.context };
      return { ...call, ...change, context, title: `${call.title}, ${how}`, may: false };
    }),
  ]);
}
