import {
  GetSubscriptionAttributesCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { flag, needText, numeric, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { given } from "../given";
import { type Attributes, sns } from "./common";

/** What can be set on a subscription: property → attribute; what a policy covers is set before the policy. */
const attributeNames = {
  filterPolicyScope: "FilterPolicyScope",
  filterPolicy: "FilterPolicy",
  deliveryPolicy: "DeliveryPolicy",
  rawMessageDelivery: "RawMessageDelivery",
  redrivePolicy: "RedrivePolicy",
  replayPolicy: "ReplayPolicy",
  subscriptionRoleArn: "SubscriptionRoleArn",
};

async function describe(aws: Aws, arn: string): Promise<Attributes> {
  const request = new GetSubscriptionAttributesCommand({ SubscriptionArn: arn });
  return (await sns(aws).send(request)).Attributes ?? {};
}

/** Addresses of people are confirmed by people: nobody waits for them. */
function isAwaited(inputs: Props): boolean {
  const protocol = needText(inputs, "protocol");
  if (protocol.includes("email")) return false;
  return !protocol.includes("http") || flag(inputs, "endpointAutoConfirms") === true;
}

async function write(aws: Aws, arn: string, news: Props, olds: Props): Promise<void> {
  for (const [key, attribute] of Object.entries(attributeNames)) {
    if (same(news[key], olds[key])) continue;
    const value = text(news, key) ?? (attribute === "FilterPolicy" ? "{}" : undefined);
    const request = { SubscriptionArn: arn, AttributeName: attribute, AttributeValue: value };
    await sns(aws).send(new SetSubscriptionAttributesCommand(request));
  }
}

const isPending = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("a subscription that is pending confirmation");

export const topicSubscription: ResourceType = {
  token: "aws:sns/topicSubscription:TopicSubscription",
  required: ["endpoint", "protocol", "topic"],
  documents: ["deliveryPolicy", "filterPolicy", "redrivePolicy", "replayPolicy"],
  defaults: { confirmationTimeoutInMinutes: 1, endpointAutoConfirms: false, rawMessageDelivery: false },
  replaceOn: ["endpoint", "protocol", "topic"],
  outputs: ["arn", "confirmationWasAuthenticated", "ownerId", "pendingConfirmation"],
  chosenByAws: ["filterPolicyScope"],
  async create(aws, inputs) {
    const { SubscriptionArn } = await sns(aws).send(
      new SubscribeCommand({
        TopicArn: needText(inputs, "topic"),
        Protocol: needText(inputs, "protocol"),
        Endpoint: needText(inputs, "endpoint"),
        ReturnSubscriptionArn: true,
      }),
    );
    const arn = aws.acknowledged(given(SubscriptionArn, "a subscription's ARN"));
    await write(aws, arn, inputs, { rawMessageDelivery: false });
    if (isAwaited(inputs))
      await until(
        aws,
        `${arn} to be confirmed`,
        (numeric(inputs, "confirmationTimeoutInMinutes") ?? 1) * 60,
        async () => ((await describe(aws, arn)).PendingConfirmation === "false" ? true : undefined),
      );
    return arn;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    return {
      arn: found.SubscriptionArn,
      topic: found.TopicArn,
      protocol: found.Protocol,
      endpoint: found.Endpoint,
      ownerId: found.Owner,
      pendingConfirmation: found.PendingConfirmation === "true",
      confirmationWasAuthenticated: found.ConfirmationWasAuthenticated === "true",
      rawMessageDelivery: found.RawMessageDelivery === "true",
      filterPolicy: found.FilterPolicy ?? null,
      filterPolicyScope: found.FilterPolicyScope,
      deliveryPolicy: found.DeliveryPolicy ?? null,
      redrivePolicy: found.RedrivePolicy ?? null,
      replayPolicy: found.ReplayPolicy ?? null,
      subscriptionRoleArn: found.SubscriptionRoleArn ?? null,
    };
  },
  update: write,
  /** AWS deletes none that waits for its confirmation: it forgets those by itself, or with their topic. */
  async remove(aws, id) {
    try {
      await sns(aws).send(new UnsubscribeCommand({ SubscriptionArn: id }));
    } catch (error) {
      if (isPending(error)) return;
      throw error;
    }
    await untilGone(aws, id, 120, () => describe(aws, id));
  },
};
