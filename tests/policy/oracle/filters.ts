import { type Props } from "../../../policy/facts/props";
import { type StackFacts } from "../../../policy/facts/resource";
import { type Block, block, has } from "./addresses";
import { hasPorts, isIcmp, type Packet } from "./packet";
import { blocksOfList } from "./prefixLists";
import { flag, number, objects, text, texts } from "./read";

const numbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

/** What of a packet a rule or an entry wants, beside addresses. Undefined protocol: any, with all ports. */
interface Wanted {
  readonly protocol: number | undefined;
  /** Ports; ICMP: type and code, -1 any. */
  readonly from: number;
  readonly to: number;
}

function wanted(protocol: string | undefined, from: number | undefined, to: number | undefined): Wanted {
  const isAny = protocol === undefined || protocol === "-1" || protocol === "all";
  return {
    protocol: isAny ? undefined : (numbers[protocol] ?? Number(protocol)),
    from: from ?? -1,
    to: to ?? -1,
  };
}

function wants({ protocol, from, to }: Wanted, packet: Packet): boolean {
  if (protocol === undefined) return true;
  if (protocol !== packet.protocol) return false;
  if (isIcmp(protocol)) {
    return (from === -1 || from === packet.sourcePort) && (to === -1 || to === packet.destinationPort);
  }
  if (!hasPorts(protocol) || from === -1) return true;
  return packet.destinationPort >= from && packet.destinationPort <= to;
}

/** A rule of a security group. The other side: one of its blocks, or a member of a group. */
interface Rule extends Wanted {
  readonly direction: "ingress" | "egress";
  readonly blocks: readonly Block[];
  readonly groups: readonly string[];
}

export interface Group {
  readonly id: string;
  readonly vpc: string;
  readonly rules: readonly Rule[];
}

/** Rules of the shapes `ingress` and `egress` of a group, and `SecurityGroupRule`: they name their peers alike. */
function rule(stack: StackFacts, direction: Rule["direction"], own: string, props: Props): Rule {
  const lists = texts(props, "prefixListIds").flatMap((id) => blocksOfList(stack, id));
  const blocks = [...texts(props, "cidrBlocks"), ...texts(props, "ipv6CidrBlocks")].map(block);
  const other = text(props, "sourceSecurityGroupId");
  const groups = [...texts(props, "securityGroups"), ...(other === undefined ? [] : [other])];
  return {
    ...wanted(text(props, "protocol"), number(props, "fromPort"), number(props, "toPort")),
    ...{ direction, blocks: [...blocks, ...lists] },
    groups: flag(props, "self") === true ? [...groups, own] : groups,
  };
}

function standaloneRules(stack: StackFacts, id: string): Rule[] {
  const shaped = (["ingress", "egress"] as const).flatMap((direction) => {
    const name = `SecurityGroup${direction === "ingress" ? "Ingress" : "Egress"}Rule`;
    const mine = stack
      .ofType(`aws:vpc/s${name.slice(1)}:${name}`)
      .filter(({ props }) => text(props, "securityGroupId") === id);
    return mine.map(({ props }): Rule => {
      const list = text(props, "prefixListId");
      const blocks = [text(props, "cidrIpv4"), text(props, "cidrIpv6")].filter((one) => one !== undefined);
      const group = text(props, "referencedSecurityGroupId");
      return {
        ...wanted(text(props, "ipProtocol"), number(props, "fromPort"), number(props, "toPort")),
        ...{ direction, groups: group === undefined ? [] : [group] },
        blocks: [...blocks.map(block), ...(list === undefined ? [] : blocksOfList(stack, list))],
      };
    });
  });
  const old = stack
    .ofType("aws:ec2/securityGroupRule:SecurityGroupRule")
    .filter(({ props }) => text(props, "securityGroupId") === id)
    .map(({ props }) => rule(stack, text(props, "type") as Rule["direction"], id, props));
  return [...shaped, ...old];
}

/** Groups by id. A VPC's default group that nobody manages lets its members in and everything out. */
export function readGroups(stack: StackFacts): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  const add = (id: string, vpc: string, inline: readonly Rule[]) =>
    groups.set(id, { id, vpc, rules: [...inline, ...standaloneRules(stack, id)] });
  for (const { props } of stack.ofType("aws:ec2/vpc:Vpc")) {
    const id = text(props, "defaultSecurityGroupId");
    if (id === undefined) continue;
    const all: Wanted = wanted("-1", undefined, undefined);
    add(id, text(props, "id")!, [
      { ...all, direction: "ingress", blocks: [], groups: [id] },
      { ...all, direction: "egress", blocks: [block("0.0.0.0/0"), block("::/0")], groups: [] },
    ]);
  }
  const declared = ["securityGroup:SecurityGroup", "defaultSecurityGroup:DefaultSecurityGroup"];
  for (const { props } of declared.flatMap((type) => stack.ofType(`aws:ec2/${type}`))) {
    const id = text(props, "id")!;
    const inline = (["ingress", "egress"] as const).flatMap((direction) =>
      objects(props, direction).map((each) => rule(stack, direction, id, each)),
    );
    add(id, text(props, "vpcId")!, inline);
  }
  return groups;
}

/**
 * A rule that names a group: what comes in must be sent by an interface of a member ("Security group rules" of the VPC
 * guide: through a middlebox it is not), what goes out must be for an address of one.
 */
export function groupAllows(
  group: Group,
  direction: Rule["direction"],
  packet: Packet,
  members: {
    readonly sent: (group: string) => boolean;
    readonly has: (group: string, address: bigint) => boolean;
  },
): boolean {
  const other = direction === "ingress" ? packet.source : packet.destination;
  const isMember = (id: string) => (direction === "ingress" ? members.sent(id) : members.has(id, other));
  return group.rules.some(
    (rule) =>
      rule.direction === direction &&
      wants(rule, packet) &&
      (rule.blocks.some((one) => has(one, other)) || rule.groups.some(isMember)),
  );
}

interface Entry extends Wanted {
  readonly number: number;
  readonly direction: "ingress" | "egress";
  readonly allows: boolean;
  readonly block: Block;
}

export interface Acl {
  readonly subnets: readonly string[];
  readonly entries: readonly Entry[];
}

function entry(direction: Entry["direction"], props: Props, rule: number, action: string): Entry {
  const protocol = text(props, "protocol");
  const isEcho = ["icmp", "1", "icmpv6", "58"].includes(protocol ?? "");
  const [from, to] = isEcho ? ["icmpType", "icmpCode"] : ["fromPort", "toPort"];
  return {
    ...wanted(protocol, number(props, from), number(props, to)),
    ...{ number: rule, direction, allows: action === "allow" },
    block: block(text(props, "cidrBlock") ?? text(props, "ipv6CidrBlock")!),
  };
}

/** Network ACLs by id; their entries in the order of their numbers. A VPC's default one that nobody manages lets all pass. */
export function readAcls(stack: StackFacts): ReadonlyMap<string, Acl> {
  const acls = new Map<string, Acl>();
  const add = (id: string, props: Props) => {
    const inline = (["ingress", "egress"] as const).flatMap((direction) =>
      objects(props, direction).map((each) =>
        entry(direction, each, number(each, "ruleNo")!, text(each, "action")!),
      ),
    );
    const standalone = stack
      .ofType("aws:ec2/networkAclRule:NetworkAclRule")
      .filter((each) => text(each.props, "networkAclId") === id)
      .map(({ props }) => {
        const direction = flag(props, "egress") === true ? "egress" : "ingress";
        return entry(direction, props, number(props, "ruleNumber")!, text(props, "ruleAction")!);
      });
    const joined = stack
      .ofType("aws:ec2/networkAclAssociation:NetworkAclAssociation")
      .filter((each) => text(each.props, "networkAclId") === id)
      .map((each) => text(each.props, "subnetId")!);
    const entries = [...inline, ...standalone].sort((a, b) => a.number - b.number);
    acls.set(id, { subnets: [...texts(props, "subnetIds"), ...joined], entries });
  };
  for (const { props } of stack.ofType("aws:ec2/networkAcl:NetworkAcl")) add(text(props, "id")!, props);
  for (const { props } of stack.ofType("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")) {
    add(text(props, "defaultNetworkAclId") ?? text(props, "id")!, props);
  }
  return acls;
}

/** The first entry that matches decides; none: denied. */
export function aclAllows(acl: Acl, direction: Entry["direction"], packet: Packet): boolean {
  const other = direction === "ingress" ? packet.source : packet.destination;
  const first = acl.entries.find(
    (one) => one.direction === direction && wants(one, packet) && has(one.block, other),
  );
  return first?.allows ?? false;
}
