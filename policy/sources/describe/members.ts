import { isGone } from "./gone";
import { type Item } from "./item";

const sources = "IpRanges|Ipv6Ranges|PrefixListIds|UserIdGroupPairs";
const permissionsOf = (list: string) => [
  ...[list, `${list}[].IpProtocol`, `${list}[].${sources}`],
  ...[
    `${list}[].IpRanges[].CidrIp`,
    `${list}[].Ipv6Ranges[].CidrIpv6`,
    `${list}[].UserIdGroupPairs[].GroupId`,
  ],
];
const destinations = "DestinationCidrBlock|DestinationIpv6CidrBlock|DestinationPrefixListId";
const targets =
  "GatewayId|NatGatewayId|TransitGatewayId|VpcPeeringConnectionId|NetworkInterfaceId|InstanceId|EgressOnlyInternetGatewayId|" +
  "CarrierGatewayId|LocalGatewayId|CoreNetworkArn|OdbNetworkArn";

/**
 * What AWS answers always of each object of a call's list, and what packets depend on: `A` is there, if only as an empty list; of `A|B` one is there
 * and not empty; `A[].B` holds for each of a list, `A.B` for an object that
 * is there. Where it is not so the answer was cut on its way here, by `--query`, a tool or a hand, or a
 * route leads to what nobody knew when this was written: neither is a fact, least of all that a group without its rules admits nobody.
 * Source: EC2 API, the types of the answers.
 */
const always: Readonly<Record<string, readonly string[]>> = {
  "describe-vpcs": ["CidrBlock"],
  "describe-subnets": ["CidrBlock|Ipv6CidrBlockAssociationSet"],
  "describe-route-tables": [
    ...[
      "Associations",
      "Associations[].Main",
      "Associations[].Main|SubnetId|GatewayId",
      "Routes",
      `Routes[].${destinations}`,
      `Routes[].${targets}`,
    ],
  ],
  "describe-network-acls": [
    ...[
      "Associations",
      "Associations[].SubnetId",
      "IsDefault",
      "Entries",
      "Entries[].CidrBlock|Ipv6CidrBlock",
    ],
    ...["Egress", "Protocol", "RuleAction", "RuleNumber", "PortRange"].map((member) => `Entries[].${member}`),
  ],
  "describe-security-groups": [...permissionsOf("IpPermissions"), ...permissionsOf("IpPermissionsEgress")],
  "describe-network-interfaces": [
    ...["SubnetId", "Groups", "Groups[].GroupId", "Association.PublicIp|CarrierIp"],
    "PrivateIpAddresses[].Association.PublicIp|CarrierIp",
  ],
  "describe-internet-gateways": ["Attachments", "Attachments[].VpcId"],
  "describe-vpc-peering-connections": [
    ...["RequesterVpcInfo", "AccepterVpcInfo", "RequesterVpcInfo.VpcId", "AccepterVpcInfo.VpcId"],
  ],
  "describe-vpn-gateways": ["VpcAttachments", "VpcAttachments[].VpcId"],
  "describe-vpn-connections": [
    "VpnGatewayId|TransitGatewayId|CoreNetworkArn|GatewayAssociationState",
    "Routes",
    "Routes[].DestinationCidrBlock",
  ],
  "describe-transit-gateway-vpc-attachments": ["TransitGatewayId", "VpcId", "SubnetIds"],
  "elbv2-describe-listeners": ["LoadBalancerArn"],
  "search-transit-gateway-routes": [
    ...["DestinationCidrBlock|PrefixListId", "TransitGatewayAttachments|PrefixListId"],
    "TransitGatewayAttachments[].TransitGatewayAttachmentId",
  ],
};

/** Whether objects of a call's list are looked at; lists of texts have no members. */
export function hasMembers(stem: string): boolean {
  return Object.hasOwn(always, stem);
}

/** Of an object of a call's list what AWS answers always, and this one lacks; undefined: nothing. */
export function lackOf(stem: string, item: Item): string | undefined {
  return always[stem]?.find((path) => lacks(item, path));
}

/** Entries about other protocols have no ports. */
const hasNoPorts = (item: Item) => !["6", "17"].includes(item.text("Protocol") ?? "6");

function lacks(item: Item, path: string): boolean {
  if (isGone(item.json) || (path === "PortRange" && hasNoPorts(item))) return false;
  const [, head = "", mark, rest = ""] = /^([A-Za-z0-9]+)(\[\]\.|\.)(.+)$/.exec(path) ?? [];
  if (mark === "[].") return item.list(head).some((one) => lacks(one, rest));
  if (mark === ".") {
    const one = item.object(head);
    return one !== undefined && lacks(one, rest);
  }
  const [only, ...others] = path.split("|");
  return others.length === 0
    ? !item.has(only ?? path)
    : !path.split("|").some((member) => isFilled(item.json[member]));
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : ![undefined, null, "", false].includes(value as never);
}
