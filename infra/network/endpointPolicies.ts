import { policyJson, type Statement } from "../iam";
import { scalerActions } from "../scaling/scalerActions";
import { tagKeys } from "../tags";

/**
 * What passes through each endpoint, for anybody who reaches it: this account's principals and things only.
 * Source: VPC guide, "Control access to VPC endpoints using endpoint policies".
 */
interface Facts {
  readonly account: string;
  readonly region: string;
}

const anybody = "*";

/** EC2: what the scaler does. RunInstances also names things of AWS's, such as snapshots of images. */
export function ec2EndpointPolicy({ account }: Facts): string {
  return policyJson([
    {
      Sid: "ScalerOnly",
      Effect: "Allow",
      Principal: anybody,
      Action: [...scalerActions.look, ...scalerActions.create, ...scalerActions.move],
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": account } },
    },
  ]);
}

/** Secrets Manager: the scaler and the mirrors read what this environment's stack made. */
export function secretsEndpointPolicy({
  account,
  region,
  environment,
}: Facts & { readonly environment: string }): string {
  return policyJson([
    {
      Sid: "ReadOwnSecrets",
      Effect: "Allow",
      Principal: anybody,
      Action: scalerActions.secrets,
      Resource: `arn:aws:secretsmanager:${region}:${account}:secret:*`,
      Condition: {
        StringEquals: {
          "aws:PrincipalAccount": account,
          [`aws:ResourceTag/${tagKeys.environment}`]: environment,
        },
      },
    },
  ]);
}

export function dynamodbEndpointPolicy({
  account,
  region,
  tableName,
}: Facts & { readonly tableName: string }): string {
  return policyJson([
    {
      Sid: "ScalerTableOnly",
      Effect: "Allow",
      Principal: anybody,
      Action: scalerActions.table,
      Resource: `arn:aws:dynamodb:${region}:${account}:table/${tableName}`,
      Condition: { StringEquals: { "aws:PrincipalAccount": account } },
    },
  ]);
}

/** What passes through one trust level's S3 endpoint. */
export interface LevelBuckets {
  readonly account: string;
  readonly level: string;
  /** Names of the buckets that the level reads. */
  readonly reads: readonly string[];
  /** Names of the buckets that it writes. */
  readonly writes: readonly string[];
  readonly recordsBucket: string;
}

/**
 * S3 for the workers of one level: what it reads, what it writes, and records of its fall-backs. Workers sign nothing; the buckets' own
 * policies admit this endpoint (`bucketPolicies.ts`), and nothing passes to a bucket of another account.
 */
export function levelS3EndpointPolicy(buckets: LevelBuckets): string {
  const { account, level, reads, writes, recordsBucket } = buckets;
  const objects = (names: readonly string[]) => names.map((name) => `arn:aws:s3:::${name}/*`);
  const pass = (Sid: string, Action: string, Resource: readonly string[]): Statement[] =>
    Resource.length === 0
      ? []
      : [
          {
            Sid,
            Effect: "Allow",
            Principal: anybody,
            Action,
            Resource,
            Condition: { StringEquals: { "aws:ResourceAccount": account } },
          },
        ];
  return policyJson([
    ...pass("ReadObjects", "s3:GetObject", objects(reads)),
    ...pass(
      "ListBuckets",
      "s3:ListBucket",
      reads.map((name) => `arn:aws:s3:::${name}`),
    ),
    ...pass("WriteObjects", "s3:PutObject", [
      ...objects(writes),
      `arn:aws:s3:::${recordsBucket}/fallbacks/${level}/*`,
    ]),
  ]);
}

/** S3 for the mirrors of all levels: their logs. Which level's, each mirror's own role says. */
export function mirrorsS3EndpointPolicy({
  account,
  recordsBucket,
}: {
  readonly account: string;
  readonly recordsBucket: string;
}): string {
  return policyJson([
    {
      Sid: "WriteMirrorLogs",
      Effect: "Allow",
      Principal: anybody,
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${recordsBucket}/mirror/*`,
      Condition: { StringEquals: { "aws:PrincipalAccount": account, "aws:ResourceAccount": account } },
    },
  ]);
}
