import { type Plan, type VpcPlan } from "./randomNetworks";

const v4Blocks = [
  ...["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.0.0.0/24"],
  ...["10.0.1.0/24", "10.1.1.0/24", "10.0.0.10/32", "192.168.0.0/16", "192.168.4.0/24", "8.8.8.0/24"],
];
const v6Blocks = ["::/0", "2000::/3", "2600:1f14:0::/56", "2600:1f14:0:1::/64", "2606:4700::/32"];

/** Ports, as a rule writes them; ICMP: type and code. */
interface Wanted {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
}

const wants: readonly Wanted[] = [
  { protocol: "-1", fromPort: 0, toPort: 0 },
  { protocol: "tcp", fromPort: 443, toPort: 443 },
  { protocol: "tcp", fromPort: 22, toPort: 80 },
  { protocol: "tcp", fromPort: 0, toPort: 65535 },
  { protocol: "udp", fromPort: 53, toPort: 53 },
  { protocol: "icmp", fromPort: 8, toPort: 0 },
  { protocol: "icmp", fromPort: -1, toPort: -1 },
  { protocol: "6", fromPort: 1024, toPort: 65535 },
  { protocol: "50", fromPort: 0, toPort: 0 },
];
const v6Wants: readonly Wanted[] = [...wants, { protocol: "icmpv6", fromPort: -1, toPort: -1 }];

/** Groups with rules of all three shapes; the default group is managed or not. A group has rules of one shape: they must not be mixed. */
export function randomGroups(plan: Plan, vpc: VpcPlan): void {
  const { tape, add } = plan;
  for (const index of tape.times(1 + tape.number(2), (place) => place))
    vpc.groups.push(`sg-${vpc.key}${index}`);
  for (const id of vpc.groups) {
    const shape = tape.number(3);
    const inline: Record<"ingress" | "egress", object[]> = { ingress: [], egress: [] };
    for (const place of tape.times(1 + tape.number(4), (index) => index)) {
      const direction = tape.pick(["egress", "ingress"] as const);
      const isV6 = tape.once(4);
      const { protocol, fromPort, toPort } = tape.pick(isV6 ? v6Wants : wants);
      const ports = { protocol, fromPort, toPort };
      const peer = tape.pick(["block", "block", "block", "group", "self", "list"] as const);
      const cidr = tape.pick(isV6 ? v6Blocks : v4Blocks);
      const other = tape.pick(vpc.groups);
      const list = plan.prefixLists[0];
      const rule = `sgr-${id}${place}`;
      if (shape === 0) {
        const side =
          peer === "group"
            ? { securityGroups: [other] }
            : peer === "self"
              ? { self: true }
              : peer === "list" && list !== undefined
                ? { prefixListIds: [list] }
                : isV6
                  ? { ipv6CidrBlocks: [cidr] }
                  : { cidrBlocks: [cidr] };
        inline[direction].push({ ...ports, ...side });
      } else if (shape === 1) {
        const side =
          peer === "group"
            ? { sourceSecurityGroupId: other }
            : peer === "self"
              ? { self: true }
              : peer === "list" && list !== undefined
                ? { prefixListIds: [list] }
                : isV6
                  ? { ipv6CidrBlocks: [cidr] }
                  : { cidrBlocks: [cidr] };
        add("ec2/securityGroupRule", rule, { ...ports, type: direction, securityGroupId: id, ...side });
      } else {
        const side =
          peer === "group" || peer === "self"
            ? { referencedSecurityGroupId: peer === "self" ? id : other }
            : peer === "list" && list !== undefined
              ? { prefixListId: list }
              : isV6
                ? { cidrIpv6: cidr }
                : { cidrIpv4: cidr };
        const name = direction === "ingress" ? "Ingress" : "Egress";
        const span = protocol === "-1" ? {} : { fromPort, toPort };
        add(`vpc/securityGroup${name}Rule`, rule, {
          ipProtocol: protocol,
          ...span,
          securityGroupId: id,
          ...side,
        });
      }
    }
    if (tape.once(2)) {
      inline.egress.push({ ...wants[0], cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] });
      if (shape > 0) openRules(plan, id);
    }
    const rules = shape === 0 ? inline : {};
    add("ec2/securityGroup", id, { vpcId: vpc.id, name: id, ...rules });
  }
  if (tape.once(3)) {
    const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/8"] };
    const id = `sg-${vpc.key}default`;
    add("ec2/defaultSecurityGroup", id, {
      vpcId: vpc.id,
      ...(tape.once(2) && { egress: [all], ingress: [all] }),
    });
  }
}

/** Half of the groups let all out, or what lies behind the groups would rarely be seen; some let all in. */
function openRules({ tape, add }: Plan, id: string): void {
  const own = { securityGroupId: id, ipProtocol: "-1" };
  add("vpc/securityGroupEgressRule", `sgr-${id}out4`, { ...own, cidrIpv4: "0.0.0.0/0" });
  add("vpc/securityGroupEgressRule", `sgr-${id}out6`, { ...own, cidrIpv6: "::/0" });
  if (tape.once(2)) add("vpc/securityGroupIngressRule", `sgr-${id}in4`, { ...own, cidrIpv4: "0.0.0.0/0" });
}

/** Network ACLs, inline or by rules of their own; the default one is managed or not. */
export function randomAcls({ tape, add }: Plan, vpc: VpcPlan): void {
  const entry = (index: number) => {
    const isV6 = tape.once(4);
    const { protocol, fromPort, toPort } = tape.pick(isV6 ? v6Wants : wants);
    const isEcho = protocol.startsWith("icmp");
    const block = tape.pick(isV6 ? v6Blocks : v4Blocks);
    return {
      ...{ isV6, block, protocol, number: 100 + ((index * 7) % 5) * 10 + index, allows: !tape.once(3) },
      ports: isEcho ? { icmpType: fromPort, icmpCode: fromPort === -1 ? -1 : toPort } : { fromPort, toPort },
    };
  };
  const openAll = tape.once(2)
    ? ["0.0.0.0/0", "::/0"].map((block, index) => ({
        ...{ isV6: index === 1, block, protocol: "-1", number: 900 + index, allows: true },
        ports: { fromPort: 0, toPort: 0 },
      }))
    : [];
  const entries = (count: number) => [...tape.times(tape.number(count), entry), ...openAll];
  const inline = (direction: "ingress" | "egress") => ({
    [direction]: entries(4).map(({ isV6, block, protocol, number, allows, ports }) => ({
      ...{ ruleNo: number, action: allows ? "allow" : "deny", protocol },
      ...{ fromPort: 0, toPort: 0, ...ports, [isV6 ? "ipv6CidrBlock" : "cidrBlock"]: block },
    })),
  });
  if (tape.once(2)) {
    const id = `acl-${vpc.key}`;
    const isInline = tape.once(2);
    const subnetIds = tape.some(vpc.subnets).map((subnet) => subnet.id);
    add("ec2/networkAcl", id, {
      ...{ vpcId: vpc.id, subnetIds },
      ...(isInline && { ...inline("ingress"), ...inline("egress") }),
    });
    for (const egress of isInline ? [] : [true, false]) {
      for (const { isV6, block, protocol, number, allows, ports } of entries(4)) {
        add("ec2/networkAclRule", `aclr-${id}${egress ? "e" : "i"}${number}`, {
          ...{
            networkAclId: id,
            egress,
            ruleNumber: number,
            protocol,
            ruleAction: allows ? "allow" : "deny",
          },
          ...{ ...ports, [isV6 ? "ipv6CidrBlock" : "cidrBlock"]: block },
        });
      }
    }
  }
  if (tape.once(6)) {
    const id = `acl-${vpc.key}default`;
    add("ec2/defaultNetworkAcl", id, {
      ...{ vpcId: vpc.id, defaultNetworkAclId: id, subnetIds: [] },
      ...(!tape.once(2) && { ...inline("ingress"), ...inline("egress") }),
    });
  }
}
