import {
  CreateTagsCommand,
  DeleteTagsCommand,
  EC2Client,
  type ResourceType as TaggedKind,
  type TagSpecification,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { textMap } from "../../properties";
import { type Tagging } from "../../resourceType";
import { type Props } from "../../values";
import { tagList } from "../tags";

export { given } from "../given";
export { tagList, tagsAll } from "../tags";

export const ec2 = (aws: Aws): EC2Client => aws.client(EC2Client);

export const ec2Tagging: Tagging = {
  async tag(aws, id, tags) {
    await ec2(aws).send(new CreateTagsCommand({ Resources: [id], Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await ec2(aws).send(new DeleteTagsCommand({ Resources: [id], Tags: keys.map((Key) => ({ Key })) }));
  },
};

/** The tags to write at creation, so that no resource exists untagged; undefined when there are none. */
export function tagSpecifications(kind: TaggedKind, inputs: Props): TagSpecification[] | undefined {
  const tags = tagList(textMap(inputs, "tagsAll"));
  return tags.length === 0 ? undefined : [{ ResourceType: kind, Tags: tags }];
}
