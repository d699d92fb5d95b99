import { type RuleStatus } from "../judgement/judgement";
import { type Missing, type Network, type Zone } from "../network/network";
import { type BuildNetwork, type Contract } from "../proof/contract";
import { type Margin } from "../proof/margin";
import { type Breach, type Certificate, type ProofVerdict, type ReachedPair } from "../proof/verdict";
import { type Frameworks, type Verdict } from "../rule";

/** What was judged, and by what. Without a time: the same input gives the same evidence. */
export interface RunFacts {
  readonly tool: {
    readonly version: string;
    /** Version of Node.js. */
    readonly node: string;
    /** SHA-256 of the sources of the proof and of its rules. */
    readonly rulesSha256: string;
  };
  readonly input: {
    readonly kind: "program" | "state" | "describe" | "live";
    /** An environment's name, or a file's or folder's without the path to it. */
    readonly name: string;
    readonly sha256: string;
    /** Of the stack. */
    readonly resources: number;
    /** Ids of the VPCs that were judged; left out: all. */
    readonly vpcs?: readonly string[];
  };
  /** Answers and values that the input should have and has not: nothing is proved without them. */
  readonly missing: readonly Missing[];
  /** Where resources are declared, by URN, for code scanning. */
  readonly positions: ReadonlyMap<string, SourcePosition>;
}

export interface SourcePosition {
  /** Relative to the project's folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The file `evidence.json`. docs/evidence.md describes it, key by key. */
export interface Evidence {
  readonly schema: 1;
  readonly verdict: ProofVerdict;
  /** Of packets alone; rules may still refuse. */
  readonly packets: ProofVerdict;
  readonly tool: RunFacts["tool"] & { readonly name: "overflow" };
  readonly input: RunFacts["input"];
  readonly buildNetwork: BuildNetwork;
  readonly zones: readonly EvidenceZone[];
  readonly pairs: readonly EvidencePair[];
  readonly breaches: readonly Breach[];
  readonly margins: readonly Margin[];
  readonly rules: readonly EvidenceRule[];
  readonly missing: readonly EvidenceMissing[];
  readonly exemptions: readonly EvidenceExemption[];
  /** Exemptions that are expired, unused, or granted for other facts. */
  readonly faults: readonly string[];
  /** Of canonical JSON. `statement`: of all that is not `network`, `contract`, `certificate` or `hashes`. */
  readonly hashes: EvidenceHashes;
  readonly contract: Contract;
  readonly network: Network;
  /** There if packets are proved. */
  readonly certificate?: Certificate;
}

export interface EvidenceHashes {
  readonly network: string;
  readonly contract: string;
  readonly certificate?: string;
  readonly statement: string;
}

export interface EvidenceZone {
  readonly zone: Zone;
  /** How many interfaces, or parts of the zone, send packets. */
  readonly senders: number;
  /** True if a packet of another zone reaches it. */
  readonly reached: boolean;
}

export interface EvidencePair extends ReachedPair {
  /** False: some of the packets, or all, break the contract. */
  readonly allowed: boolean;
  /** The contract's lines for the pair: why it may. */
  readonly why: readonly string[];
}

export interface EvidenceRule {
  readonly id: string;
  readonly title: string;
  readonly severity: "critical" | "high" | "medium";
  /** Id of the control that it serves, as docs/controls.md lists it. */
  readonly control: string;
  readonly frameworks: Frameworks;
  readonly url?: string;
  readonly fix: string;
  readonly status: RuleStatus;
  /** Resources that it judged. */
  readonly checked: number;
  readonly reason?: string;
  readonly until?: string;
  readonly findings: readonly EvidenceFinding[];
}

export interface EvidenceFinding {
  readonly urn: string;
  readonly type: string;
  readonly resource: string;
  readonly property?: string;
  readonly verdict: Verdict;
  readonly found: string;
  readonly reason: string;
  readonly fix: string;
  readonly factsHash: string;
  readonly position?: SourcePosition;
  readonly exemption?: { readonly reason: string; readonly owner: string; readonly until: string };
}

/** A fact that is missing, and who asks for it: a rule's id, `packets`, or `input`. */
export interface EvidenceMissing extends Missing {
  readonly neededBy: string;
}

export interface EvidenceExemption {
  readonly rule: string;
  readonly urn: string;
  readonly property?: string;
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
  readonly factsHash: string;
}
