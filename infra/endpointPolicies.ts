import { policyJson, type Statement } from "./iam";
import { scalerActions } from "./scalerActions";

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

export function secretsEndpointPolicy({ account, region }: Facts): string {
  return policyJson([
    {
      Sid: "ReadOwnSecrets",
      Effect: "Allow",
      Principal: anybody,
      Action: scalerActions.secrets,
      Resource: `arn:aws:secretsmanager:${region}:${account}:secret:*`,
      Condition: { StringEquals: { "aws:PrincipalAccount": account } },
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

/** Workers have no rights, so they read unsigned: the bucket's own policy admits this endpoint (`aws:SourceVpce`). */
export function s3EndpointPolicy({
  account,
  buckets,
}: {
  readonly account: string;
  readonly buckets: readonly string[];
}): string {
  const sameAccount = { StringEquals: { "aws:ResourceAccount": account } };
  const read = (Sid: string, Action: string, Resource: readonly string[]): Statement => {
    return { Sid, Effect: "Allow", Principal: anybody, Action, Resource, Condition: sameAccount };
  };
  return policyJson([
    read(
      "ReadObjects",
      "s3:GetObject",
      buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
    ),
    read(
      "ListBuckets",
      "s3:ListBucket",
      buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
    ),
  ]);
}
