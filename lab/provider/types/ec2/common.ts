import {
  CreateTagsCommand,
  DeleteTagsCommand,
  EC2Client,
  type ResourceType as TaggedKind,
  type Tag,
  type TagSpecification,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { textMap } from "../../properties";
import { type Tagging } from "../../resourceType";
import { type Props } from "../../values";

export const ec2 = (aws: Aws): EC2Client => aws.client(EC2Client);

export const ec2Tagging: Tagging = {
  async tag(aws, id, tags) {
    await ec2(aws).send(new CreateTagsCommand({ Resources: [id], Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await ec2(aws).send(new DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) }));
  },
};

export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags to write at creation, so that no resource exists untagged; undefined when there are none. */
export function tagSpecifications(kind: TaggedKind, inputs: Props): TagSpecification[] | undefined {
  const tags = tagList(textMap(inputs, "tagsAll"));
  return tags.length === 0 ? undefined : [{ ResourceType: kind, Tags: tags }];
}

/** A resource's tags, without those that AWS itself sets. */
export function tagsAll(tags: readonly Tag[] | undefined): Props {
  return Object.fromEntries(
    (tags ?? []).flatMap(({ Key, Value }) =>
      Key === undefined || Key.startsWith("aws:") ? [] : [[Key, Value ?? ""]],
    ),
  );
}

/** @throws when AWS's answer lacks what it documents as always there. */
export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`AWS answered without ${what}.`);
  return value;
}
