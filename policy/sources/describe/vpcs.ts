import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { Withheld } from "../../facts/props";
import { type Item } from "./item";
import { types } from "./types";

/** Blocks of a VPC or subnet that are in use. Source: EC2 API, VpcCidrBlockState. */
function blocksOf(item: Item, list: string, member: string, state: string): readonly string[] {
  return item.list(list).flatMap((association) => {
    const inUse = association.object(state)?.text("State") ?? "associated";
    return inUse === "associated" || inUse === "associating" ? [association.id(member)] : [];
  });
}

/** VPCs with all their blocks, and their DHCP options. Source: EC2 API, Vpc. */
export function readVpcs(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-vpcs")) {
    const id = item.id("VpcId");
    const first = item.id("CidrBlock");
    const options = item.text("DhcpOptionsId");
    const [firstIpv6, ...moreIpv6] = blocksOf(
      item,
      "Ipv6CidrBlockAssociationSet",
      "Ipv6CidrBlock",
      "Ipv6CidrBlockState",
    );
    const support = answers.of("describe-vpc-attribute", id)?.object("EnableDnsSupport")?.flag("Value");
    collection.add(
      types.vpc,
      id,
      {
        cidrBlock: first,
        ipv6CidrBlock: firstIpv6,
        ownerId: item.text("OwnerId"),
        dhcpOptionsId: options,
        isDefault: item.flag("IsDefault"),
        enableDnsSupport:
          support ?? new Withheld(`is in describe-vpc-attribute.${id}.json, which is not there`),
      },
      item,
    );
    for (const block of blocksOf(item, "CidrBlockAssociationSet", "CidrBlock", "CidrBlockState")) {
      if (block !== first)
        collection.addPart(types.ipv4Block, `${id} ${block}`, { vpcId: id, cidrBlock: block }, item);
    }
    for (const block of moreIpv6) {
      collection.addPart(types.ipv6Block, `${id} ${block}`, { vpcId: id, ipv6CidrBlock: block }, item);
    }
    // "default" and absent: Amazon's own, of which there is nothing to tell.
    if (options !== undefined && options !== "default") {
      collection.addPart(
        types.dhcpAssociation,
        `${id} ${options}`,
        { vpcId: id, dhcpOptionsId: options },
        item,
      );
    }
  }
}

/** Source: EC2 API, DhcpOptions. */
export function readDhcpOptions(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-dhcp-options")) {
    const valuesOf = (key: string) =>
      item
        .list("DhcpConfigurations")
        .filter((configuration) => configuration.text("Key") === key)
        .flatMap((configuration) => configuration.textsOf("Values", "Value"));
    collection.add(
      types.dhcpOptions,
      item.id("DhcpOptionsId"),
      {
        domainName: valuesOf("domain-name")[0],
        domainNameServers: valuesOf("domain-name-servers"),
        ntpServers: valuesOf("ntp-servers"),
        netbiosNameServers: valuesOf("netbios-name-servers"),
        ownerId: item.text("OwnerId"),
      },
      item,
    );
  }
}

/** Source: EC2 API, Subnet. */
export function readSubnets(answers: Answers, collection: Collection): void {
  for (const item of answers.items("describe-subnets")) {
    const [ipv6] = blocksOf(item, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "Ipv6CidrBlockState");
    collection.add(
      types.subnet,
      item.id("SubnetId"),
      {
        vpcId: item.id("VpcId"),
        cidrBlock: item.text("CidrBlock"),
        ipv6CidrBlock: ipv6,
        ipv6Native: item.flag("Ipv6Native"),
        availabilityZone: item.text("AvailabilityZone"),
        availabilityZoneId: item.text("AvailabilityZoneId"),
        mapPublicIpOnLaunch: item.flag("MapPublicIpOnLaunch") ?? false,
        assignIpv6AddressOnCreation: item.flag("AssignIpv6AddressOnCreation") ?? false,
        mapCustomerOwnedIpOnLaunch: item.flag("MapCustomerOwnedIpOnLaunch"),
        customerOwnedIpv4Pool: item.text("CustomerOwnedIpv4Pool"),
        enableLniAtDeviceIndex: item.number("EnableLniAtDeviceIndex"),
        enableDns64: item.flag("EnableDns64"),
        outpostArn: item.text("OutpostArn"),
        arn: item.text("SubnetArn"),
        ownerId: item.text("OwnerId"),
      },
      item,
    );
  }
}
