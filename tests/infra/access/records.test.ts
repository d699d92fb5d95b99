import { recordsBucketStatements } from "../../../infra/storage/bucketPolicies";
import { levelS3EndpointPolicy, mirrorsS3EndpointPolicy } from "../../../infra/network/endpointPolicies";
import { policyJson } from "../../../infra/iam";
import { mirrorStatements } from "../../../infra/mirror/mirrorAccess";
import { administrator, endpoints, over, records, tools } from "./buckets";
import { judge, judgeChanges } from "./cases";
import { account, anonymous, type Caller } from "./evaluator";

describe("the bucket of records, by evaluation", () => {
  const levels = { try: endpoints.try, release: endpoints.release };
  const resourcePolicy = policyJson(
    recordsBucketStatements({
      account,
      bucket: records,
      levels,
      mirrorsEndpointId: endpoints.mirrors,
      logged: [tools],
    }),
  );
  const bucket = { resourcePolicy, blockPublicAccess: true };
  const fallback = `arn:aws:s3:::${records}/fallbacks/try/2026-11-24/bld-1-x.json`;
  const log = `arn:aws:s3:::${records}/mirror/try/2026-11-24/i-1-101500.jsonl.gz`;
  const mirrorArn = `arn:aws:iam::${account}:role/mirrors-try`;
  const mirror: Caller = {
    principal: mirrorArn,
    policies: [
      policyJson(
        mirrorStatements({
          region: "us-east-1",
          level: "try",
          certificate: null,
          recordsBucket: records,
          recordsEndpointId: endpoints.mirrors,
        }),
      ),
    ],
  };
  const byMirror = {
    "aws:PrincipalAccount": account,
    "aws:PrincipalArn": mirrorArn,
    "aws:ResourceAccount": account,
  };

  judgeChanges(
    () => anonymous,
    {
      ...bucket,
      title: "a worker of try records a fall-back",
      action: "s3:PutObject",
      on: fallback,
      context: over(endpoints.try),
    },
    {
      "under release": { on: fallback.replace("/try/", "/release/") },
      "among the mirrors' logs": { on: log },
      "from release": { context: { "aws:SourceVpce": endpoints.release } },
    },
  );
  judge(
    () => anonymous,
    [
      {
        ...bucket,
        title: "a worker reads records",
        action: "s3:GetObject",
        on: fallback,
        context: over(endpoints.try),
        may: false,
      },
      {
        ...bucket,
        title: "a worker lists records",
        action: "s3:ListBucket",
        on: `arn:aws:s3:::${records}`,
        context: over(endpoints.try),
        may: false,
      },
    ],
  );
  judgeChanges(
    () => mirror,
    {
      ...bucket,
      title: "a mirror of try puts its log",
      action: "s3:PutObject",
      on: log,
      context: over(endpoints.mirrors, byMirror),
      endpointPolicy: mirrorsS3EndpointPolicy({ account, recordsBucket: records }),
    },
    {
      "under release": { on: log.replace("/try/", "/release/") },
      "as a worker's fall-back": { on: fallback },
      "from outside of the VPC": { context: { "aws:SourceVpce": "vpce-other" } },
      "into another bucket": { on: log.replace(records, tools) },
    },
  );
});

describe("the log of a bucket's requests, by evaluation", () => {
  const statements = (logged: readonly string[]) =>
    recordsBucketStatements({
      account,
      bucket: records,
      levels: { try: endpoints.try },
      mirrorsEndpointId: null,
      logged,
    });
  const delivery: Caller = { principal: "logging.s3.amazonaws.com", policies: [] };
  judgeChanges(
    () => delivery,
    {
      title: "S3 puts the log of a declared bucket",
      action: "s3:PutObject",
      on: `arn:aws:s3:::${records}/access/${tools}/2026-11-24-10-15-00-0123456789ABCDEF`,
      resourcePolicy: policyJson(statements([tools])),
      context: over(undefined, {
        "aws:PrincipalServiceName": "logging.s3.amazonaws.com",
        "aws:SourceAccount": account,
        "aws:SourceArn": `arn:aws:s3:::${tools}`,
      }),
    },
    {
      "of another account's bucket": { context: { "aws:SourceAccount": "999999999999" } },
      "of a bucket that is not declared": { context: { "aws:SourceArn": "arn:aws:s3:::leak" } },
      "among the mirrors' logs": { on: `arn:aws:s3:::${records}/mirror/try/x` },
    },
  );
});

describe("a level's S3 endpoint, by evaluation", () => {
  const endpointPolicy = levelS3EndpointPolicy({
    account,
    level: "try",
    reads: [tools],
    writes: ["overflow-staging-111122223333-cache"],
    recordsBucket: records,
  });
  const open = { endpointPolicy, context: over(undefined, { "aws:ResourceAccount": account }) };
  judge(
    () => administrator,
    [
      {
        title: "reads of a named bucket pass",
        action: "s3:GetObject",
        on: `arn:aws:s3:::${tools}/a`,
        may: true,
      },
      {
        title: "reads of another bucket pass",
        action: "s3:GetObject",
        on: "arn:aws:s3:::leak/a",
        may: false,
      },
      {
        title: "puts into a read bucket pass",
        action: "s3:PutObject",
        on: `arn:aws:s3:::${tools}/a`,
        may: false,
      },
      {
        title: "puts into a written bucket pass",
        action: "s3:PutObject",
        on: "arn:aws:s3:::overflow-staging-111122223333-cache/a",
        may: true,
      },
      {
        title: "records of the level pass",
        action: "s3:PutObject",
        on: `arn:aws:s3:::${records}/fallbacks/try/a`,
        may: true,
      },
      {
        title: "records of another level pass",
        action: "s3:PutObject",
        on: `arn:aws:s3:::${records}/fallbacks/release/a`,
        may: false,
      },
      { title: "deletions pass", action: "s3:DeleteObject", on: `arn:aws:s3:::${tools}/a`, may: false },
    ].map((each) => ({ ...open, ...each })),
  );
  judge(
    () => administrator,
    [
      {
        title: "a bucket of that name in another account passes",
        action: "s3:GetObject",
        on: `arn:aws:s3:::${tools}/a`,
        endpointPolicy,
        context: over(undefined, { "aws:ResourceAccount": "999999999999" }),
        may: false,
      },
    ],
  );
});
