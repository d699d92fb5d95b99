import {
  type BillingMode,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  type TableClass,
  type TableDescription,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { block, flag, needText, text, textMap } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { tagList, tagsAll } from "../tags";
import { dynamodb } from "./common";
import { keySchema, shapeOf, streamOf, encryptionOf, throughputOf, tableProps } from "./tableShape";

const arnOf = (aws: Aws, name: string): string => aws.arn("dynamodb", `table/${name}`);

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await dynamodb(aws).send(new TagResourceCommand({ ResourceArn: arnOf(aws, id), Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await dynamodb(aws).send(new UntagResourceCommand({ ResourceArn: arnOf(aws, id), TagKeys: [...keys] }));
  },
};

async function describe(aws: Aws, name: string): Promise<TableDescription | undefined> {
  return (await dynamodb(aws).send(new DescribeTableCommand({ TableName: name }))).Table;
}

async function active(aws: Aws, name: string): Promise<void> {
  await until(aws, `the table ${name} to be active`, 1800, async () =>
    (await describe(aws, name))?.TableStatus === "ACTIVE" ? true : undefined,
  );
}

/** What AWS takes only after the table exists. */
async function writeExtras(aws: Aws, name: string, news: Props, olds: Props): Promise<void> {
  const backups = block(news, "pointInTimeRecovery");
  if (!same(backups, olds.pointInTimeRecovery)) {
    await dynamodb(aws).send(
      new UpdateContinuousBackupsCommand({
        TableName: name,
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled: backups === undefined ? false : (flag(backups, "enabled") ?? false),
        },
      }),
    );
    await active(aws, name);
  }
  const ttl = block(news, "ttl");
  if (!same(ttl, olds.ttl)) {
    const attribute = text(ttl ?? block(olds, "ttl") ?? {}, "attributeName");
    const enabled = ttl === undefined ? false : (flag(ttl, "enabled") ?? false);
    if (enabled || olds.ttl !== undefined)
      await dynamodb(aws).send(
        new UpdateTimeToLiveCommand({
          TableName: name,
          TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled },
        }),
      );
  }
}

/** AWS takes one of these in a call. */
function tableChanges(news: Props, olds: Props): Omit<UpdateTableCommandInput, "TableName">[] {
  const differs = (...keys: readonly string[]): boolean => keys.some((key) => !same(news[key], olds[key]));
  const changes: Omit<UpdateTableCommandInput, "TableName">[] = [];
  if (differs("billingMode", "readCapacity", "writeCapacity"))
    changes.push({
      BillingMode: text(news, "billingMode") as BillingMode | undefined,
      ProvisionedThroughput: throughputOf(news),
    });
  if (differs("deletionProtectionEnabled"))
    changes.push({ DeletionProtectionEnabled: flag(news, "deletionProtectionEnabled") ?? false });
  if (differs("tableClass")) changes.push({ TableClass: text(news, "tableClass") as TableClass | undefined });
  if (differs("serverSideEncryption"))
    changes.push({ SSESpecification: encryptionOf(news) ?? { Enabled: false } });
  if (differs("streamEnabled", "streamViewType"))
    changes.push({ StreamSpecification: streamOf(news) ?? { StreamEnabled: false } });
  return changes;
}

export const table: ResourceType = {
  token: "aws:dynamodb/table:Table",
  defaults: { billingMode: "PROVISIONED" },
  required: ["attributes", "hashKey"],
  autoname: { property: "name" },
  // The real provider changes global indexes in place; the lab makes a new table of it.
  replaceOn: ["globalSecondaryIndexes", "hashKey", "localSecondaryIndexes", "name", "rangeKey"],
  outputs: ["arn", "streamArn", "streamLabel"],
  chosenByAws: [
    "readCapacity",
    "writeCapacity",
    "pointInTimeRecovery",
    "serverSideEncryption",
    "streamViewType",
  ],
  tagging,
  async create(aws, inputs) {
    const name = needText(inputs, "name");
    await dynamodb(aws).send(
      new CreateTableCommand({
        TableName: name,
        ...shapeOf(inputs),
        KeySchema: keySchema(inputs),
        Tags: tagList(textMap(inputs, "tagsAll")),
      }),
    );
    aws.acknowledged(name);
    await active(aws, name);
    await writeExtras(aws, name, inputs, {});
    return name;
  },
  async read(aws, id, known) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const [ttl, backups, tags] = await Promise.all([
      dynamodb(aws).send(new DescribeTimeToLiveCommand({ TableName: id })),
      dynamodb(aws).send(new DescribeContinuousBackupsCommand({ TableName: id })),
      dynamodb(aws).send(new ListTagsOfResourceCommand({ ResourceArn: arnOf(aws, id) })),
    ]);
    const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    const expiry = ttl.TimeToLiveDescription;
    return {
      ...tableProps(found),
      pointInTimeRecovery: { enabled: recovery?.PointInTimeRecoveryStatus === "ENABLED" },
      ttl:
        expiry?.TimeToLiveStatus === "ENABLED"
          ? { enabled: true, attributeName: expiry.AttributeName }
          : { enabled: false, attributeName: text(block(known, "ttl") ?? {}, "attributeName") ?? "" },
      tagsAll: tagsAll(tags.Tags),
    };
  },
  async update(aws, id, news, olds) {
    for (const change of tableChanges(news, olds)) {
      await dynamodb(aws).send(new UpdateTableCommand({ TableName: id, ...change }));
      await active(aws, id);
    }
    await writeExtras(aws, id, news, olds);
  },
  async remove(aws, id) {
    await dynamodb(aws).send(new DeleteTableCommand({ TableName: id }));
    await untilGone(aws, `the table ${id}`, 600, () => describe(aws, id));
  },
};
