import { type Statement } from "../iam";
import { type Place } from "./names";

/** Days in which a state that was overwritten can be had back. */
export const stateHistoryDays = 365;

/** The bucket of Pulumi's state: over TLS only. Source: S3 guide, "Security best practices". */
export function stateBucketStatements(bucket: string): readonly Statement[] {
  const refuse = (Sid: string, Condition: NonNullable<Statement["Condition"]>): Statement => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition,
  });
  return [
    refuse("NoPlainHttp", { Bool: { "aws:SecureTransport": "false" } }),
    refuse("NoOldTls", { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
  ];
}

/** The key that seals secrets in the state: the account's own policies decide. Source: KMS guide, "Default key policy". */
export function stateKeyStatements({ account }: Place): readonly Statement[] {
  return [
    {
      Sid: "AccountPoliciesDecide",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ];
}
