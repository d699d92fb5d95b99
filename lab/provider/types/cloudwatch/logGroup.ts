import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  type LogGroup,
  type LogGroupClass,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { type Aws } from "../../aws";
import { needText, numeric, text, textMap } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { type Props } from "../../values";

const logs = (aws: Aws): CloudWatchLogsClient => aws.client(CloudWatchLogsClient);

const arnOf = (aws: Aws, name: string): string => aws.arn("logs", `log-group:${name}`);

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await logs(aws).send(new TagResourceCommand({ resourceArn: arnOf(aws, id), tags }));
  },
  async untag(aws, id, keys) {
    await logs(aws).send(new UntagResourceCommand({ resourceArn: arnOf(aws, id), tagKeys: [...keys] }));
  },
};

async function describe(aws: Aws, name: string): Promise<LogGroup | undefined> {
  const answer = await logs(aws).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  return answer.logGroups?.find(({ logGroupName }) => logGroupName === name);
}

/** 0 days: kept for ever. */
async function writeRetention(aws: Aws, name: string, inputs: Props): Promise<void> {
  const days = numeric(inputs, "retentionInDays") ?? 0;
  if (days === 0) await logs(aws).send(new DeleteRetentionPolicyCommand({ logGroupName: name }));
  else await logs(aws).send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: days }));
}

export const logGroup: ResourceType = {
  token: "aws:cloudwatch/logGroup:LogGroup",
  defaults: { retentionInDays: 0, skipDestroy: false },
  autoname: { property: "name", maxLength: 512 },
  replaceOn: ["logGroupClass", "name", "namePrefix", "kmsKeyId"],
  outputs: ["arn"],
  chosenByAws: ["deletionProtectionEnabled", "logGroupClass"],
  tagging,
  async create(aws, inputs) {
    const name = needText(inputs, "name");
    const tags = textMap(inputs, "tagsAll");
    await logs(aws).send(
      new CreateLogGroupCommand({
        logGroupName: name,
        kmsKeyId: text(inputs, "kmsKeyId"),
        logGroupClass: text(inputs, "logGroupClass") as LogGroupClass | undefined,
        tags: Object.keys(tags).length === 0 ? undefined : tags,
      }),
    );
    aws.acknowledged(name);
    if ((numeric(inputs, "retentionInDays") ?? 0) > 0) await writeRetention(aws, name, inputs);
    return name;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const { tags } = await logs(aws).send(new ListTagsForResourceCommand({ resourceArn: arnOf(aws, id) }));
    return {
      arn: arnOf(aws, id),
      name: found.logGroupName,
      kmsKeyId: found.kmsKeyId,
      logGroupClass: found.logGroupClass,
      retentionInDays: found.retentionInDays ?? 0,
      tagsAll: tags ?? {},
    };
  },
  update: (aws, id, news) => writeRetention(aws, id, news),
  async remove(aws, id, state) {
    if (state.skipDestroy === true) return;
    await logs(aws).send(new DeleteLogGroupCommand({ logGroupName: id }));
  },
};
