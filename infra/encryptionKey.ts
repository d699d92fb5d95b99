import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ofAlarms } from "./alarmTopic";
import { policyJson, type Statement } from "./iam";

export interface EncryptionKeyArgs {
  readonly account: string;
  readonly region: string;
  /** `alias/…` */
  readonly alias: string;
  /** Log groups whose events the key encrypts, by name. */
  readonly logGroups: readonly string[];
  /** Alarms whose messages the key encrypts, by name; `*` stands for any run of characters. */
  readonly alarmNames: string;
  /** Days between the key's deletion and its end. Source: KMS API, ScheduleKeyDeletion: 7 to 30. */
  readonly deletionDays: number;
}

/**
 * Who may use the key: this account's policies say it for its roles, CloudWatch Logs for the named groups only, and
 * CloudWatch for what the named alarms publish.
 * Sources: KMS guide, "Default key policy"; CloudWatch Logs guide, "Encrypt log data using AWS KMS"; SNS guide, "Managing
 * encryption keys: enable compatibility between event sources and encrypted topics".
 */
function keyStatements({
  account,
  region,
  logGroups,
  alarmNames,
}: Pick<EncryptionKeyArgs, "account" | "region" | "logGroups" | "alarmNames">): Statement[] {
  const logArns = logGroups.map((name) => `arn:aws:logs:${region}:${account}:log-group:${name}`);
  return [
    {
      Sid: "AccountPoliciesDecide",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "LogsOfTheseGroups",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": logArns } },
    },
    {
      Sid: "MessagesOfTheseAlarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: ofAlarms({ account, region, alarmNames }),
    },
  ];
}

/** The environment's own key: root volumes, secrets, the scaler's table and all logs. */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:security:EncryptionKey", name, {}, opts);
    const key = new aws.kms.Key(
      name,
      {
        description: `overflow, ${args.alias}`,
        enableKeyRotation: true,
        deletionWindowInDays: args.deletionDays,
        policy: policyJson(keyStatements(args)),
      },
      { parent: this },
    );
    new aws.kms.Alias(name, { name: args.alias, targetKeyId: key.keyId }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
