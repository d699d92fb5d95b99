import { type Match, type Missing, type Zone } from "../network/network";

/** `undetermined`: a fact that matters is missing; it blocks like `refuted`. */
export type ProofVerdict = "proved" | "refuted" | "undetermined";

/** One packet, as an example. */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  /** IP protocol number. */
  readonly protocol: number;
  /** ICMP: the type. */
  readonly sourcePort: number;
  /** ICMP: the code. */
  readonly destinationPort: number;
  readonly state: "new" | "reply";
}

/** One node of a path, and what let the packet leave the one before it. Named after `PathComponent` of the EC2 API. */
export interface Hop {
  readonly node: string;
  readonly resource: string;
  readonly urn?: string;
  readonly property?: string;
  /** The rule that admitted the packet to the next node: `route 0.0.0.0/0 to igw-1`. */
  readonly admittedBy: string;
  /** As it is when it leaves the node. */
  readonly packet: Packet;
  readonly fix?: string;
  /** True if whether it is admitted is not known. */
  readonly uncertain?: true;
}

/** A way that the contract does not allow: the shortest of its pair of zones. */
export interface Breach {
  readonly from: Zone;
  readonly to: Zone;
  readonly verdict: "refuted" | "undetermined";
  readonly path: readonly Hop[];
  /** Of an undetermined one. */
  readonly missing?: Missing;
}

/** A part of the reachable set: what packets can be at a node. */
export interface ReachedNode {
  readonly node: string;
  readonly packets: readonly Match[];
}

/** The closed set of one start zone, and what stops the rest: `policy/checker` confirms it without the prover. */
export interface ZoneCertificate {
  readonly from: Zone;
  readonly reached: readonly ReachedNode[];
  /** Nodes of the set at which packets end, and by what: the cut around it. For the reader; not checked. */
  readonly cut: readonly { readonly node: string; readonly by: string }[];
}

export interface Certificate {
  readonly schema: 1;
  readonly zones: readonly ZoneCertificate[];
}

/** Who can reach whom on what, summed up over all interfaces of a zone; for comparison and for the picture. */
export interface ReachedPair {
  readonly from: Zone;
  readonly to: Zone;
  /** Destination and ports, of ICMP type and code, in the fewest parts; without sources, senders and states. */
  readonly packets: readonly Match[];
}

/** What the proof of packets says. Rules say the rest; `evidence/` joins both. */
export interface NetworkProof {
  readonly verdict: ProofVerdict;
  readonly breaches: readonly Breach[];
  readonly pairs: readonly ReachedPair[];
  /** There if proved. */
  readonly certificate?: Certificate;
}
