import { accountId, type Aws } from "../../aws";
import { needText } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { setTopicAttribute, topicAttributes } from "./common";

/** What AWS gives a new topic (docs.aws.amazon.com/sns/latest/api/API_AddPermission.html lists the actions). */
function defaultPolicy(arn: string): string {
  const actions = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
  ];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  });
}

const write = (aws: Aws, inputs: Props): Promise<void> =>
  setTopicAttribute(aws, needText(inputs, "arn"), "Policy", needText(inputs, "policy"));

export const topicPolicy: ResourceType = {
  token: "aws:sns/topicPolicy:TopicPolicy",
  required: ["arn", "policy"],
  documents: ["policy"],
  replaceOn: ["arn"],
  outputs: ["owner"],
  async create(aws, inputs) {
    await write(aws, inputs);
    return needText(inputs, "arn");
  },
  async read(aws, id) {
    const attributes = await topicAttributes(aws, id);
    return { arn: attributes.TopicArn, owner: attributes.Owner, policy: attributes.Policy };
  },
  update: (aws, _id, news) => write(aws, news),
  /** A topic always has a policy. */
  remove: (aws, id) => setTopicAttribute(aws, id, "Policy", defaultPolicy(id)),
};
