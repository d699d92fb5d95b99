import {
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  GetScheduleGroupCommand,
  type GetScheduleGroupOutput,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-scheduler";
import { type Aws } from "../../aws";
import { needText, textMap } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { ifExists, until, untilGone } from "../../wait";
import { tagList, tagsAll } from "../tags";
import { scheduler } from "./common";

const arnOf = (aws: Aws, name: string): string => aws.arn("scheduler", `schedule-group/${name}`);

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await scheduler(aws).send(new TagResourceCommand({ ResourceArn: arnOf(aws, id), Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await scheduler(aws).send(new UntagResourceCommand({ ResourceArn: arnOf(aws, id), TagKeys: [...keys] }));
  },
};

function describe(aws: Aws, name: string): Promise<GetScheduleGroupOutput> {
  return scheduler(aws).send(new GetScheduleGroupCommand({ Name: name }));
}

export const scheduleGroup: ResourceType = {
  token: "aws:scheduler/scheduleGroup:ScheduleGroup",
  autoname: { property: "name", maxLength: 64 },
  replaceOn: ["name", "namePrefix"],
  outputs: ["arn", "creationDate", "lastModificationDate", "state"],
  tagging,
  async create(aws, inputs) {
    const name = needText(inputs, "name");
    const tags = tagList(textMap(inputs, "tagsAll"));
    await scheduler(aws).send(new CreateScheduleGroupCommand({ Name: name, Tags: tags }));
    aws.acknowledged(name);
    await until(aws, `the schedule group ${name} to be active`, 300, async () =>
      (await describe(aws, name)).State === "ACTIVE" ? true : undefined,
    );
    return name;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    const { Tags } = await scheduler(aws).send(
      new ListTagsForResourceCommand({ ResourceArn: arnOf(aws, id) }),
    );
    return {
      arn: found.Arn,
      name: found.Name,
      state: found.State,
      creationDate: found.CreationDate?.toISOString(),
      lastModificationDate: found.LastModificationDate?.toISOString(),
      tagsAll: tagsAll(Tags),
    };
  },
  async remove(aws, id) {
    if ((await ifExists(() => describe(aws, id))) === undefined) return;
    await scheduler(aws).send(new DeleteScheduleGroupCommand({ Name: id }));
    await untilGone(aws, `the schedule group ${id}`, 300, () => describe(aws, id));
  },
};
