import { ofAlarms } from "../alarms/alarmTopic";
import { type Statement } from "../iam";

/** Whom the environment's key serves. */
export interface KeyReach {
  readonly account: string;
  readonly region: string;
  /** Log groups whose events the key encrypts, by name. */
  readonly logGroups: readonly string[];
  /** Alarms whose messages the key encrypts, by name; `*` stands for any run of characters. */
  readonly alarmNames: string;
  /** Auto Scaling groups start VMs whose volumes the key encrypts. */
  readonly autoScaling: boolean;
}

/**
 * Who may use the key: this account's policies say it for its roles, CloudWatch Logs for the named groups only, Auto Scaling for volumes.
 * Sources: KMS guide, "Default key policy"; CloudWatch Logs guide, "Encrypt log data using AWS KMS"; EC2 Auto Scaling guide, "Required AWS
 * KMS key policy for use with encrypted volumes".
 */
export function keyStatements({
  account,
  region,
  logGroups,
  alarmNames,
  autoScaling,
}: KeyReach): readonly Statement[] {
  const logArns = logGroups.map((name) => `arn:aws:logs:${region}:${account}:log-group:${name}`);
  return [
    accountDecides(account),
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
    ...(autoScaling ? autoScalingStatements(account) : []),
  ];
}

/**
 * Auto Scaling's own role. By condition: as the principal it would have to be there already, and in a fresh account the first group makes it.
 */
function autoScalingStatements(account: string): readonly Statement[] {
  const role = `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  const principal = {
    StringEquals: { "kms:CallerAccount": account },
    ArnEquals: { "aws:PrincipalArn": role },
  };
  return [
    {
      Sid: "AutoScalingUsesVolumes",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: principal,
    },
    {
      Sid: "AutoScalingGrantsVolumes",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...principal, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** The account's own policies say who uses a key. Source: KMS guide, "Default key policy". */
export function accountDecides(account: string): Statement {
  return {
    Sid: "AccountPoliciesDecide",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}
