import { type Json, present } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** Rules of groups that only describe-security-group-rules tells, by group. */
type ListedRules = ReadonlyMap<string, readonly Item[]>;

/** A permission as an inline rule. Without ports it is about all of them. Source: EC2 API, IpPermission. */
function permission(item: Item): Json {
  return present({
    protocol: item.text("IpProtocol"),
    ...portsOf(item),
    cidrBlocks: item.textsOf("IpRanges", "CidrIp"),
    ipv6CidrBlocks: item.textsOf("Ipv6Ranges", "CidrIpv6"),
    prefixListIds: item.textsOf("PrefixListIds", "PrefixListId"),
    securityGroups: item
      .list("UserIdGroupPairs")
      // A group of a peer whose peering is gone admits nobody. Source: VPC guide, "Identify stale security group rules".
      .filter(
        (pair) => !["deleted", "rejected", "expired", "failed"].includes(pair.text("PeeringStatus") ?? ""),
      )
      .flatMap((pair) => pair.text("GroupId") ?? []),
  });
}

/** One rule of describe-security-group-rules as an inline rule. Source: EC2 API, SecurityGroupRule. */
function listedRule(item: Item): Json {
  const one = (value: string | undefined) => (value === undefined ? [] : [value]);
  return present({
    protocol: item.text("IpProtocol"),
    ...portsOf(item),
    cidrBlocks: one(item.text("CidrIpv4")),
    ipv6CidrBlocks: one(item.text("CidrIpv6")),
    prefixListIds: one(item.text("PrefixListId")),
    securityGroups: one(item.object("ReferencedGroupInfo")?.text("GroupId")),
  });
}

/** Ports, or ICMP's type and code. Left out, they are all; how that is written is the provider's way for each protocol. */
function portsOf(item: Item): Json {
  const [first, last] = everything[item.text("IpProtocol") ?? ""] ?? [0, 0];
  return { fromPort: item.number("FromPort") ?? first, toPort: item.number("ToPort") ?? last };
}

const everything: Readonly<Record<string, readonly [first: number, last: number]>> = {
  ...{ tcp: [0, 65535], udp: [0, 65535], "6": [0, 65535], "17": [0, 65535] },
  ...{ icmp: [-1, -1], icmpv6: [-1, -1], "1": [-1, -1], "58": [-1, -1] },
};

/** Security groups with their rules, inline. Source: EC2 API, SecurityGroup. */
export function readSecurityGroups(answers: Answers, collection: Collection): void {
  const listed = listedRules(answers);
  for (const item of answers.items("describe-security-groups")) {
    const id = item.id("GroupId");
    const vpcId = item.text("VpcId");
    const isDefault = item.text("GroupName") === "default";
    const rulesOf = (isEgress: boolean): readonly Json[] => {
      const key = isEgress ? "IpPermissionsEgress" : "IpPermissions";
      if (item.has(key)) return item.list(key).map(permission);
      return (listed.get(id) ?? []).filter((rule) => rule.flag("IsEgress") === isEgress).map(listedRule);
    };
    collection.add(
      isDefault ? types.defaultSecurityGroup : types.securityGroup,
      id,
      {
        vpcId,
        name: item.text("GroupName"),
        arn: item.text("SecurityGroupArn"),
        ingress: rulesOf(false),
        egress: rulesOf(true),
        ownerId: item.text("OwnerId"),
      },
      item,
    );
    if (isDefault && vpcId !== undefined)
      collection.amend(types.vpc, vpcId, { defaultSecurityGroupId: id }, item);
  }
}

function listedRules(answers: Answers): ListedRules {
  const rules = new Map<string, Item[]>();
  for (const item of answers.items("describe-security-group-rules")) {
    const id = item.id("GroupId");
    const same = rules.get(id);
    if (same === undefined) rules.set(id, [item]);
    else same.push(item);
  }
  return rules;
}
