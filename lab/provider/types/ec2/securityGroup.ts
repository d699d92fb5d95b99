import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  type SecurityGroup,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until } from "../../wait";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";
import { ruleProps, writeRules } from "./permissions";
import { adoptTags } from "./routeTable";

async function describe(aws: Aws, id: string): Promise<SecurityGroup | undefined> {
  const answer = await ec2(aws).send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }));
  return answer.SecurityGroups?.[0];
}

function props(aws: Aws, group: SecurityGroup): Props {
  const id = group.GroupId ?? "";
  return {
    arn: aws.arn("ec2", `security-group/${id}`),
    name: group.GroupName,
    description: group.Description,
    vpcId: group.VpcId,
    ownerId: group.OwnerId,
    ingress: (group.IpPermissions ?? []).map((found) => ruleProps(id, found)),
    egress: (group.IpPermissionsEgress ?? []).map((found) => ruleProps(id, found)),
    tagsAll: tagsAll(group.Tags),
  };
}

async function read(aws: Aws, id: string): Promise<Props | undefined> {
  const group = await describe(aws, id);
  return group === undefined ? undefined : props(aws, group);
}

export const securityGroup: ResourceType = {
  token: "aws:ec2/securityGroup:SecurityGroup",
  defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
  autoname: { property: "name" },
  replaceOn: ["name", "namePrefix", "description", "vpcId"],
  outputs: ["arn", "ownerId"],
  chosenByAws: ["ingress", "egress", "vpcId"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const { GroupId } = await ec2(aws).send(
      new CreateSecurityGroupCommand({
        GroupName: text(inputs, "name"),
        Description: text(inputs, "description"),
        VpcId: text(inputs, "vpcId"),
        TagSpecifications: tagSpecifications("security-group", inputs),
      }),
    );
    const id = aws.acknowledged(given(GroupId, "a security group id"));
    const made = await until(aws, `${id} to exist`, 600, () => describe(aws, id));
    // AWS lets a new group send everywhere. The real provider takes that away: only declared rules hold.
    await writeRules(aws, id, inputs, { egress: props(aws, made).egress ?? [] });
    return id;
  },
  read: (aws, id) => read(aws, id),
  update: writeRules,
  async remove(aws, id, state) {
    if (state.revokeRulesOnDelete === true) await writeRules(aws, id, {}, (await read(aws, id)) ?? {});
    await ec2(aws).send(new DeleteSecurityGroupCommand({ GroupId: id }));
  },
};

/** The VPC's own group: adopted and emptied at creation, left as it is at deletion. */
export const defaultSecurityGroup: ResourceType = {
  token: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  defaults: { revokeRulesOnDelete: false },
  replaceOn: ["vpcId"],
  outputs: ["arn", "description", "name", "namePrefix", "ownerId"],
  chosenByAws: ["vpcId"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const vpcId = text(inputs, "vpcId") ?? (await defaultVpc(aws));
    const filters = [
      { Name: "group-name", Values: ["default"] },
      { Name: "vpc-id", Values: [vpcId] },
    ];
    const answer = await ec2(aws).send(new DescribeSecurityGroupsCommand({ Filters: filters }));
    const group = given(answer.SecurityGroups?.[0], `the default security group of ${vpcId}`);
    const id = given(group.GroupId, "a security group id");
    const found = props(aws, group);
    await writeRules(aws, id, inputs, found);
    await adoptTags(aws, id, inputs, found);
    return id;
  },
  read: (aws, id) => read(aws, id),
  update: writeRules,
  remove: () => Promise.resolve(),
};

async function defaultVpc(aws: Aws): Promise<string> {
  const filter = { Name: "is-default", Values: ["true"] };
  const { Vpcs } = await ec2(aws).send(new DescribeVpcsCommand({ Filters: [filter] }));
  return given(Vpcs?.[0]?.VpcId, "a default VPC");
}
