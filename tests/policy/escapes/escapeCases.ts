import { type TestResource } from "../stack";

/** One way to write an escape, put alone into our own stack; or its benign twin. */
export interface EscapeCase {
  /** Row of `policy/review/escapePaths.ts`. */
  readonly row: number;
  /** The shape: `inline route`, `by literal id`, `split in halves`. Unique in its row. */
  readonly title: string;
  /** Resources added to our own stack (`own.ts` names what it has). Sources by names, or by URNs where a name is not enough. */
  readonly adds: readonly TestResource[];
  /** Properties of resources of our own stack that are changed, by the resource's name or URN; `undefined` takes one out. */
  readonly changes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Names or URNs of resources of our own stack that are left out: for what must exist. */
  readonly removes?: readonly string[];
  /** The rule that must refuse it; absent: a benign twin, by which no rule is broken. */
  readonly refusedBy?: string;
}
