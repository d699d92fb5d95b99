import { type References } from "../../facts/references";
import { type ResourceFacts, type StackFacts } from "../../facts/resource";
import { type BuildNetwork } from "../../proof/contract";
import { type Draft } from "../draft";
import { type Match, type Missing, type Reason, type Zone } from "../network";

/** What every part of `build/` is given. */
export interface Build {
  readonly stack: StackFacts;
  readonly references: References;
  readonly draft: Draft;
  readonly buildNetwork: BuildNetwork;
  /** Ids (or URNs, before there are ids) of the VPCs that are `inside`. Undefined: all. */
  readonly vpcs?: readonly string[];
  readonly layout: Layout;
}

/** What the parts have to know of each other: made first, by `layout.ts`, from VPCs, subnets and interfaces. */
export interface Layout {
  readonly vpcs: readonly VpcPart[];
  readonly subnets: readonly SubnetPart[];
  readonly interfaces: readonly InterfacePart[];
  /** By URN of the VPC's, subnet's resource. Undefined: not of this stack. */
  vpcOf(resource: ResourceFacts): VpcPart | undefined;
  subnetOf(resource: ResourceFacts): SubnetPart | undefined;
  /** Interfaces that a resource has: of an instance, a template, a load balancer, an endpoint, a function. */
  interfacesOf(resource: ResourceFacts): readonly InterfacePart[];
  /** What has an interface in no subnet of the stack, or in one that is not known. */
  readonly strays: readonly StrayPart[];
}

/** An interface whose subnet is not among the facts. */
export interface StrayPart {
  readonly key: string;
  readonly resource: ResourceFacts;
  readonly property: string;
  readonly missing: Missing;
}

/** Blocks that a VPC or a subnet may have: one of them, or a part of one, not known which. */
export interface UnsureBlocks {
  readonly blocks: readonly string[];
  readonly missing: Missing;
}

export interface VpcPart {
  /** Short and unique: its id, or its name before there is one. */
  readonly key: string;
  readonly name: string;
  readonly urn: string;
  readonly zone: Zone;
  /** All its blocks, IPv4 and IPv6. An unknown block is left out and reported by the part that needs it. */
  readonly blocks: readonly string[];
  readonly unsure: readonly UnsureBlocks[];
  readonly resource: ResourceFacts;
}

export interface SubnetPart {
  readonly key: string;
  readonly name: string;
  readonly urn: string;
  readonly vpc: VpcPart;
  readonly blocks: readonly string[];
  readonly unsure: readonly UnsureBlocks[];
  /** Availability zone, by name or id as the stack has it; undefined: not known. */
  readonly availabilityZone: string | undefined;
  readonly resource: ResourceFacts;
}

/** Interfaces that are alike: one, or all that a template may make in one subnet. */
export interface InterfacePart {
  /** Of its start and nodes: `if/<key>`. */
  readonly key: string;
  readonly name: string;
  readonly urn: string;
  readonly kind:
    "instance" | "template" | "function" | "balancer" | "endpoint" | "nat" | "transit" | "resolver" | "other";
  readonly subnet: SubnetPart;
  /** Exact addresses, or blocks of the subnet if they are not known. */
  readonly addresses: readonly string[];
  /** True if `addresses` are these and no others. */
  readonly isExact: boolean;
  readonly groups: readonly GroupPart[];
  /** False: no groups are applied at all (NAT gateways, transit attachments, network load balancers without groups). */
  readonly isFiltered: boolean;
  /**
   * Public IPv4 by private; empty: none. `[]` with `mayHavePublic`: gets one at launch, not known which. Where the private
   * one is not known, it is the subnet's block.
   */
  readonly publicAddresses: readonly (readonly [privateAddress: string, publicAddress: string])[];
  readonly mayHavePublic: boolean;
  /** Whether it gets a public address (with `mayHavePublic`) is not known. */
  readonly publicMissing?: Missing;
  /** Whether it is in this subnet at all is not known. */
  readonly missing?: Missing;
  /** A service of AWS has it, not known which. */
  readonly service?: Missing;
  /** False: forwards what is not its own, and may claim any source. */
  readonly sourceCheck: boolean;
  readonly resource: ResourceFacts;
  /** Of an interface that a live account lists: the balancer, gateway or endpoint that AWS made it for. */
  readonly madeFor?: ResourceFacts;
}

/** A group of an interface: known, or anything. */
export type GroupPart =
  | { readonly kind: "group"; readonly key: string; readonly resource: ResourceFacts }
  | { readonly kind: "unknown"; readonly why: string; readonly property: string };

/** Ids of nodes, by which the parts meet. docs/proof.md, Nodes. */
export const nodeIds = {
  /** Interface: what it sends, before its groups. */
  out: (key: string) => `if/${key}/out`,
  /** Interface: what reaches it, before its groups. */
  in: (key: string) => `if/${key}/in`,
  /** Interface: what it gets. */
  at: (key: string) => `if/${key}`,
  subnetOut: (subnet: string) => `subnet/${subnet}/out`,
  subnetAclOut: (subnet: string) => `subnet/${subnet}/acl-out`,
  subnetRoutes: (subnet: string) => `subnet/${subnet}/routes`,
  subnetAclIn: (subnet: string) => `subnet/${subnet}/acl-in`,
  subnetDeliver: (subnet: string) => `subnet/${subnet}/deliver`,
  /** Local routing: to the subnet that has the destination. */
  vpcLocal: (vpc: string) => `vpc/${vpc}/local`,
  zone: (zone: Zone) => `zone/${zone}`,
  /** What a zone sends, before it enters any gateway. */
  zoneOut: (zone: Zone) => `zone/${zone}/out`,
} as const;

export const zones = {
  inside: "inside",
  internet: "internet",
  buildNetwork: "build-network",
  /** Through the link, with addresses that are not the build network's. */
  beyondLink: "beyond-the-link",
  service: (name: string): Zone => `service/${name}`,
  foreign: (what: string): Zone => `foreign/${what}`,
  /** Where what is not known may lead. */
  unknown: "unknown",
} as const;

export function reasonOf(resource: ResourceFacts, text: string, more: Partial<Reason> = {}): Reason {
  return { resource: resource.name, urn: resource.urn, text, ...more };
}

/** Matches every packet. */
export const anything: Match = {};
