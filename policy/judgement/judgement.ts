import { type Network } from "../network/network";
import { type BuildNetwork, type Contract } from "../proof/contract";
import { type Margin } from "../proof/margin";
import { type NetworkProof, type ProofVerdict } from "../proof/verdict";
import { type Finding, type Rule } from "../rule";

/** How a rule ended. Every rule ends in one of these; none is skipped in silence. */
export type RuleStatus = "PASS" | "FAIL" | "UNDETERMINED" | "NOT-APPLICABLE" | "EXEMPT";

export interface RuleResult {
  readonly rule: Rule;
  readonly status: RuleStatus;
  /** Resources that it judged. */
  readonly checked: number;
  /** Why it does not apply: `the stack has no resource of type …`. */
  readonly reason?: string;
  /** The last day of the exemption, `2027-01-31`. */
  readonly until?: string;
  /** All that it found, exempt ones too. */
  readonly findings: readonly JudgedFinding[];
}

export interface JudgedFinding extends Finding {
  /** Hash of the facts that it was found in: what an exemption is bound to. */
  readonly factsHash: string;
  readonly exemption?: { readonly reason: string; readonly owner: string; readonly until: string };
}

/** All that is said of a stack: the proof of packets and the end of every rule. */
export interface Judgement {
  /** `proved` only if packets are proved and every rule passes, does not apply or is exempt. */
  readonly verdict: ProofVerdict;
  /** How many resources were judged. */
  readonly resources: number;
  readonly proof: NetworkProof;
  readonly rules: readonly RuleResult[];
  readonly margins: readonly Margin[];
  readonly network: Network;
  readonly contract: Contract;
  readonly buildNetwork: BuildNetwork;
  /** Exemptions that are expired, unused or granted for other facts: each makes the verdict `refuted`. */
  readonly faults: readonly string[];
}
