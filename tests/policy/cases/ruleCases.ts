import { type Seen, type TestResource } from "../stack";

/** A stack, and what a rule must find in it; `finds` empty or left out: the stack is as it should be. */
export interface RuleCase {
  readonly resources: readonly TestResource[];
  readonly finds?: readonly Seen[];
  readonly options?: Readonly<Record<string, readonly string[]>>;
}

/** Title, which completes "accepts …" or "refuses …", to case. */
export interface RuleCases {
  readonly accepts: Readonly<Record<string, RuleCase>>;
  readonly refuses: Readonly<Record<string, RuleCase>>;
}
