import {
  AssociateResolverRuleCommand,
  CreateResolverRuleCommand,
  DeleteResolverRuleCommand,
  DisassociateResolverRuleCommand,
  GetResolverRuleAssociationCommand,
  GetResolverRuleCommand,
  type Protocol,
  type ResolverRule,
  type ResolverRuleAssociation,
  type RuleTypeOption,
  type TargetAddress,
  UpdateResolverRuleCommand,
} from "@aws-sdk/client-route53resolver";
import { type Aws } from "../../aws";
import { blocks, needText, nonEmpty, numeric, text, textMap } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { ifExists, until, untilGone } from "../../wait";
import { given } from "../given";
import { pulumiShape } from "../naming";
import { present } from "../present";
import { tagList } from "../tags";
import { requestId, resolver, resolverTagging, resolverTags, withoutDot } from "./common";

async function describe(aws: Aws, id: string): Promise<ResolverRule | undefined> {
  const request = new GetResolverRuleCommand({ ResolverRuleId: id });
  return (await resolver(aws).send(request)).ResolverRule;
}

async function untilComplete(aws: Aws, id: string): Promise<void> {
  await until(aws, `the resolver rule ${id} to be complete`, 600, async () =>
    (await describe(aws, id))?.Status === "COMPLETE" ? true : undefined,
  );
}

const settings = (inputs: Props) =>
  present({
    Name: text(inputs, "name"),
    ResolverEndpointId: text(inputs, "resolverEndpointId"),
    TargetIps: nonEmpty(
      blocks(inputs, "targetIps").map((target): TargetAddress => ({
        ...present({ Ip: text(target, "ip"), Ipv6: text(target, "ipv6") }),
        Port: numeric(target, "port") ?? 53,
        Protocol: (text(target, "protocol") ?? "Do53") as Protocol,
      })),
    ),
  });

export const resolverRule: ResourceType = {
  token: "aws:route53/resolverRule:ResolverRule",
  required: ["domainName", "ruleType"],
  autoname: { property: "name" },
  // A rule can change its endpoint, but not lose it.
  replaceOn: (inputs) => [
    "domainName",
    "ruleType",
    ...(inputs.resolverEndpointId === undefined ? ["resolverEndpointId"] : []),
  ],
  outputs: ["arn", "ownerId", "shareStatus"],
  tagging: resolverTagging,
  async create(aws, inputs) {
    const { ResolverRule: made } = await resolver(aws).send(
      new CreateResolverRuleCommand({
        CreatorRequestId: requestId(),
        RuleType: needText(inputs, "ruleType") as RuleTypeOption,
        DomainName: needText(inputs, "domainName"),
        ...settings(inputs),
        Tags: tagList(textMap(inputs, "tagsAll")),
      }),
    );
    const id = aws.acknowledged(given(made?.Id, "a resolver rule's id"));
    await untilComplete(aws, id);
    return id;
  },
  async read(aws, id, known) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const domain = withoutDot(found.DomainName);
    const declared = text(known, "domainName");
    return {
      arn: found.Arn,
      name: found.Name,
      domainName: withoutDot(declared)?.toLowerCase() === domain ? declared : domain,
      ownerId: found.OwnerId,
      resolverEndpointId: found.ResolverEndpointId ?? undefined,
      ruleType: found.RuleType,
      shareStatus: found.ShareStatus,
      targetIps: (found.TargetIps ?? []).map((target) => pulumiShape(target)),
      tagsAll: await resolverTags(aws, found.Arn),
    };
  },
  async update(aws, id, news) {
    await resolver(aws).send(new UpdateResolverRuleCommand({ ResolverRuleId: id, Config: settings(news) }));
    await untilComplete(aws, id);
  },
  async remove(aws, id) {
    await resolver(aws).send(new DeleteResolverRuleCommand({ ResolverRuleId: id }));
    await untilGone(aws, `the resolver rule ${id}`, 600, () => describe(aws, id));
  },
};

async function association(aws: Aws, id: string): Promise<ResolverRuleAssociation | undefined> {
  const request = new GetResolverRuleAssociationCommand({ ResolverRuleAssociationId: id });
  return (await resolver(aws).send(request)).ResolverRuleAssociation;
}

export const resolverRuleAssociation: ResourceType = {
  token: "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
  required: ["resolverRuleId", "vpcId"],
  autoname: { property: "name" },
  replaceOn: ["*"],
  outputs: [],
  async create(aws, inputs) {
    const { ResolverRuleAssociation: made } = await resolver(aws).send(
      new AssociateResolverRuleCommand({
        ResolverRuleId: needText(inputs, "resolverRuleId"),
        VPCId: needText(inputs, "vpcId"),
        Name: needText(inputs, "name"),
      }),
    );
    const id = aws.acknowledged(given(made?.Id, "an association's id"));
    await until(aws, `the rule association ${id} to be complete`, 600, async () =>
      (await association(aws, id))?.Status === "COMPLETE" ? true : undefined,
    );
    return id;
  },
  async read(aws, id) {
    const found = await association(aws, id);
    if (found === undefined) return undefined;
    return { name: found.Name, resolverRuleId: found.ResolverRuleId, vpcId: found.VPCId };
  },
  async remove(aws, id) {
    const found = await ifExists(() => association(aws, id));
    if (found === undefined) return;
    const request = { ResolverRuleId: found.ResolverRuleId, VPCId: found.VPCId };
    await resolver(aws).send(new DisassociateResolverRuleCommand(request));
    await untilGone(aws, `the rule association ${id}`, 600, () => association(aws, id));
  },
};
