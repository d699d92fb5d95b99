import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  UntagInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import { type Aws } from "../../aws";
import { text } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { ifExists } from "../../wait";
import { given } from "../given";
import { tagList, tagsAll } from "../tags";
import { iam, newTags } from "./common";

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await iam(aws).send(new TagInstanceProfileCommand({ InstanceProfileName: id, Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await iam(aws).send(new UntagInstanceProfileCommand({ InstanceProfileName: id, TagKeys: [...keys] }));
  },
};

/** A profile holds one role at most. */
async function writeRole(aws: Aws, id: string, after?: string, before?: string): Promise<void> {
  const profile = { InstanceProfileName: id };
  if (before !== undefined && before !== after)
    await ifExists(() =>
      iam(aws).send(new RemoveRoleFromInstanceProfileCommand({ ...profile, RoleName: before })),
    );
  if (after !== undefined && after !== before)
    await iam(aws).send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName: after }));
}

export const instanceProfile: ResourceType = {
  token: "aws:iam/instanceProfile:InstanceProfile",
  scope: "global",
  defaults: { path: "/" },
  autoname: { property: "name", maxLength: 128 },
  replaceOn: ["name", "namePrefix", "path"],
  outputs: ["arn", "createDate", "uniqueId"],
  tagging,
  async create(aws, inputs) {
    const { InstanceProfile } = await iam(aws).send(
      new CreateInstanceProfileCommand({
        InstanceProfileName: text(inputs, "name"),
        Path: text(inputs, "path"),
        Tags: newTags(inputs),
      }),
    );
    const id = aws.acknowledged(given(InstanceProfile?.InstanceProfileName, "an instance profile name"));
    await writeRole(aws, id, text(inputs, "role"));
    return id;
  },
  async read(aws, id) {
    const answer = await iam(aws).send(new GetInstanceProfileCommand({ InstanceProfileName: id }));
    const found = answer.InstanceProfile;
    if (found === undefined) return undefined;
    return {
      arn: found.Arn,
      name: found.InstanceProfileName,
      path: found.Path,
      role: found.Roles?.[0]?.RoleName ?? null,
      createDate: found.CreateDate?.toISOString(),
      uniqueId: found.InstanceProfileId,
      tagsAll: tagsAll(found.Tags),
    };
  },
  update: (aws, id, news, olds) => writeRole(aws, id, text(news, "role"), text(olds, "role")),
  async remove(aws, id, state) {
    await writeRole(aws, id, undefined, text(state, "role"));
    await iam(aws).send(new DeleteInstanceProfileCommand({ InstanceProfileName: id }));
  },
};
