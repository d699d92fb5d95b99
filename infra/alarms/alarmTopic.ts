import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson, type Statement } from "../iam";

export interface AlarmTopicArgs {
  readonly account: string;
  readonly region: string;
  readonly topicName: string;
  /** Names of the alarms that may speak; `*` stands for any run of characters. */
  readonly alarmNames: string;
  /** The key must admit CloudWatch for the same alarms: AWS's own key for SNS does not. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Null: nobody is subscribed by the stack. */
  readonly email: string | null;
}

interface AlarmSource {
  readonly account: string;
  readonly region: string;
  readonly alarmNames: string;
}

/** Lets CloudWatch act for these alarms only. Source: SNS guide, "Example cases for access control: CloudWatch alarms". */
export function ofAlarms({ account, region, alarmNames }: AlarmSource): NonNullable<Statement["Condition"]> {
  return {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:${alarmNames}` },
  };
}

/** Where alarms go: a topic that only this environment's alarms may publish to. */
export class AlarmTopic extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:alarms:AlarmTopic", name, {}, opts);
    const { account, region, topicName } = args;
    const policy = policyJson([
      {
        Sid: "AlarmsOfThisEnvironment",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: `arn:aws:sns:${region}:${account}:${topicName}`,
        Condition: ofAlarms(args),
      },
      // Source: SNS guide, "Security best practices", enforce encryption of data in transit.
      {
        Sid: "NoPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: `arn:aws:sns:${region}:${account}:${topicName}`,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    const topic = new aws.sns.Topic(
      name,
      { name: topicName, kmsMasterKeyId: args.kmsKeyArn, policy },
      { parent: this },
    );
    if (args.email !== null) {
      new aws.sns.TopicSubscription(
        name,
        { topic: topic.arn, protocol: "email", endpoint: args.email },
        { parent: this },
      );
    }
    this.arn = topic.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
