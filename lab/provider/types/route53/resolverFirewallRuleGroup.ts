import {
  CreateFirewallRuleGroupCommand,
  DeleteFirewallRuleGroupCommand,
  GetFirewallRuleGroupCommand,
} from "@aws-sdk/client-route53resolver";
import { needText, textMap } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { given } from "../given";
import { tagList } from "../tags";
import { requestId, resolver, resolverTagging, resolverTags } from "./common";

export const resolverFirewallRuleGroup: ResourceType = {
  token: "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
  autoname: { property: "name" },
  replaceOn: ["name"],
  outputs: ["arn", "ownerId", "shareStatus"],
  tagging: resolverTagging,
  async create(aws, inputs) {
    const { FirewallRuleGroup: made } = await resolver(aws).send(
      new CreateFirewallRuleGroupCommand({
        CreatorRequestId: requestId(),
        Name: needText(inputs, "name"),
        Tags: tagList(textMap(inputs, "tagsAll")),
      }),
    );
    return given(made?.Id, "a rule group's id");
  },
  async read(aws, id) {
    const request = new GetFirewallRuleGroupCommand({ FirewallRuleGroupId: id });
    const { FirewallRuleGroup: found } = await resolver(aws).send(request);
    if (found === undefined) return undefined;
    return {
      arn: found.Arn,
      name: found.Name,
      ownerId: found.OwnerId,
      shareStatus: found.ShareStatus,
      tagsAll: await resolverTags(aws, found.Arn),
    };
  },
  async remove(aws, id) {
    await resolver(aws).send(new DeleteFirewallRuleGroupCommand({ FirewallRuleGroupId: id }));
  },
};
