import {
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  type NetworkAcl,
  type NetworkAclEntry,
  type RuleAction,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { needText, numeric, text } from "../../properties";
import { type Props } from "../../values";
import { ec2 } from "./common";

/** Protocol numbers of IANA's registry that have a name in rules; EC2 takes and gives numbers in network ACLs. */
const protocolNumbers: Readonly<Record<string, string>> = {
  all: "-1",
  icmp: "1",
  tcp: "6",
  udp: "17",
  icmpv6: "58",
};

export const protocolNumber = (protocol: string): string => protocolNumbers[protocol] ?? protocol;

const usesIcmp = (protocol: string): boolean => protocol === "1" || protocol === "58";

/** The last entry of every list, which denies the rest and cannot be changed. */
const lastRuleNumber = 32767;

export async function describeNetworkAcl(aws: Aws, id: string): Promise<NetworkAcl | undefined> {
  return (await ec2(aws).send(new DescribeNetworkAclsCommand({ NetworkAclIds: [id] }))).NetworkAcls?.[0];
}

/** One entry, in the names that `aws.ec2.NetworkAclRule` has. */
export async function createEntry(aws: Aws, aclId: string, rule: Props): Promise<void> {
  const protocol = protocolNumber(needText(rule, "protocol"));
  await ec2(aws).send(
    new CreateNetworkAclEntryCommand({
      NetworkAclId: aclId,
      Egress: rule.egress === true,
      RuleNumber: numeric(rule, "ruleNumber"),
      RuleAction: text(rule, "ruleAction") as RuleAction | undefined,
      Protocol: protocol,
      CidrBlock: text(rule, "cidrBlock"),
      Ipv6CidrBlock: text(rule, "ipv6CidrBlock"),
      PortRange:
        protocol === "-1" || usesIcmp(protocol)
          ? undefined
          : { From: numeric(rule, "fromPort"), To: numeric(rule, "toPort") },
      IcmpTypeCode: usesIcmp(protocol)
        ? { Type: numeric(rule, "icmpType"), Code: numeric(rule, "icmpCode") }
        : undefined,
    }),
  );
}

export async function deleteEntry(aws: Aws, aclId: string, rule: Props): Promise<void> {
  await ec2(aws).send(
    new DeleteNetworkAclEntryCommand({
      NetworkAclId: aclId,
      Egress: rule.egress === true,
      RuleNumber: numeric(rule, "ruleNumber"),
    }),
  );
}

/** An entry as AWS has it, in the names of `aws.ec2.NetworkAclRule`. */
export function entryProps(entry: NetworkAclEntry): Props {
  return {
    egress: entry.Egress ?? false,
    ruleNumber: entry.RuleNumber,
    ruleAction: entry.RuleAction,
    protocol: entry.Protocol,
    cidrBlock: entry.CidrBlock,
    ipv6CidrBlock: entry.Ipv6CidrBlock,
    fromPort: entry.PortRange?.From ?? 0,
    toPort: entry.PortRange?.To ?? 0,
    icmpType: entry.IcmpTypeCode?.Type ?? 0,
    icmpCode: entry.IcmpTypeCode?.Code ?? 0,
  };
}

/** Entries that somebody wrote. */
export function writtenEntries(acl: NetworkAcl): Props[] {
  return (acl.Entries ?? [])
    .filter(({ RuleNumber }) => RuleNumber !== undefined && RuleNumber < lastRuleNumber)
    .map(entryProps);
}
