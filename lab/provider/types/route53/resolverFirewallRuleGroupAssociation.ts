import {
  AssociateFirewallRuleGroupCommand,
  DisassociateFirewallRuleGroupCommand,
  type FirewallRuleGroupAssociation,
  GetFirewallRuleGroupAssociationCommand,
  type MutationProtectionStatus,
  UpdateFirewallRuleGroupAssociationCommand,
} from "@aws-sdk/client-route53resolver";
import { type Aws } from "../../aws";
import { needText, text, textMap } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { given } from "../given";
import { present } from "../present";
import { tagList } from "../tags";
import { requestId, resolver, resolverTagging, resolverTags } from "./common";

async function describe(aws: Aws, id: string): Promise<FirewallRuleGroupAssociation | undefined> {
  const request = new GetFirewallRuleGroupAssociationCommand({ FirewallRuleGroupAssociationId: id });
  return (await resolver(aws).send(request)).FirewallRuleGroupAssociation;
}

async function untilComplete(aws: Aws, id: string): Promise<void> {
  await until(aws, `the association ${id} to be complete`, 300, async () =>
    (await describe(aws, id))?.Status === "COMPLETE" ? true : undefined,
  );
}

const settings = (inputs: Props) => ({
  Name: needText(inputs, "name"),
  Priority: Number(needText(inputs, "priority")),
  ...present({
    MutationProtection: text(inputs, "mutationProtection") as MutationProtectionStatus | undefined,
  }),
});

export const resolverFirewallRuleGroupAssociation: ResourceType = {
  token: "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
  required: ["firewallRuleGroupId", "priority", "vpcId"],
  autoname: { property: "name" },
  replaceOn: ["firewallRuleGroupId", "vpcId"],
  outputs: ["arn"],
  chosenByAws: ["mutationProtection"],
  tagging: resolverTagging,
  async create(aws, inputs) {
    const { FirewallRuleGroupAssociation: made } = await resolver(aws).send(
      new AssociateFirewallRuleGroupCommand({
        CreatorRequestId: requestId(),
        FirewallRuleGroupId: needText(inputs, "firewallRuleGroupId"),
        VpcId: needText(inputs, "vpcId"),
        ...settings(inputs),
        Tags: tagList(textMap(inputs, "tagsAll")),
      }),
    );
    const id = aws.acknowledged(given(made?.Id, "an association's id"));
    await untilComplete(aws, id);
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    return {
      arn: found.Arn,
      name: found.Name,
      firewallRuleGroupId: found.FirewallRuleGroupId,
      vpcId: found.VpcId,
      priority: found.Priority,
      mutationProtection: found.MutationProtection,
      tagsAll: await resolverTags(aws, found.Arn),
    };
  },
  async update(aws, id, news) {
    const request = { FirewallRuleGroupAssociationId: id, ...settings(news) };
    await resolver(aws).send(new UpdateFirewallRuleGroupAssociationCommand(request));
    await untilComplete(aws, id);
  },
  /** AWS refuses while the association is under mutation protection. */
  async remove(aws, id) {
    await resolver(aws).send(
      new DisassociateFirewallRuleGroupCommand({ FirewallRuleGroupAssociationId: id }),
    );
    await untilGone(aws, `the association ${id}`, 300, () => describe(aws, id));
  },
};
