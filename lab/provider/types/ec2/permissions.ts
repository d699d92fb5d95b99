import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { blocks, flag, needText, nonEmpty, numeric, text, texts } from "../../properties";
import { type Props } from "../../values";
import { ec2 } from "./common";

/** One inline rule of a security group as EC2 wants it; "all" has no ports. */
function permission(groupId: string, rule: Props): IpPermission {
  const protocol = needText(rule, "protocol");
  const all = protocol === "-1" || protocol === "all";
  const Description = text(rule, "description");
  const groups = [...texts(rule, "securityGroups"), ...(flag(rule, "self") === true ? [groupId] : [])];
  return {
    IpProtocol: all ? "-1" : protocol,
    FromPort: all ? undefined : numeric(rule, "fromPort"),
    ToPort: all ? undefined : numeric(rule, "toPort"),
    IpRanges: nonEmpty(texts(rule, "cidrBlocks").map((CidrIp) => ({ CidrIp, Description }))),
    Ipv6Ranges: nonEmpty(texts(rule, "ipv6CidrBlocks").map((CidrIpv6) => ({ CidrIpv6, Description }))),
    PrefixListIds: nonEmpty(
      texts(rule, "prefixListIds").map((PrefixListId) => ({ PrefixListId, Description })),
    ),
    UserIdGroupPairs: nonEmpty(groups.map((GroupId) => ({ GroupId, Description }))),
  };
}

/** A permission as AWS has it, in the names of an inline rule. */
export function ruleProps(groupId: string, found: IpPermission): Props {
  const groups = (found.UserIdGroupPairs ?? []).flatMap(({ GroupId }) => GroupId ?? []);
  const described = [
    ...(found.IpRanges ?? []),
    ...(found.Ipv6Ranges ?? []),
    ...(found.PrefixListIds ?? []),
    ...(found.UserIdGroupPairs ?? []),
  ];
  return {
    protocol: found.IpProtocol,
    fromPort: found.FromPort ?? 0,
    toPort: found.ToPort ?? 0,
    cidrBlocks: (found.IpRanges ?? []).flatMap(({ CidrIp }) => CidrIp ?? []),
    ipv6CidrBlocks: (found.Ipv6Ranges ?? []).flatMap(({ CidrIpv6 }) => CidrIpv6 ?? []),
    prefixListIds: (found.PrefixListIds ?? []).flatMap(({ PrefixListId }) => PrefixListId ?? []),
    securityGroups: groups.filter((id) => id !== groupId),
    self: groups.includes(groupId),
    description: described.find(({ Description }) => Description !== undefined)?.Description ?? "",
  };
}

type Direction = "ingress" | "egress";

interface Permissions {
  readonly GroupId: string;
  readonly IpPermissions: IpPermission[];
}

async function revoke(aws: Aws, direction: Direction, permissions: Permissions): Promise<void> {
  if (direction === "ingress") await ec2(aws).send(new RevokeSecurityGroupIngressCommand(permissions));
  else await ec2(aws).send(new RevokeSecurityGroupEgressCommand(permissions));
}

async function authorize(aws: Aws, direction: Direction, permissions: Permissions): Promise<void> {
  if (direction === "ingress") await ec2(aws).send(new AuthorizeSecurityGroupIngressCommand(permissions));
  else await ec2(aws).send(new AuthorizeSecurityGroupEgressCommand(permissions));
}

/** Makes a group's inline rules equal to what is declared. */
export async function writeRules(aws: Aws, id: string, news: Props, olds: Props): Promise<void> {
  for (const direction of ["ingress", "egress"] as const) {
    const before = blocks(olds, direction);
    const after = blocks(news, direction);
    const only = (rules: readonly Props[], others: readonly Props[]): IpPermission[] =>
      rules.filter((rule) => !others.some((other) => same(rule, other))).map((rule) => permission(id, rule));
    const revoked = only(before, after);
    const authorized = only(after, before);
    if (revoked.length > 0) await revoke(aws, direction, { GroupId: id, IpPermissions: revoked });
    if (authorized.length > 0) await authorize(aws, direction, { GroupId: id, IpPermissions: authorized });
  }
}
