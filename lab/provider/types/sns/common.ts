import { GetTopicAttributesCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { type Aws } from "../../aws";

export const sns = (aws: Aws): SNSClient => aws.client(SNSClient);

/** By AWS's names; all are texts. */
export type Attributes = Readonly<Record<string, string>>;

export async function topicAttributes(aws: Aws, arn: string): Promise<Attributes> {
  return (await sns(aws).send(new GetTopicAttributesCommand({ TopicArn: arn }))).Attributes ?? {};
}

export async function setTopicAttribute(aws: Aws, arn: string, name: string, value: string): Promise<void> {
  const request = { TopicArn: arn, AttributeName: name, AttributeValue: value };
  await sns(aws).send(new SetTopicAttributesCommand(request));
}
