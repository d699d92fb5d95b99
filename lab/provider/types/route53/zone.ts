import {
  AssociateVPCWithHostedZoneCommand,
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  DisassociateVPCFromHostedZoneCommand,
  GetHostedZoneCommand,
  type GetHostedZoneCommandOutput,
  ListTagsForResourceCommand,
  UpdateHostedZoneCommentCommand,
  type VPC,
  type VPCRegion,
} from "@aws-sdk/client-route-53";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { blocks, flag, needText, text, textMap } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { type Props } from "../../values";
import { given } from "../given";
import { tagList, tagsAll } from "../tags";
import { requestId, route53, untilInSync, withoutDot } from "./common";
import { deleteAllRecords, recordSets } from "./recordSets";

const tagging: Tagging = {
  async tag(aws, id, tags) {
    const request = { ResourceType: "hostedzone", ResourceId: id, AddTags: tagList(tags) } as const;
    await route53(aws).send(new ChangeTagsForResourceCommand(request));
  },
  async untag(aws, id, keys) {
    await route53(aws).send(
      new ChangeTagsForResourceCommand({
        ResourceType: "hostedzone",
        ResourceId: id,
        RemoveTagKeys: [...keys],
      }),
    );
  },
};

function vpcsOf(aws: Aws, inputs: Props): VPC[] {
  return blocks(inputs, "vpcs").map((vpc) => ({
    VPCId: needText(vpc, "vpcId"),
    VPCRegion: (text(vpc, "vpcRegion") ?? aws.region) as VPCRegion,
  }));
}

async function associate(aws: Aws, id: string, vpc: VPC): Promise<void> {
  const request = { HostedZoneId: id, VPC: vpc };
  const { ChangeInfo } = await route53(aws).send(new AssociateVPCWithHostedZoneCommand(request));
  await untilInSync(aws, ChangeInfo?.Id);
}

async function dissociate(aws: Aws, id: string, vpc: VPC): Promise<void> {
  const request = { HostedZoneId: id, VPC: vpc };
  const { ChangeInfo } = await route53(aws).send(new DisassociateVPCFromHostedZoneCommand(request));
  await untilInSync(aws, ChangeInfo?.Id);
}

/** New ones first: a private zone is never without a VPC. */
async function writeVpcs(aws: Aws, id: string, news: readonly VPC[], olds: readonly VPC[]): Promise<void> {
  const without = (some: readonly VPC[], others: readonly VPC[]): VPC[] =>
    some.filter(
      (vpc) => !others.some((other) => other.VPCId === vpc.VPCId && other.VPCRegion === vpc.VPCRegion),
    );
  for (const vpc of without(news, olds)) await associate(aws, id, vpc);
  for (const vpc of without(olds, news)) await dissociate(aws, id, vpc);
}

/** A private zone has no delegation set: its servers are in its NS record. */
async function nameServersOf(aws: Aws, id: string, found: GetHostedZoneCommandOutput): Promise<string[]> {
  if (found.DelegationSet?.NameServers !== undefined) return found.DelegationSet.NameServers;
  const own = await recordSets(aws, id, { name: given(found.HostedZone?.Name, "a zone's name"), type: "NS" });
  return (own[0]?.ResourceRecords ?? []).flatMap(({ Value }) => (Value === undefined ? [] : [Value]));
}

export const zone: ResourceType = {
  token: "aws:route53/zone:Zone",
  scope: "global",
  defaults: { comment: "Managed by Pulumi", forceDestroy: false },
  autoname: { property: "name" },
  replaceOn: ["delegationSetId", "name"],
  outputs: ["arn", "nameServers", "primaryNameServer", "zoneId"],
  ordered: ["nameServers"],
  tagging,
  async create(aws, inputs) {
    const [first, ...others] = vpcsOf(aws, inputs);
    const { HostedZone, ChangeInfo } = await route53(aws).send(
      new CreateHostedZoneCommand({
        CallerReference: requestId(),
        Name: needText(inputs, "name"),
        HostedZoneConfig: { Comment: text(inputs, "comment") },
        DelegationSetId: text(inputs, "delegationSetId"),
        VPC: first,
      }),
    );
    const id = aws.acknowledged(given(HostedZone?.Id, "a zone's id").replace("/hostedzone/", ""));
    await untilInSync(aws, ChangeInfo?.Id);
    const tags = textMap(inputs, "tagsAll");
    if (Object.keys(tags).length > 0) await tagging.tag(aws, id, tags, {});
    for (const vpc of others) await associate(aws, id, vpc);
    return id;
  },
  async read(aws, id, known) {
    const found = await route53(aws).send(new GetHostedZoneCommand({ Id: id }));
    const tags = await route53(aws).send(
      new ListTagsForResourceCommand({ ResourceType: "hostedzone", ResourceId: id }),
    );
    const nameServers = await nameServersOf(aws, id, found);
    const name = withoutDot(found.HostedZone?.Name);
    const declared = text(known, "name");
    return {
      arn: `arn:aws:route53:::hostedzone/${id}`,
      zoneId: id,
      // Route 53 takes a name with or without its final dot, in any case.
      name: withoutDot(declared)?.toLowerCase() === name ? declared : name,
      comment: found.HostedZone?.Config?.Comment ?? "",
      delegationSetId: found.DelegationSet?.Id?.replace("/delegationset/", ""),
      nameServers: [...nameServers].sort(),
      primaryNameServer: nameServers[0],
      vpcs: (found.VPCs ?? []).map((vpc) => ({ vpcId: vpc.VPCId, vpcRegion: vpc.VPCRegion })),
      tagsAll: tagsAll(tags.ResourceTagSet?.Tags),
    };
  },
  async update(aws, id, news, olds) {
    if (!same(news.comment, olds.comment))
      await route53(aws).send(
        new UpdateHostedZoneCommentCommand({ Id: id, Comment: text(news, "comment") ?? "" }),
      );
    await writeVpcs(aws, id, vpcsOf(aws, news), vpcsOf(aws, olds));
  },
  async remove(aws, id, state) {
    if (flag(state, "forceDestroy") === true) await deleteAllRecords(aws, id);
    await route53(aws).send(new DeleteHostedZoneCommand({ Id: id }));
  },
};
