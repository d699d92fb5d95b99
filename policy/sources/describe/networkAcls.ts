import { type Json, present } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/** The entries that deny all the rest, one for each family: every list ends so. Source: VPC guide, "Network ACL rules". */
const lastEntries: ReadonlySet<number> = new Set([32767, 32768]);

/** Protocols as the provider's other shape has them; AWS tells numbers. */
const names: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp" };

function entryOf(entry: Item): Json {
  const ports = entry.object("PortRange");
  const icmp = entry.object("IcmpTypeCode");
  return present({
    ruleNo: entry.number("RuleNumber"),
    action: entry.text("RuleAction"),
    protocol: names[entry.text("Protocol") ?? ""] ?? entry.text("Protocol"),
    cidrBlock: entry.text("CidrBlock"),
    ipv6CidrBlock: entry.text("Ipv6CidrBlock"),
    // Without a range TCP and UDP mean all ports; for others the provider writes 0 to 0.
    fromPort: ports?.number("From") ?? 0,
    toPort: ports?.number("To") ?? (["6", "17"].includes(entry.text("Protocol") ?? "") ? 65535 : 0),
    icmpType: icmp?.number("Type"),
    icmpCode: icmp?.number("Code"),
  });
}

/** Network ACLs with their entries and subnets. Source: EC2 API, NetworkAcl. */
export function readNetworkAcls(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-network-acls")) {
    const id = item.id("NetworkAclId");
    const isDefault = item.flag("IsDefault") === true;
    const entries = (isEgress: boolean) =>
      item
        .list("Entries")
        .filter(
          (entry) => entry.flag("Egress") === isEgress && !lastEntries.has(entry.number("RuleNumber") ?? 0),
        )
        .map(entryOf);
    collection.add(
      isDefault ? types.defaultNetworkAcl : types.networkAcl,
      id,
      {
        vpcId: item.id("VpcId"),
        ...(isDefault && { defaultNetworkAclId: id }),
        ingress: entries(false),
        egress: entries(true),
        subnetIds: item.textsOf("Associations", "SubnetId"),
        ownerId: item.text("OwnerId"),
      },
      item,
    );
    if (isDefault) collection.amend(types.vpc, item.id("VpcId"), { defaultNetworkAclId: id }, item);
  }
}
