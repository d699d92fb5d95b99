import { declaredBucketStatements } from "../../../infra/storage/bucketPolicies";
import { policyJson } from "../../../infra/iam";
import {
  administrator,
  as,
  byAdministrator,
  byPublisher,
  endpoints,
  foreign,
  over,
  publisher,
  tools,
} from "./buckets";
import { judge, judgeChanges } from "./cases";
import { account, anonymous } from "./evaluator";

describe("a declared bucket that try reads and release writes, by evaluation", () => {
  const resourcePolicy = policyJson(
    declaredBucketStatements({
      account,
      bucket: tools,
      readers: [endpoints.try],
      writers: [endpoints.release],
      publishers: [publisher],
    }),
  );
  const bucket = { resourcePolicy, blockPublicAccess: true };
  const object = `arn:aws:s3:::${tools}/clang/17.tar.zst`;

  judgeChanges(
    () => anonymous,
    {
      ...bucket,
      title: "a worker of try reads",
      action: "s3:GetObject",
      on: object,
      context: over(endpoints.try),
    },
    {
      "release, which only writes": { context: { "aws:SourceVpce": endpoints.release } },
      "another VPC": { context: { "aws:SourceVpce": "vpce-other" } },
      "over plain HTTP": { context: { "aws:SecureTransport": "false" } },
      "over an old TLS": { context: { "s3:TlsVersion": "1.1" } },
    },
  );
  judgeChanges(
    () => anonymous,
    {
      ...bucket,
      title: "a worker of release writes",
      action: "s3:PutObject",
      on: object,
      context: over(endpoints.release),
    },
    { "try, which only reads": { context: { "aws:SourceVpce": endpoints.try } } },
  );
  judge(
    () => anonymous,
    [
      {
        ...bucket,
        title: "a worker of try lists",
        action: "s3:ListBucket",
        on: `arn:aws:s3:::${tools}`,
        context: over(endpoints.try),
        may: true,
      },
      {
        ...bucket,
        title: "the internet reads",
        action: "s3:GetObject",
        on: object,
        context: over(),
        may: false,
      },
      ...["s3:DeleteObject", "s3:PutObjectAcl", "s3:GetObjectTagging"].map((action) => ({
        ...bucket,
        title: `a worker calls ${action}`,
        action,
        on: object,
        context: over(endpoints.release),
        may: false,
      })),
    ],
  );
  judgeChanges(
    () => as(publisher),
    {
      ...bucket,
      title: "a publisher of another account puts",
      action: "s3:PutObject",
      on: object,
      context: over(undefined, byPublisher),
    },
    { "somebody else there": { context: { "aws:PrincipalArn": foreign } } },
  );
  judge(
    () => as(foreign),
    [
      {
        ...bucket,
        title: "a role of another account reads",
        action: "s3:GetObject",
        on: object,
        context: over(undefined, { "aws:PrincipalAccount": "999999999999", "aws:PrincipalArn": foreign }),
        may: false,
      },
    ],
  );
  judge(
    () => administrator,
    [
      { title: "the account's administrator reads", action: "s3:GetObject", may: true },
      { title: "the account's administrator empties the bucket", action: "s3:DeleteObject", may: true },
      {
        title: "the account's administrator puts what builds would trust",
        action: "s3:PutObject",
        may: false,
      },
    ].map((each) => ({ ...bucket, ...each, on: object, context: over(undefined, byAdministrator) })),
  );
  judge(
    () => administrator,
    [
      {
        ...bucket,
        title: "the account's administrator mends the policy",
        action: "s3:PutBucketPolicy",
        on: `arn:aws:s3:::${tools}`,
        context: over(undefined, byAdministrator),
        may: true,
      },
    ],
  );
});

describe("a declared bucket that nobody writes, by evaluation", () => {
  const resourcePolicy = policyJson(
    declaredBucketStatements({
      account,
      bucket: tools,
      readers: [endpoints.try],
      writers: [],
      publishers: [],
    }),
  );
  judge(
    () => administrator,
    [
      {
        title: "an administrator puts",
        action: "s3:PutObject",
        on: `arn:aws:s3:::${tools}/x`,
        resourcePolicy,
        context: over(undefined, byAdministrator),
        may: false,
      },
    ],
  );
});
