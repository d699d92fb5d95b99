import {
  AssociateResolverQueryLogConfigCommand,
  CreateResolverQueryLogConfigCommand,
  DeleteResolverQueryLogConfigCommand,
  DisassociateResolverQueryLogConfigCommand,
  GetResolverQueryLogConfigAssociationCommand,
  GetResolverQueryLogConfigCommand,
  type ResolverQueryLogConfig,
  type ResolverQueryLogConfigAssociation,
} from "@aws-sdk/client-route53resolver";
import { type Aws } from "../../aws";
import { needText, textMap } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { ifExists, until, untilGone } from "../../wait";
import { given } from "../given";
import { tagList } from "../tags";
import { requestId, resolver, resolverTagging, resolverTags } from "./common";

async function describe(aws: Aws, id: string): Promise<ResolverQueryLogConfig | undefined> {
  const request = new GetResolverQueryLogConfigCommand({ ResolverQueryLogConfigId: id });
  return (await resolver(aws).send(request)).ResolverQueryLogConfig;
}

export const resolverQueryLogConfig: ResourceType = {
  token: "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
  required: ["destinationArn"],
  autoname: { property: "name" },
  replaceOn: ["destinationArn", "name"],
  outputs: ["arn", "ownerId", "shareStatus"],
  tagging: resolverTagging,
  async create(aws, inputs) {
    const { ResolverQueryLogConfig: made } = await resolver(aws).send(
      new CreateResolverQueryLogConfigCommand({
        CreatorRequestId: requestId(),
        Name: needText(inputs, "name"),
        DestinationArn: needText(inputs, "destinationArn"),
        Tags: tagList(textMap(inputs, "tagsAll")),
      }),
    );
    const id = aws.acknowledged(given(made?.Id, "a query log configuration's id"));
    await until(aws, `the query log configuration ${id} to be created`, 300, async () =>
      (await describe(aws, id))?.Status === "CREATED" ? true : undefined,
    );
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    return {
      arn: found.Arn,
      name: found.Name,
      destinationArn: found.DestinationArn,
      ownerId: found.OwnerId,
      shareStatus: found.ShareStatus,
      tagsAll: await resolverTags(aws, found.Arn),
    };
  },
  async remove(aws, id) {
    await resolver(aws).send(new DeleteResolverQueryLogConfigCommand({ ResolverQueryLogConfigId: id }));
    await untilGone(aws, `the query log configuration ${id}`, 300, () => describe(aws, id));
  },
};

async function association(aws: Aws, id: string): Promise<ResolverQueryLogConfigAssociation | undefined> {
  const request = new GetResolverQueryLogConfigAssociationCommand({
    ResolverQueryLogConfigAssociationId: id,
  });
  return (await resolver(aws).send(request)).ResolverQueryLogConfigAssociation;
}

export const resolverQueryLogConfigAssociation: ResourceType = {
  token: "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
  required: ["resolverQueryLogConfigId", "resourceId"],
  replaceOn: ["*"],
  outputs: [],
  async create(aws, inputs) {
    const { ResolverQueryLogConfigAssociation: made } = await resolver(aws).send(
      new AssociateResolverQueryLogConfigCommand({
        ResolverQueryLogConfigId: needText(inputs, "resolverQueryLogConfigId"),
        ResourceId: needText(inputs, "resourceId"),
      }),
    );
    const id = aws.acknowledged(given(made?.Id, "an association's id"));
    await until(aws, `the query log association ${id} to be active`, 300, async () =>
      (await association(aws, id))?.Status === "ACTIVE" ? true : undefined,
    );
    return id;
  },
  async read(aws, id) {
    const found = await association(aws, id);
    if (found === undefined) return undefined;
    return { resolverQueryLogConfigId: found.ResolverQueryLogConfigId, resourceId: found.ResourceId };
  },
  async remove(aws, id) {
    const found = await ifExists(() => association(aws, id));
    if (found === undefined) return;
    await resolver(aws).send(
      new DisassociateResolverQueryLogConfigCommand({
        ResolverQueryLogConfigId: found.ResolverQueryLogConfigId,
        ResourceId: found.ResourceId,
      }),
    );
    await untilGone(aws, `the query log association ${id}`, 300, () => association(aws, id));
  },
};
