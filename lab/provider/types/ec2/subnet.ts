import {
  CreateSubnetCommand,
  DeleteSubnetCommand,
  DescribeSubnetsCommand,
  type HostnameType,
  ModifySubnetAttributeCommand,
  type Subnet,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { flag, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until } from "../../wait";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";

async function describe(aws: Aws, id: string): Promise<Subnet | undefined> {
  return (await ec2(aws).send(new DescribeSubnetsCommand({ SubnetIds: [id] }))).Subnets?.[0];
}

/** Pulumi's name → the parameter of ModifySubnetAttribute, which takes one a call. */
const flags = {
  mapPublicIpOnLaunch: "MapPublicIpOnLaunch",
  assignIpv6AddressOnCreation: "AssignIpv6AddressOnCreation",
  enableDns64: "EnableDns64",
  enableResourceNameDnsARecordOnLaunch: "EnableResourceNameDnsARecordOnLaunch",
  enableResourceNameDnsAaaaRecordOnLaunch: "EnableResourceNameDnsAAAARecordOnLaunch",
} as const;

const newSubnet: Props = Object.fromEntries(Object.keys(flags).map((key) => [key, false]));

async function writeAttributes(aws: Aws, id: string, news: Props, olds: Props): Promise<void> {
  for (const [key, parameter] of Object.entries(flags)) {
    const value = flag(news, key);
    if (value !== undefined && value !== flag(olds, key))
      await ec2(aws).send(new ModifySubnetAttributeCommand({ SubnetId: id, [parameter]: { Value: value } }));
  }
  const hostnames = text(news, "privateDnsHostnameTypeOnLaunch") as HostnameType | undefined;
  if (hostnames !== undefined && hostnames !== text(olds, "privateDnsHostnameTypeOnLaunch"))
    await ec2(aws).send(
      new ModifySubnetAttributeCommand({ SubnetId: id, PrivateDnsHostnameTypeOnLaunch: hostnames }),
    );
}

export const subnet: ResourceType = {
  token: "aws:ec2/subnet:Subnet",
  required: ["vpcId"],
  defaults: { ...newSubnet, ipv6Native: false },
  replaceOn: [
    "availabilityZone",
    "availabilityZoneId",
    "cidrBlock",
    "ipv4IpamPoolId",
    "ipv4NetmaskLength",
    "ipv6Native",
    "outpostArn",
    "vpcId",
  ],
  outputs: ["arn", "ipv6CidrBlockAssociationId", "ownerId"],
  chosenByAws: ["availabilityZone", "availabilityZoneId", "cidrBlock", "privateDnsHostnameTypeOnLaunch"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const { Subnet: made } = await ec2(aws).send(
      new CreateSubnetCommand({
        VpcId: text(inputs, "vpcId"),
        CidrBlock: text(inputs, "cidrBlock"),
        Ipv6CidrBlock: text(inputs, "ipv6CidrBlock"),
        AvailabilityZone: text(inputs, "availabilityZone"),
        AvailabilityZoneId: text(inputs, "availabilityZoneId"),
        TagSpecifications: tagSpecifications("subnet", inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.SubnetId, "a subnet id"));
    await until(aws, `${id} to be available`, 600, async () =>
      (await describe(aws, id))?.State === "available" ? true : undefined,
    );
    await writeAttributes(aws, id, inputs, newSubnet);
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const ipv6 = found.Ipv6CidrBlockAssociationSet?.[0];
    return {
      arn: found.SubnetArn ?? aws.arn("ec2", `subnet/${id}`),
      vpcId: found.VpcId,
      cidrBlock: found.CidrBlock,
      availabilityZone: found.AvailabilityZone,
      availabilityZoneId: found.AvailabilityZoneId,
      mapPublicIpOnLaunch: found.MapPublicIpOnLaunch,
      assignIpv6AddressOnCreation: found.AssignIpv6AddressOnCreation,
      enableDns64: found.EnableDns64,
      ipv6Native: found.Ipv6Native,
      ipv6CidrBlockAssociationId: ipv6?.AssociationId ?? "",
      privateDnsHostnameTypeOnLaunch: found.PrivateDnsNameOptionsOnLaunch?.HostnameType,
      ownerId: found.OwnerId,
      tagsAll: tagsAll(found.Tags),
    };
  },
  update: writeAttributes,
  async remove(aws, id) {
    await ec2(aws).send(new DeleteSubnetCommand({ SubnetId: id }));
  },
};
