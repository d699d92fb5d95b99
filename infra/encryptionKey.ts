import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson, type Statement } from "./iam";

export interface EncryptionKeyArgs {
  readonly account: string;
  readonly region: string;
  /** `alias/…` */
  readonly alias: string;
  /** Log groups whose events the key encrypts, by name. */
  readonly logGroups: readonly string[];
  /** Days between the key's deletion and its end. Source: KMS API, ScheduleKeyDeletion: 7 to 30. */
  readonly deletionDays: number;
}

/**
 * Who may use the key: this account's policies say it for its roles, CloudWatch Logs for the named groups only.
 * Source: KMS guide, "Default key policy"; CloudWatch Logs guide, "Encrypt log data using AWS KMS".
 */
function keyStatements({
  account,
  region,
  logGroups,
}: Pick<EncryptionKeyArgs, "account" | "region" | "logGroups">): Statement[] {
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
