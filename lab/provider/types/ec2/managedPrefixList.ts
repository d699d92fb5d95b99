import {
  type AddPrefixListEntry,
  CreateManagedPrefixListCommand,
  DeleteManagedPrefixListCommand,
  DescribeManagedPrefixListsCommand,
  GetManagedPrefixListEntriesCommand,
  type ManagedPrefixList,
  ModifyManagedPrefixListCommand,
  type PrefixListEntry,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { blocks, needText, nonEmpty, numeric, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";

async function describe(aws: Aws, id: string): Promise<ManagedPrefixList | undefined> {
  const answer = await ec2(aws).send(new DescribeManagedPrefixListsCommand({ PrefixListIds: [id] }));
  const [list] = answer.PrefixLists ?? [];
  return list?.State === "delete-complete" ? undefined : list;
}

export async function prefixListEntries(aws: Aws, id: string): Promise<Props[]> {
  const answer = await ec2(aws).send(new GetManagedPrefixListEntriesCommand({ PrefixListId: id }));
  return (answer.Entries ?? []).map(({ Cidr, Description }: PrefixListEntry) => ({
    cidr: Cidr,
    description: Description ?? "",
  }));
}

const entry = (props: Props): AddPrefixListEntry => ({
  Cidr: needText(props, "cidr"),
  Description: text(props, "description"),
});

async function settled(aws: Aws, id: string): Promise<ManagedPrefixList> {
  return until(aws, `${id} to be settled`, 300, async () => {
    const list = await describe(aws, id);
    if (list?.State?.endsWith("-failed")) throw new Error(`${id}: ${list.StateMessage ?? list.State}`);
    return list?.State?.endsWith("-complete") ? list : undefined;
  });
}

export const managedPrefixList: ResourceType = {
  token: "aws:ec2/managedPrefixList:ManagedPrefixList",
  required: ["addressFamily", "maxEntries"],
  autoname: { property: "name" },
  replaceOn: ["addressFamily"],
  outputs: ["arn", "ownerId", "version"],
  chosenByAws: ["entries"],
  tagging: ec2Tagging,
  unsettledBy: (changed) => (changed.includes("entries") ? ["version"] : []),
  async create(aws, inputs) {
    const { PrefixList: made } = await ec2(aws).send(
      new CreateManagedPrefixListCommand({
        PrefixListName: text(inputs, "name"),
        AddressFamily: text(inputs, "addressFamily"),
        MaxEntries: numeric(inputs, "maxEntries"),
        Entries: nonEmpty(blocks(inputs, "entries").map(entry)),
        TagSpecifications: tagSpecifications("prefix-list", inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.PrefixListId, "a prefix list id"));
    await settled(aws, id);
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    return {
      arn: found.PrefixListArn ?? aws.arn("ec2", `prefix-list/${id}`),
      name: found.PrefixListName,
      addressFamily: found.AddressFamily,
      maxEntries: found.MaxEntries,
      ownerId: found.OwnerId,
      version: found.Version,
      entries: await prefixListEntries(aws, id),
      tagsAll: tagsAll(found.Tags),
    };
  },
  async update(aws, id, news, olds) {
    const before = blocks(olds, "entries");
    const after = blocks(news, "entries");
    const without = (entries: readonly Props[], others: readonly Props[]): Props[] =>
      entries.filter((item) => !others.some((other) => same(item, other)));
    const removed = nonEmpty(without(before, after).map((item) => ({ Cidr: needText(item, "cidr") })));
    const added = nonEmpty(without(after, before).map(entry));
    const base = { PrefixListId: id, PrefixListName: text(news, "name") };
    if (removed !== undefined || added !== undefined) {
      const CurrentVersion = (await settled(aws, id)).Version;
      await ec2(aws).send(
        new ModifyManagedPrefixListCommand({
          ...base,
          CurrentVersion,
          AddEntries: added,
          RemoveEntries: removed,
        }),
      );
      await settled(aws, id);
    }
    // AWS takes a new size or name only in a call of its own.
    const resized = numeric(news, "maxEntries");
    if (resized !== numeric(olds, "maxEntries"))
      await ec2(aws).send(new ModifyManagedPrefixListCommand({ ...base, MaxEntries: resized }));
    else if (!same(news.name, olds.name)) await ec2(aws).send(new ModifyManagedPrefixListCommand(base));
    await settled(aws, id);
  },
  async remove(aws, id) {
    if ((await describe(aws, id)) === undefined) return;
    await ec2(aws).send(new DeleteManagedPrefixListCommand({ PrefixListId: id }));
    await untilGone(aws, id, 300, () => describe(aws, id));
  },
};
