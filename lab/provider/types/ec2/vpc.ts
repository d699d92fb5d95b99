import {
  CreateVpcCommand,
  DeleteVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  ModifyVpcAttributeCommand,
  type Tenancy,
  type Vpc,
  type VpcAttributeName,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { flag, numeric, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until } from "../../wait";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";

async function describe(aws: Aws, id: string): Promise<Vpc | undefined> {
  return (await ec2(aws).send(new DescribeVpcsCommand({ VpcIds: [id] }))).Vpcs?.[0];
}

async function attribute(aws: Aws, id: string, name: VpcAttributeName): Promise<boolean | undefined> {
  const answer = await ec2(aws).send(new DescribeVpcAttributeCommand({ VpcId: id, Attribute: name }));
  return {
    enableDnsSupport: answer.EnableDnsSupport,
    enableDnsHostnames: answer.EnableDnsHostnames,
    enableNetworkAddressUsageMetrics: answer.EnableNetworkAddressUsageMetrics,
  }[name]?.Value;
}

/** AWS takes one attribute a call. */
async function writeAttributes(aws: Aws, id: string, news: Props, olds: Props): Promise<void> {
  const attributes = {
    enableDnsSupport: "EnableDnsSupport",
    enableDnsHostnames: "EnableDnsHostnames",
    enableNetworkAddressUsageMetrics: "EnableNetworkAddressUsageMetrics",
  } as const;
  for (const [key, parameter] of Object.entries(attributes)) {
    const value = flag(news, key);
    if (value !== undefined && value !== flag(olds, key))
      await ec2(aws).send(new ModifyVpcAttributeCommand({ VpcId: id, [parameter]: { Value: value } }));
  }
}

/** The route table, group and list that AWS makes with the VPC. */
async function companions(aws: Aws, id: string): Promise<Props> {
  const ofVpc = { Name: "vpc-id", Values: [id] };
  const [tables, groups, lists] = await Promise.all([
    ec2(aws).send(
      new DescribeRouteTablesCommand({ Filters: [ofVpc, { Name: "association.main", Values: ["true"] }] }),
    ),
    ec2(aws).send(
      new DescribeSecurityGroupsCommand({ Filters: [ofVpc, { Name: "group-name", Values: ["default"] }] }),
    ),
    ec2(aws).send(
      new DescribeNetworkAclsCommand({ Filters: [ofVpc, { Name: "default", Values: ["true"] }] }),
    ),
  ]);
  const mainRouteTableId = tables.RouteTables?.[0]?.RouteTableId;
  return {
    mainRouteTableId,
    defaultRouteTableId: mainRouteTableId,
    defaultSecurityGroupId: groups.SecurityGroups?.[0]?.GroupId,
    defaultNetworkAclId: lists.NetworkAcls?.[0]?.NetworkAclId,
  };
}

export const vpc: ResourceType = {
  token: "aws:ec2/vpc:Vpc",
  defaults: { enableDnsSupport: true, instanceTenancy: "default" },
  replaceOn: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  outputs: [
    "arn",
    "defaultNetworkAclId",
    "defaultRouteTableId",
    "defaultSecurityGroupId",
    "dhcpOptionsId",
    "ipv6AssociationId",
    "mainRouteTableId",
    "ownerId",
  ],
  chosenByAws: ["cidrBlock", "enableDnsHostnames", "enableNetworkAddressUsageMetrics", "ipv6CidrBlock"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const { Vpc: made } = await ec2(aws).send(
      new CreateVpcCommand({
        CidrBlock: text(inputs, "cidrBlock"),
        AmazonProvidedIpv6CidrBlock: flag(inputs, "assignGeneratedIpv6CidrBlock"),
        InstanceTenancy: text(inputs, "instanceTenancy") as Tenancy | undefined,
        Ipv4IpamPoolId: text(inputs, "ipv4IpamPoolId"),
        Ipv4NetmaskLength: numeric(inputs, "ipv4NetmaskLength"),
        TagSpecifications: tagSpecifications("vpc", inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.VpcId, "a VPC id"));
    await until(aws, `${id} to be available`, 300, async () =>
      (await describe(aws, id))?.State === "available" ? true : undefined,
    );
    await writeAttributes(aws, id, inputs, { enableDnsSupport: true, enableDnsHostnames: false });
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const [enableDnsSupport, enableDnsHostnames, enableNetworkAddressUsageMetrics, made] = await Promise.all([
      attribute(aws, id, "enableDnsSupport"),
      attribute(aws, id, "enableDnsHostnames"),
      attribute(aws, id, "enableNetworkAddressUsageMetrics"),
      companions(aws, id),
    ]);
    const ipv6 = found.Ipv6CidrBlockAssociationSet?.[0];
    return {
      arn: aws.arn("ec2", `vpc/${id}`),
      cidrBlock: found.CidrBlock,
      instanceTenancy: found.InstanceTenancy,
      ownerId: found.OwnerId,
      dhcpOptionsId: found.DhcpOptionsId,
      ipv6AssociationId: ipv6?.AssociationId ?? "",
      ipv6CidrBlock: ipv6?.Ipv6CidrBlock ?? "",
      enableDnsSupport,
      enableDnsHostnames,
      enableNetworkAddressUsageMetrics,
      ...made,
      tagsAll: tagsAll(found.Tags),
    };
  },
  update: writeAttributes,
  async remove(aws, id) {
    await ec2(aws).send(new DeleteVpcCommand({ VpcId: id }));
  },
};
