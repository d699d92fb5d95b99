import { type Statement } from "../iam";
import { accountNames, type Place, stateKeyAlias } from "./names";

/** Pulumi's state: its objects and the key that seals its secrets, but not the bucket itself. Source: Pulumi docs, "State and backends", AWS S3. */
export function deployState(place: Place): readonly Statement[] {
  const bucket = `arn:aws:s3:::${accountNames(place).stateBucket}`;
  return [
    {
      Sid: "KeepState",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: `${bucket}/*`,
    },
    {
      Sid: "FindState",
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:GetBucketLocation"],
      Resource: bucket,
    },
    {
      Sid: "SealSecrets",
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      Resource: `arn:aws:kms:${place.region}:${place.account}:key/*`,
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [stateKeyAlias] } },
    },
    // Names of a stack's buckets begin like the state's. Its history is what a mistaken or hostile deploy is undone with.
    {
      Sid: "StateStays",
      Effect: "Deny",
      Action: [
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:DeleteObjectVersion",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ],
      Resource: [bucket, `${bucket}/*`],
    },
  ];
}
