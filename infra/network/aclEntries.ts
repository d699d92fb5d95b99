import { contains, formatCidr, parseCidr } from "../cidr";
import { type SubnetKey } from "./subnetKeys";
import { type Flow, type GroupName, type Peer } from "./traffic";

/** One entry of a network ACL that allows; whatever none allows is denied. */
export interface AclEntry {
  readonly direction: "ingress" | "egress";
  readonly protocol: Flow["protocol"];
  /** Where packets come from (ingress) or go to (egress). */
  readonly block: string;
  /** First and last destination port; for ICMP its type and code. */
  readonly ports: readonly [number, number];
}

/** What entries are made from. */
export interface AclFacts {
  readonly flows: readonly Flow[];
  readonly subnetBlocks: Readonly<Record<SubnetKey, readonly string[]>>;
  /** Wider blocks that stand for several peers when a list would grow too long. */
  readonly buildBlocks: readonly string[];
}

/** Entries that a list may hold in each direction beside the default deny. Source: VPC guide, "Amazon VPC quotas". */
export const mostEntries = 19;

/**
 * Ports at which the opener of a connection takes answers: Lambda and load balancers use all that are not privileged,
 * as may anybody in the build network; Linux 32768 to 60999 (`net.ipv4.ip_local_port_range`).
 * Source: VPC guide, "Network ACLs", Ephemeral ports.
 */
const anyEphemeral = [1024, 65_535] as const;
const linuxEphemeral = [32_768, 60_999] as const;

/** S3 and DynamoDB answer from public addresses, which a network ACL cannot name; the groups name their prefix lists. */
const anywhere = "0.0.0.0/0";

/**
 * The entries of the network ACL of some subnets: both ways of every flow that begins or ends there, as ACLs keep no
 * state. Entries that another one covers are left out. What is open to everywhere is so because the subnets' route table
 * holds a gateway endpoint, and no other way out of the VPC. Pure.
 */
export function aclEntriesOf(subnets: SubnetKey, facts: AclFacts): readonly AclEntry[] {
  const all = facts.flows.flatMap((flow) => entriesOfFlow(subnets, flow, facts));
  const exact = withoutCovered(all);
  if (fits(exact)) return exact;
  return withoutCovered(all.map((entry) => ({ ...entry, block: widened(entry.block, facts.buildBlocks) })));
}

/** True if both directions have room in one list. */
export function fits(entries: readonly AclEntry[]): boolean {
  return (["ingress", "egress"] as const).every(
    (direction) => entries.filter((entry) => entry.direction === direction).length <= mostEntries,
  );
}

function entriesOfFlow(subnets: SubnetKey, flow: Flow, facts: AclFacts): AclEntry[] {
  const { from, to, protocol, ports } = flow;
  const entries = (direction: AclEntry["direction"], peer: Peer, its: AclEntry["ports"]): AclEntry[] =>
    blocksOf(peer, facts).map((block) => ({ direction, protocol, block, ports: its }));
  // ICMP messages are answered by nothing.
  const answers = protocol === "icmp" ? undefined : answerPorts(from);
  return [
    ...(isIn(from, subnets)
      ? [...entries("egress", to, ports), ...(answers ? entries("ingress", to, answers) : [])]
      : []),
    ...(isIn(to, subnets)
      ? [...entries("ingress", from, ports), ...(answers ? entries("egress", from, answers) : [])]
      : []),
  ];
}

/** The subnets in which a group's interfaces are. */
export function subnetsOfGroup(group: GroupName): SubnetKey {
  if (group === "scaler" || group === "endpoints") return group;
  if (group === "resolver") return "endpoints";
  return group.startsWith("workers-") ? (group as `workers-${string}`) : "mirrors";
}

function isIn(peer: Peer, subnets: SubnetKey): boolean {
  return "group" in peer && subnetsOfGroup(peer.group) === subnets;
}

function blocksOf(peer: Peer, { subnetBlocks }: AclFacts): readonly string[] {
  if ("block" in peer) return [peer.block];
  return "service" in peer ? [anywhere] : (subnetBlocks[subnetsOfGroup(peer.group)] ?? []);
}

function answerPorts(opener: Peer): AclEntry["ports"] {
  const ofLinux = "group" in opener && /^(workers|mirrors)-/.test(opener.group);
  return ofLinux ? linuxEphemeral : anyEphemeral;
}

/** Each entry once, and none that lies within another. */
function withoutCovered(entries: readonly AclEntry[]): AclEntry[] {
  return entries.filter(
    (entry, index) =>
      !entries.some(
        (other, at) => at !== index && covers(other, entry) && (!covers(entry, other) || at < index),
      ),
  );
}

function covers(outer: AclEntry, inner: AclEntry): boolean {
  if (outer.direction !== inner.direction || outer.protocol !== inner.protocol) return false;
  const within = (a: AclEntry, b: AclEntry) =>
    a.protocol === "icmp"
      ? a.ports[0] === b.ports[0] && a.ports[1] === b.ports[1]
      : a.ports[0] <= b.ports[0] && b.ports[1] <= a.ports[1];
  const [outerBlock, innerBlock] = [parseCidr(outer.block), parseCidr(inner.block)];
  if (outerBlock === undefined || innerBlock === undefined) return false;
  return within(outer, inner) && contains(outerBlock, innerBlock);
}

function widened(block: string, wider: readonly string[]): string {
  const inner = parseCidr(block);
  const outer = wider
    .map((text) => parseCidr(text))
    .find((each) => each !== undefined && inner !== undefined && contains(each, inner));
  return outer === undefined ? block : formatCidr(outer);
}
