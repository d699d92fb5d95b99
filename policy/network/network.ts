/**
 * The normalised network: what the prover explores, what the checker checks, and what a reviewer can read. Made from facts
 * (`build/`), it knows no AWS: only nodes, and steps that take packets from one to the next. docs/proof.md defines it.
 */
export interface Network {
  readonly schema: 1;
  readonly nodes: readonly NetworkNode[];
  readonly starts: readonly Start[];
}

/** A zone: `inside`, or a place beyond it that traffic can reach. `docs/proof.md`, Zones. */
export type Zone = string;

export interface NetworkNode {
  /** Unique. Its form is a convention of `build/`: the part before the first `/` is the kind of the node. */
  readonly id: string;
  /** What a reader calls it: the resource's name, a zone's name. */
  readonly name: string;
  readonly urn?: string;
  /** Packets that come here have reached this zone. Absent: a place on the way. */
  readonly zone?: Zone;
  /** In order: a packet takes the first step that matches it, as `take` says. None matches: it is dropped here. */
  readonly steps: readonly Step[];
  /** Single changes that would add a step here; none is taken by packets. Read by the margin alone. */
  readonly openings?: readonly Opening[];
  /** Why a packet is dropped that no step takes, as a reader is told: `no rule of the group allows it`. */
  readonly otherwise?: string;
}

/**
 * How a step takes the packets that match it.
 * - `always`: all of them; no later step sees them.
 * - `some`: some of them, others go on to later steps: a block of which one address, not known which, is the interface's.
 * - `perhaps`: whether it does is not known (an unknown value); later steps see them too.
 */
export type Take = "always" | "some" | "perhaps";

export interface Step {
  readonly match: Match;
  /** The next node; null: dropped. */
  readonly to: string | null;
  readonly take: Take;
  readonly rewrite?: Rewrite;
  /**
   * Id of a node. The step is a translator's answer: of the addresses and ports that `rewrite` may give, a packet gets in truth only those of
   * who asked there, `new` and for where the answer comes from. Without it the step takes more than it does; nobody may take it for certain.
   */
  readonly askedAt?: string;
  /** What admits (or drops) the packet. */
  readonly by: Reason;
}

export interface Opening {
  readonly match: Match;
  readonly to: string;
  readonly rewrite?: Rewrite;
  /** One word for the list of kinds (`group-rule`, `acl-entry`, `route`, `gateway`, `public-address`, `source-check`, …). */
  readonly kind: string;
  /** The change, as a reader is told: `add a route of main to an internet gateway`. */
  readonly change: string;
}

/** Where a step comes from. */
export interface Reason {
  /** Name of the resource. */
  readonly resource: string;
  readonly urn?: string;
  /** Path in the resource, e.g. `routes[0].gatewayId`. */
  readonly property?: string;
  /** What it says, in words: `route 0.0.0.0/0 to igw-1`, `rule 100 allows tcp 443`. */
  readonly text: string;
  /** What to change, so that it does not. */
  readonly fix?: string;
  /** With `perhaps`: the fact that is missing, and what would settle it. */
  readonly missing?: Missing;
}

export interface Missing {
  readonly resource: string;
  readonly property?: string;
  /** Completes "this value …", as the facts' unknowns do. */
  readonly why: string;
  readonly settle: string;
}

/** Inclusive on both ends. */
export type Range = readonly [first: number, last: number];

/**
 * A set of packets: those whose every field is in the list of that field; a field that is left out may be anything.
 * The product of its lists, so that a packet may be IPv4 by its source and IPv6 by its destination: starts exclude that.
 */
export interface Match {
  /** CIDR blocks, IPv4 and IPv6. */
  readonly source?: readonly string[];
  readonly destination?: readonly string[];
  /** IP protocol numbers, 0 to 255. */
  readonly protocols?: readonly Range[];
  /** TCP and UDP: the source port. ICMP and ICMPv6: the type. Others: 0. */
  readonly sourcePorts?: readonly Range[];
  /** TCP and UDP: the destination port. ICMP and ICMPv6: the code. Others: 0. */
  readonly destinationPorts?: readonly Range[];
  /** Who sent it: ids of starts. For references to groups, which hold for interfaces and not for addresses. */
  readonly senders?: readonly string[];
  /** `reply`: it answers a packet that was let through; stateful filters pass it. */
  readonly state?: "new" | "reply";
}

/** What a step changes in a packet. `reply` first: source and destination change places, ports too, and an ICMP type and code become any. */
export interface Rewrite {
  readonly reply?: true;
  readonly source?: readonly string[];
  readonly destination?: readonly string[];
  readonly sourcePorts?: readonly Range[];
  readonly destinationPorts?: readonly Range[];
  readonly sender?: string;
}

/** Where packets begin. */
export interface Start {
  /** Unique; the `sender` of its packets. For an interface: `if/…`; for a zone: `zone/<zone>`. */
  readonly id: string;
  readonly name: string;
  readonly zone: Zone;
  /** Where they enter. */
  readonly node: string;
  /** Sets of packets, each of one address family, with `source` and `destination`; all are of state `new`. */
  readonly packets: readonly Match[];
  /** True: any sender's packets (an interface without source check may claim any address). Then `senders` matches it always. */
  readonly anySender?: true;
}
