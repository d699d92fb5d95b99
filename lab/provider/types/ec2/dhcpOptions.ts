import {
  AssociateDhcpOptionsCommand,
  CreateDhcpOptionsCommand,
  DeleteDhcpOptionsCommand,
  DescribeDhcpOptionsCommand,
  DescribeVpcsCommand,
  type DhcpOptions,
} from "@aws-sdk/client-ec2";
import { accountId, type Aws } from "../../aws";
import { needText, text, textMap, texts } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { ec2, ec2Tagging, given, tagsAll } from "./common";

/** Pulumi's name → the option's name in RFC 2132 as EC2 spells it. */
const singles = {
  domainName: "domain-name",
  ipv6AddressPreferredLeaseTime: "ipv6-address-preferred-lease-time",
  netbiosNodeType: "netbios-node-type",
} as const;
const lists = {
  domainNameServers: "domain-name-servers",
  netbiosNameServers: "netbios-name-servers",
  ntpServers: "ntp-servers",
} as const;

async function describe(aws: Aws, id: string): Promise<DhcpOptions | undefined> {
  const answer = await ec2(aws).send(new DescribeDhcpOptionsCommand({ DhcpOptionsIds: [id] }));
  return answer.DhcpOptions?.[0];
}

function configurations(inputs: Props): { Key: string; Values: string[] }[] {
  const one = Object.entries(singles).map(([key, Key]) => ({ Key, Values: [text(inputs, key) ?? ""] }));
  const many = Object.entries(lists).map(([key, Key]) => ({ Key, Values: texts(inputs, key) }));
  return [...one, ...many].filter(({ Values }) => Values.length > 0 && Values[0] !== "");
}

export const vpcDhcpOptions: ResourceType = {
  token: "aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
  replaceOn: ["*"],
  outputs: ["arn", "ownerId"],
  ordered: Object.keys(lists),
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const { DhcpOptions: made } = await ec2(aws).send(
      new CreateDhcpOptionsCommand({
        DhcpConfigurations: configurations(inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.DhcpOptionsId, "a DHCP options id"));
    // Apart from the creation, whose tags moto drops.
    const tags = textMap(inputs, "tagsAll");
    if (Object.keys(tags).length > 0) await ec2Tagging.tag(aws, id, tags, inputs);
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const values = new Map(
      (found.DhcpConfigurations ?? []).map(({ Key, Values }) => [
        Key ?? "",
        (Values ?? []).flatMap(({ Value }) => Value ?? []),
      ]),
    );
    return {
      arn: aws.arn("ec2", `dhcp-options/${id}`),
      ownerId: found.OwnerId ?? accountId,
      ...Object.fromEntries(Object.entries(singles).map(([key, name]) => [key, values.get(name)?.[0]])),
      ...Object.fromEntries(Object.entries(lists).map(([key, name]) => [key, values.get(name)])),
      tagsAll: tagsAll(found.Tags),
    };
  },
  async remove(aws, id) {
    await ec2(aws).send(new DeleteDhcpOptionsCommand({ DhcpOptionsId: id }));
  },
};

async function associate(aws: Aws, vpcId: string, dhcpOptionsId: string): Promise<void> {
  await ec2(aws).send(new AssociateDhcpOptionsCommand({ VpcId: vpcId, DhcpOptionsId: dhcpOptionsId }));
}

export const vpcDhcpOptionsAssociation: ResourceType = {
  token: "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
  required: ["dhcpOptionsId", "vpcId"],
  replaceOn: ["vpcId"],
  outputs: [],
  async create(aws, inputs) {
    const dhcpOptionsId = needText(inputs, "dhcpOptionsId");
    const vpcId = needText(inputs, "vpcId");
    await associate(aws, vpcId, dhcpOptionsId);
    return `${dhcpOptionsId}-${vpcId}`;
  },
  async read(aws, id, known) {
    const vpcId = text(known, "vpcId") ?? id.slice(id.indexOf("-vpc-") + 1);
    const answer = await ec2(aws).send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
    const dhcpOptionsId = answer.Vpcs?.[0]?.DhcpOptionsId;
    if (dhcpOptionsId === undefined || dhcpOptionsId === "default") return undefined;
    return { vpcId, dhcpOptionsId };
  },
  update: (aws, _id, news) => associate(aws, needText(news, "vpcId"), needText(news, "dhcpOptionsId")),
  // A VPC cannot be without options: "default" is AWS's word for none.
  remove: (aws, _id, state) => associate(aws, needText(state, "vpcId"), "default"),
};
