import {
  AssociateResolverEndpointIpAddressCommand,
  CreateResolverEndpointCommand,
  DeleteResolverEndpointCommand,
  DisassociateResolverEndpointIpAddressCommand,
  GetResolverEndpointCommand,
  type IpAddressResponse,
  ListResolverEndpointIpAddressesCommand,
  type Protocol,
  type ResolverEndpoint,
  type ResolverEndpointDirection,
  type ResolverEndpointType,
  UpdateResolverEndpointCommand,
} from "@aws-sdk/client-route53resolver";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { blocks, needText, nonEmpty, text, textMap, texts } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { given } from "../given";
import { present } from "../present";
import { tagList } from "../tags";
import { allPages, refuse, requestId, resolver, resolverTagging, resolverTags } from "./common";

async function describe(aws: Aws, id: string): Promise<ResolverEndpoint | undefined> {
  const request = new GetResolverEndpointCommand({ ResolverEndpointId: id });
  return (await resolver(aws).send(request)).ResolverEndpoint;
}

function addressesOf(aws: Aws, id: string): Promise<IpAddressResponse[]> {
  return allPages(async (token) => {
    const request = new ListResolverEndpointIpAddressesCommand(
      present({ ResolverEndpointId: id, NextToken: token }),
    );
    const page = await resolver(aws).send(request);
    return { items: page.IpAddresses, token: page.NextToken };
  });
}

async function untilOperational(aws: Aws, id: string): Promise<void> {
  await until(aws, `the resolver endpoint ${id} to be operational`, 600, async () =>
    (await describe(aws, id))?.Status === "OPERATIONAL" ? true : undefined,
  );
}

const unserved = ["rniEnhancedMetricsEnabled", "targetNameServerMetricsEnabled"];

const settings = (inputs: Props) =>
  present({
    Name: text(inputs, "name"),
    Protocols: nonEmpty(texts(inputs, "protocols") as Protocol[]),
    ResolverEndpointType: text(inputs, "resolverEndpointType") as ResolverEndpointType | undefined,
  });

const addressRequest = (block: Props) =>
  present({
    SubnetId: needText(block, "subnetId"),
    Ip: text(block, "ip"),
    Ipv6: text(block, "ipv6"),
  });

/** An address in a subnet, which AWS chose if none was declared. */
const serves = (address: IpAddressResponse, block: Props): boolean =>
  address.SubnetId === block.subnetId && (block.ip === undefined || address.Ip === block.ip);

/** New ones first: an endpoint has two addresses at any time. */
async function writeAddresses(aws: Aws, id: string, news: Props): Promise<void> {
  const rest = await addressesOf(aws, id);
  const missing = blocks(news, "ipAddresses").filter((block) => {
    const index = rest.findIndex((address) => serves(address, block));
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  for (const block of missing) {
    const request = { ResolverEndpointId: id, IpAddress: addressRequest(block) };
    await resolver(aws).send(new AssociateResolverEndpointIpAddressCommand(request));
    await untilOperational(aws, id);
  }
  for (const { SubnetId, Ip, IpId } of rest) {
    const request = { ResolverEndpointId: id, IpAddress: present({ SubnetId, Ip, IpId }) };
    await resolver(aws).send(new DisassociateResolverEndpointIpAddressCommand(request));
    await untilOperational(aws, id);
  }
}

export const resolverEndpoint: ResourceType = {
  token: "aws:route53/resolverEndpoint:ResolverEndpoint",
  required: ["direction", "ipAddresses", "securityGroupIds"],
  autoname: { property: "name" },
  replaceOn: ["direction", "securityGroupIds"],
  outputs: ["arn", "hostVpcId"],
  chosenByAws: ["protocols", "resolverEndpointType", ...unserved],
  tagging: resolverTagging,
  async create(aws, inputs) {
    refuse(this.token, inputs, unserved);
    const { ResolverEndpoint: made } = await resolver(aws).send(
      new CreateResolverEndpointCommand({
        CreatorRequestId: requestId(),
        Direction: needText(inputs, "direction") as ResolverEndpointDirection,
        SecurityGroupIds: texts(inputs, "securityGroupIds"),
        IpAddresses: blocks(inputs, "ipAddresses").map(addressRequest),
        ...settings(inputs),
        Tags: tagList(textMap(inputs, "tagsAll")),
      }),
    );
    const id = aws.acknowledged(given(made?.Id, "a resolver endpoint's id"));
    await untilOperational(aws, id);
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const addresses = await addressesOf(aws, id);
    return {
      arn: found.Arn,
      name: found.Name,
      direction: found.Direction,
      hostVpcId: found.HostVPCId,
      protocols: found.Protocols,
      resolverEndpointType: found.ResolverEndpointType,
      rniEnhancedMetricsEnabled: false,
      targetNameServerMetricsEnabled: false,
      securityGroupIds: found.SecurityGroupIds,
      ipAddresses: addresses.map(({ SubnetId, Ip, IpId }) => ({ subnetId: SubnetId, ip: Ip, ipId: IpId })),
      tagsAll: await resolverTags(aws, found.Arn),
    };
  },
  async update(aws, id, news, olds) {
    refuse(this.token, news, unserved);
    if (["name", "protocols", "resolverEndpointType"].some((key) => !same(news[key], olds[key]))) {
      await resolver(aws).send(
        new UpdateResolverEndpointCommand({ ResolverEndpointId: id, ...settings(news) }),
      );
      await untilOperational(aws, id);
    }
    if (!same(news.ipAddresses, olds.ipAddresses)) await writeAddresses(aws, id, news);
  },
  async remove(aws, id) {
    await resolver(aws).send(new DeleteResolverEndpointCommand({ ResolverEndpointId: id }));
    await untilGone(aws, `the resolver endpoint ${id}`, 600, () => describe(aws, id));
  },
};
