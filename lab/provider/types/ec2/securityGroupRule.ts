import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { needText, numeric, text } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";

const ends = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"] as const;

function check(inputs: Props): CheckFailure[] {
  const present = ends.filter((key) => inputs[key] !== undefined);
  if (present.length === 1) return [];
  const got = present.length === 0 ? "none" : present.join(", ");
  return [{ property: "cidrIpv4", reason: `Exactly one of ${ends.join(", ")} must be set; set: ${got}.` }];
}

async function describe(aws: Aws, id: string): Promise<SecurityGroupRule | undefined> {
  const answer = await ec2(aws).send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }));
  return answer.SecurityGroupRules?.[0];
}

async function authorize(aws: Aws, inputs: Props, egress: boolean): Promise<string> {
  const Description = text(inputs, "description");
  const cidrIpv4 = text(inputs, "cidrIpv4");
  const cidrIpv6 = text(inputs, "cidrIpv6");
  const prefixList = text(inputs, "prefixListId");
  const group = text(inputs, "referencedSecurityGroupId");
  const request = {
    GroupId: needText(inputs, "securityGroupId"),
    IpPermissions: [
      {
        IpProtocol: needText(inputs, "ipProtocol"),
        FromPort: numeric(inputs, "fromPort"),
        ToPort: numeric(inputs, "toPort"),
        IpRanges: cidrIpv4 === undefined ? undefined : [{ CidrIp: cidrIpv4, Description }],
        Ipv6Ranges: cidrIpv6 === undefined ? undefined : [{ CidrIpv6: cidrIpv6, Description }],
        PrefixListIds: prefixList === undefined ? undefined : [{ PrefixListId: prefixList, Description }],
        UserIdGroupPairs: group === undefined ? undefined : [{ GroupId: group, Description }],
      },
    ],
    TagSpecifications: tagSpecifications("security-group-rule", inputs),
  };
  const { SecurityGroupRules: made } = egress
    ? await ec2(aws).send(new AuthorizeSecurityGroupEgressCommand(request))
    : await ec2(aws).send(new AuthorizeSecurityGroupIngressCommand(request));
  return given(made?.[0]?.SecurityGroupRuleId, "a security group rule id");
}

function ruleType(token: string, egress: boolean): ResourceType {
  return {
    token,
    required: ["ipProtocol", "securityGroupId"],
    replaceOn: ["securityGroupId"],
    outputs: ["arn", "securityGroupRuleId"],
    tagging: ec2Tagging,
    check,
    create: (aws, inputs) => authorize(aws, inputs, egress),
    async read(aws, id) {
      const found = await describe(aws, id);
      if (found === undefined) return undefined;
      // Rules for all protocols and all ports come back with -1, where none is declared.
      const port = (value: number | undefined): number | undefined => (value === -1 ? undefined : value);
      return {
        arn: found.SecurityGroupRuleArn ?? aws.arn("ec2", `security-group-rule/${id}`),
        securityGroupRuleId: id,
        securityGroupId: found.GroupId,
        ipProtocol: found.IpProtocol,
        fromPort: found.IpProtocol?.startsWith("icmp") === true ? found.FromPort : port(found.FromPort),
        toPort: found.IpProtocol?.startsWith("icmp") === true ? found.ToPort : port(found.ToPort),
        cidrIpv4: found.CidrIpv4,
        cidrIpv6: found.CidrIpv6,
        prefixListId: found.PrefixListId,
        referencedSecurityGroupId: found.ReferencedGroupInfo?.GroupId,
        description: found.Description,
        tagsAll: tagsAll(found.Tags),
      };
    },
    async update(aws, id, news) {
      await ec2(aws).send(
        new ModifySecurityGroupRulesCommand({
          GroupId: needText(news, "securityGroupId"),
          SecurityGroupRules: [
            {
              SecurityGroupRuleId: id,
              SecurityGroupRule: {
                IpProtocol: needText(news, "ipProtocol"),
                FromPort: numeric(news, "fromPort"),
                ToPort: numeric(news, "toPort"),
                CidrIpv4: text(news, "cidrIpv4"),
                CidrIpv6: text(news, "cidrIpv6"),
                PrefixListId: text(news, "prefixListId"),
                ReferencedGroupId: text(news, "referencedSecurityGroupId"),
                Description: text(news, "description"),
              },
            },
          ],
        }),
      );
    },
    async remove(aws, id, state) {
      const request = { GroupId: needText(state, "securityGroupId"), SecurityGroupRuleIds: [id] };
      if (egress) await ec2(aws).send(new RevokeSecurityGroupEgressCommand(request));
      else await ec2(aws).send(new RevokeSecurityGroupIngressCommand(request));
    },
  };
}

export const securityGroupIngressRule = ruleType(
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  false,
);
export const securityGroupEgressRule = ruleType(
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  true,
);
