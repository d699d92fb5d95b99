import {
  CreateTopicCommand,
  DeleteTopicCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { flag, needText, text, textMap } from "../../properties";
import { type ResourceType, type Tagging } from "../../resourceType";
import { type Props, type Value } from "../../values";
import { given } from "../given";
import { tagList, tagsAll } from "../tags";
import { type Attributes, setTopicAttribute, sns, topicAttributes } from "./common";

const protocols = {
  application: "Application",
  firehose: "Firehose",
  http: "HTTP",
  lambda: "Lambda",
  sqs: "SQS",
};

/** What can be set on a topic: property → attribute. */
const attributeNames: Readonly<Record<string, string>> = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deliveryPolicy: "DeliveryPolicy",
  displayName: "DisplayName",
  kmsMasterKeyId: "KmsMasterKeyId",
  policy: "Policy",
  signatureVersion: "SignatureVersion",
  tracingConfig: "TracingConfig",
  ...Object.fromEntries(
    Object.entries(protocols).flatMap(([ours, theirs]) => [
      [`${ours}FailureFeedbackRoleArn`, `${theirs}FailureFeedbackRoleArn`],
      [`${ours}SuccessFeedbackRoleArn`, `${theirs}SuccessFeedbackRoleArn`],
      [`${ours}SuccessFeedbackSampleRate`, `${theirs}SuccessFeedbackSampleRate`],
    ]),
  ),
};

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await sns(aws).send(new TagResourceCommand({ ResourceArn: id, Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await sns(aws).send(new UntagResourceCommand({ ResourceArn: id, TagKeys: [...keys] }));
  },
};

/** A property that was taken away is emptied; a policy cannot be, so the topic keeps it. */
async function write(aws: Aws, arn: string, news: Props, olds: Props): Promise<void> {
  for (const [key, attribute] of Object.entries(attributeNames)) {
    const value = text(news, key) ?? "";
    const skipped = value === "" && key === "policy";
    // Only a topic with an order can leave out what it has seen.
    const foreign = key === "contentBasedDeduplication" && flag(news, "fifoTopic") !== true;
    if (!same(news[key], olds[key]) && !skipped && !foreign)
      await setTopicAttribute(aws, arn, attribute, value);
  }
}

function propertyOf(key: string, attributes: Attributes): Value | undefined {
  const value = attributes[attributeNames[key] ?? ""];
  if (key === "contentBasedDeduplication") return value === "true";
  return value === undefined || !/Version|Rate/.test(key) ? (value ?? null) : Number(value);
}

export const topic: ResourceType = {
  token: "aws:sns/topic:Topic",
  documents: ["archivePolicy", "deliveryPolicy", "policy"],
  defaults: { contentBasedDeduplication: false, fifoTopic: false },
  autoname: { property: "name", maxLength: 256 },
  replaceOn: ["fifoTopic", "name", "namePrefix"],
  outputs: ["arn", "beginningArchiveTime", "owner"],
  chosenByAws: ["fifoThroughputScope", "policy", "signatureVersion", "tracingConfig"],
  tagging,
  async create(aws, inputs) {
    const { TopicArn } = await sns(aws).send(
      new CreateTopicCommand({
        Name: needText(inputs, "name"),
        Attributes: flag(inputs, "fifoTopic") === true ? { FifoTopic: "true" } : undefined,
        Tags: tagList(textMap(inputs, "tagsAll")),
      }),
    );
    const arn = aws.acknowledged(given(TopicArn, "a topic's ARN"));
    await write(aws, arn, inputs, {});
    return arn;
  },
  async read(aws, id) {
    const attributes = await topicAttributes(aws, id);
    const { Tags } = await sns(aws).send(new ListTagsForResourceCommand({ ResourceArn: id }));
    return {
      ...Object.fromEntries(Object.keys(attributeNames).map((key) => [key, propertyOf(key, attributes)])),
      arn: attributes.TopicArn,
      name: id.split(":").at(-1),
      owner: attributes.Owner,
      fifoTopic: attributes.FifoTopic === "true",
      tagsAll: tagsAll(Tags),
    };
  },
  update: write,
  async remove(aws, id) {
    await sns(aws).send(new DeleteTopicCommand({ TopicArn: id }));
  },
};
