import {
  CreateNetworkAclCommand,
  DeleteNetworkAclCommand,
  DescribeNetworkAclsCommand,
  type NetworkAcl,
  ReplaceNetworkAclAssociationCommand,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { conform } from "../../equality";
import { blocks, needText, numeric, text, texts } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";
import {
  createEntry,
  deleteEntry,
  describeNetworkAcl,
  protocolNumber,
  writtenEntries,
} from "./networkAclEntries";
import { adoptTags } from "./routeTable";

/** An entry inside a list names two things otherwise than `aws.ec2.NetworkAclRule` does. */
const fromInline = ({ action, ruleNo, ...rest }: Props, egress: boolean): Props => ({
  ...rest,
  ruleAction: action,
  ruleNumber: ruleNo,
  egress,
});

const toInline = ({ ruleAction, ruleNumber, egress: _, ...rest }: Props): Props => ({
  ...rest,
  action: ruleAction,
  ruleNo: ruleNumber,
});

const numbered = (entry: Props): Props => ({
  ...entry,
  protocol: protocolNumber(needText(entry, "protocol")),
});

async function writeEntries(aws: Aws, id: string, news: Props, olds: Props): Promise<void> {
  for (const direction of ["ingress", "egress"] as const) {
    const egress = direction === "egress";
    const before = blocks(olds, direction).map(numbered);
    const after = blocks(news, direction).map(numbered);
    const differs = (entry: Props, others: readonly Props[]): boolean =>
      !others.some((other) => other.ruleNo === entry.ruleNo && conform(entry, other) === entry);
    for (const entry of before)
      if (differs(entry, after)) await deleteEntry(aws, id, fromInline(entry, egress));
    for (const entry of after)
      if (differs(entry, before)) await createEntry(aws, id, fromInline(entry, egress));
  }
}

/** Puts subnets under the list `id`; a subnet is always under exactly one. */
async function associate(aws: Aws, id: string, subnetIds: readonly string[]): Promise<void> {
  for (const subnetId of subnetIds) {
    const filter = { Name: "association.subnet-id", Values: [subnetId] };
    const { NetworkAcls } = await ec2(aws).send(new DescribeNetworkAclsCommand({ Filters: [filter] }));
    const current = (NetworkAcls ?? [])
      .flatMap((acl) => acl.Associations ?? [])
      .find((association) => association.SubnetId === subnetId);
    await ec2(aws).send(
      new ReplaceNetworkAclAssociationCommand({
        AssociationId: given(current?.NetworkAclAssociationId, `the network ACL association of ${subnetId}`),
        NetworkAclId: id,
      }),
    );
  }
}

async function defaultAclOf(aws: Aws, vpcId: string): Promise<string> {
  const filters = [
    { Name: "vpc-id", Values: [vpcId] },
    { Name: "default", Values: ["true"] },
  ];
  const { NetworkAcls } = await ec2(aws).send(new DescribeNetworkAclsCommand({ Filters: filters }));
  return given(NetworkAcls?.[0]?.NetworkAclId, `the default network ACL of ${vpcId}`);
}

/** Subnets that leave a list come under the VPC's default one. */
async function writeSubnets(aws: Aws, id: string, news: Props, olds: Props): Promise<void> {
  const before = texts(olds, "subnetIds");
  const after = texts(news, "subnetIds");
  await associate(
    aws,
    id,
    after.filter((subnet) => !before.includes(subnet)),
  );
  const left = before.filter((subnet) => !after.includes(subnet));
  if (left.length > 0) await associate(aws, await defaultAclOf(aws, needText(olds, "vpcId")), left);
}

function props(aws: Aws, id: string, acl: NetworkAcl, known: Props): Props {
  const entries = writtenEntries(acl);
  const inDirection = (egress: boolean): Props[] =>
    entries
      .filter((entry) => entry.egress === egress)
      .map(toInline)
      .map((entry) => {
        const declared = blocks(known, egress ? "egress" : "ingress").find(
          (item) => numeric(item, "ruleNo") === entry.ruleNo,
        );
        const name = declared === undefined ? undefined : text(declared, "protocol");
        return name !== undefined && protocolNumber(name) === entry.protocol
          ? { ...entry, protocol: name }
          : entry;
      });
  return {
    arn: aws.arn("ec2", `network-acl/${id}`),
    vpcId: acl.VpcId,
    ownerId: acl.OwnerId,
    ingress: inDirection(false),
    egress: inDirection(true),
    subnetIds: (acl.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
    tagsAll: tagsAll(acl.Tags),
  };
}

async function read(aws: Aws, id: string, known: Props): Promise<Props | undefined> {
  const acl = await describeNetworkAcl(aws, id);
  return acl === undefined ? undefined : props(aws, id, acl, known);
}

export const networkAcl: ResourceType = {
  token: "aws:ec2/networkAcl:NetworkAcl",
  required: ["vpcId"],
  replaceOn: ["vpcId"],
  outputs: ["arn", "ownerId"],
  chosenByAws: ["ingress", "egress", "subnetIds"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const { NetworkAcl: made } = await ec2(aws).send(
      new CreateNetworkAclCommand({
        VpcId: text(inputs, "vpcId"),
        TagSpecifications: tagSpecifications("network-acl", inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.NetworkAclId, "a network ACL id"));
    await writeEntries(aws, id, inputs, {});
    await writeSubnets(aws, id, inputs, { vpcId: inputs.vpcId });
    return id;
  },
  read,
  async update(aws, id, news, olds) {
    await writeEntries(aws, id, news, olds);
    await writeSubnets(aws, id, news, olds);
  },
  async remove(aws, id, state) {
    const acl = await describeNetworkAcl(aws, id);
    const subnetIds = (acl?.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
    await writeSubnets(aws, id, {}, { subnetIds, vpcId: state.vpcId });
    await ec2(aws).send(new DeleteNetworkAclCommand({ NetworkAclId: id }));
  },
};

/** The VPC's own list: adopted and emptied at creation, left as it is at deletion. */
export const defaultNetworkAcl: ResourceType = {
  token: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  required: ["defaultNetworkAclId"],
  replaceOn: ["defaultNetworkAclId"],
  outputs: ["arn", "ownerId", "vpcId"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const id = needText(inputs, "defaultNetworkAclId");
    const found = given(await read(aws, id, {}), `a network ACL ${id}`);
    await writeEntries(aws, id, inputs, found);
    await associate(aws, id, texts(inputs, "subnetIds"));
    await adoptTags(aws, id, inputs, found);
    return id;
  },
  async read(aws, id, known) {
    const found = await read(aws, id, known);
    // Which subnets are under the default list is a matter of the other lists: never a difference here.
    return found === undefined
      ? undefined
      : { ...found, subnetIds: known.subnetIds, defaultNetworkAclId: id };
  },
  async update(aws, id, news, olds) {
    await writeEntries(aws, id, news, olds);
    await associate(aws, id, texts(news, "subnetIds"));
  },
  remove: () => Promise.resolve(),
};
