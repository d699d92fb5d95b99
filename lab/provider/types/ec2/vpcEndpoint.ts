import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribePrefixListsCommand,
  DescribeVpcEndpointsCommand,
  type DnsOptionsSpecification,
  type IpAddressType,
  ModifyVpcEndpointCommand,
  type SubnetConfiguration,
  type VpcEndpoint,
  type VpcEndpointType,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { block, blocks, flag, nonEmpty, text, texts } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { awsShape, pulumiShape } from "../naming";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";

async function describe(aws: Aws, id: string): Promise<VpcEndpoint | undefined> {
  const answer = await ec2(aws).send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  const [endpoint] = answer.VpcEndpoints ?? [];
  return endpoint?.State?.toLowerCase() === "deleted" ? undefined : endpoint;
}

/** A gateway endpoint's service is known to route tables by a prefix list. */
async function prefixList(aws: Aws, serviceName: string): Promise<Props> {
  const filter = { Name: "prefix-list-name", Values: [serviceName] };
  const answer = await ec2(aws).send(new DescribePrefixListsCommand({ Filters: [filter] }));
  const found = answer.PrefixLists?.find((list) => list.PrefixListName === serviceName);
  return { prefixListId: found?.PrefixListId ?? "", cidrBlocks: found?.Cidrs ?? [] };
}

const dnsOptions = (inputs: Props): DnsOptionsSpecification | undefined => {
  const declared = block(inputs, "dnsOptions");
  return declared === undefined ? undefined : awsShape(declared);
};

const subnetConfigurations = (inputs: Props): SubnetConfiguration[] | undefined =>
  nonEmpty(
    blocks(inputs, "subnetConfigurations").map(({ subnetId, ipv4, ipv6 }) => ({
      SubnetId: subnetId as string | undefined,
      Ipv4: ipv4 as string | undefined,
      Ipv6: ipv6 as string | undefined,
    })),
  );

/** What to add to and to take from a list of ids. */
function moved(
  news: Props,
  olds: Props,
  key: string,
): { added: string[] | undefined; removed: string[] | undefined } {
  const before = texts(olds, key);
  const after = texts(news, key);
  return {
    added: nonEmpty(after.filter((id) => !before.includes(id))),
    removed: nonEmpty(before.filter((id) => !after.includes(id))),
  };
}

const lists = ["routeTableIds", "subnetIds", "securityGroupIds"];

export const vpcEndpoint: ResourceType = {
  token: "aws:ec2/vpcEndpoint:VpcEndpoint",
  required: ["vpcId"],
  defaults: { vpcEndpointType: "Gateway" },
  replaceOn: (inputs) => [
    "resourceConfigurationArn",
    "serviceName",
    "serviceNetworkArn",
    "serviceRegion",
    "vpcEndpointType",
    "vpcId",
    ...(inputs.vpcEndpointType === "Interface" ? [] : ["privateDnsEnabled"]),
  ],
  outputs: [
    "arn",
    "cidrBlocks",
    "dnsEntries",
    "networkInterfaceIds",
    "ownerId",
    "prefixListId",
    "requesterManaged",
    "state",
  ],
  chosenByAws: ["dnsOptions", "ipAddressType", "policy", "privateDnsEnabled", "serviceRegion", ...lists],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const { VpcEndpoint: made } = await ec2(aws).send(
      new CreateVpcEndpointCommand({
        VpcId: text(inputs, "vpcId"),
        ServiceName: text(inputs, "serviceName"),
        ServiceRegion: text(inputs, "serviceRegion"),
        VpcEndpointType: text(inputs, "vpcEndpointType") as VpcEndpointType,
        // AWS's own default is true: the real provider always says which.
        PrivateDnsEnabled: flag(inputs, "privateDnsEnabled") ?? false,
        PolicyDocument: text(inputs, "policy"),
        DnsOptions: dnsOptions(inputs),
        IpAddressType: text(inputs, "ipAddressType") as IpAddressType | undefined,
        RouteTableIds: nonEmpty(texts(inputs, "routeTableIds")),
        SubnetIds: nonEmpty(texts(inputs, "subnetIds")),
        SecurityGroupIds: nonEmpty(texts(inputs, "securityGroupIds")),
        SubnetConfigurations: subnetConfigurations(inputs),
        TagSpecifications: tagSpecifications("vpc-endpoint", inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.VpcEndpointId, "a VPC endpoint id"));
    await until(aws, `${id} to be available`, 600, async () =>
      /^(available|pendingAcceptance)$/i.test((await describe(aws, id))?.State ?? "") ? true : undefined,
    );
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const isGateway = found.VpcEndpointType === "Gateway";
    return {
      arn: aws.arn("ec2", `vpc-endpoint/${id}`),
      vpcId: found.VpcId,
      serviceName: found.ServiceName,
      serviceRegion: found.ServiceRegion,
      vpcEndpointType: found.VpcEndpointType,
      state: found.State,
      policy: found.PolicyDocument,
      privateDnsEnabled: found.PrivateDnsEnabled,
      ipAddressType: found.IpAddressType,
      dnsOptions: found.DnsOptions === undefined ? undefined : pulumiShape(found.DnsOptions),
      dnsEntries: (found.DnsEntries ?? []).map(({ DnsName, HostedZoneId }) => ({
        dnsName: DnsName ?? "",
        hostedZoneId: HostedZoneId ?? "",
      })),
      networkInterfaceIds: found.NetworkInterfaceIds ?? [],
      ownerId: found.OwnerId ?? "",
      requesterManaged: found.RequesterManaged ?? false,
      routeTableIds: found.RouteTableIds ?? [],
      subnetIds: found.SubnetIds ?? [],
      securityGroupIds: (found.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
      ...(isGateway ? await prefixList(aws, found.ServiceName ?? "") : {}),
      tagsAll: tagsAll(found.Tags),
    };
  },
  async update(aws, id, news, olds) {
    const [routeTables, subnets, groups] = lists.map((key) => moved(news, olds, key));
    const policy = text(news, "policy");
    await ec2(aws).send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: id,
        AddRouteTableIds: routeTables?.added,
        RemoveRouteTableIds: routeTables?.removed,
        AddSubnetIds: subnets?.added,
        RemoveSubnetIds: subnets?.removed,
        AddSecurityGroupIds: groups?.added,
        RemoveSecurityGroupIds: groups?.removed,
        PolicyDocument: policy,
        ResetPolicy: policy === undefined && text(olds, "policy") !== undefined ? true : undefined,
        PrivateDnsEnabled: flag(news, "privateDnsEnabled"),
        DnsOptions: dnsOptions(news),
        IpAddressType: text(news, "ipAddressType") as IpAddressType | undefined,
      }),
    );
  },
  async remove(aws, id) {
    const answer = await ec2(aws).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    const failure = answer.Unsuccessful?.[0]?.Error;
    if (failure !== undefined && !/NotFound/.test(failure.Code ?? ""))
      throw Object.assign(new Error(failure.Message), { name: failure.Code ?? "Error" });
    await untilGone(aws, id, 600, () => describe(aws, id));
  },
};
