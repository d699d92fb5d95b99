import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { type Aws } from "../../aws";
import { type Tagging } from "../../resourceType";
import { type Props } from "../../values";
import { tagList, tagsAll } from "../tags";

export const cloudwatch = (aws: Aws): CloudWatchClient => aws.client(CloudWatchClient);

export const alarmArn = (aws: Aws, name: string): string => aws.arn("cloudwatch", `alarm:${name}`);

export const alarmTagging: Tagging = {
  async tag(aws, id, tags) {
    const request = { ResourceARN: alarmArn(aws, id), Tags: tagList(tags) };
    await cloudwatch(aws).send(new TagResourceCommand(request));
  },
  async untag(aws, id, keys) {
    const request = { ResourceARN: alarmArn(aws, id), TagKeys: [...keys] };
    await cloudwatch(aws).send(new UntagResourceCommand(request));
  },
};

export async function alarmTags(aws: Aws, name: string): Promise<Props> {
  const request = new ListTagsForResourceCommand({ ResourceARN: alarmArn(aws, name) });
  return tagsAll((await cloudwatch(aws).send(request)).Tags);
}

export async function deleteAlarm(aws: Aws, name: string): Promise<void> {
  await cloudwatch(aws).send(new DeleteAlarmsCommand({ AlarmNames: [name] }));
}
