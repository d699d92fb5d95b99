import { resource, unknownText } from "../stack";
import { account, provider } from "./iam";
import { type RuleCases } from "./ruleCases";

const whole = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const bucket = resource("aws:s3/bucket:Bucket", "bucket", { bucket: "b" });
const block = (props: object = {}) =>
  resource(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "block",
    { ...whole, ...props },
    { sources: { bucket: ["bucket"] } },
  );
const endpoint = resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", {});
const madeEndpoint = { ...endpoint, props: { id: "vpce-1" } };
const policy = (text: string, ...sources: string[]) =>
  resource(
    "aws:s3/bucketPolicy:BucketPolicy",
    "policy",
    { bucket: "b", policy: text },
    { sources: { bucket: ["bucket"], policy: sources } },
  );
const other = (type: string, props: object) =>
  resource(`aws:s3/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, "other", { ...props });
const named = (principal: object | string, part: object = {}) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: principal, Action: "s3:GetObject", ...part }] });
const publisher = "arn:aws:iam::999999999999:role/publish";
const statement = (part: object) =>
  JSON.stringify({ Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", ...part }] });
const bound = { StringEquals: { "aws:SourceVpce": ["vpce-1"] } };

export const cases: RuleCases = {
  accepts: {
    "a blocked bucket that everybody may read through an endpoint": {
      resources: [bucket, block(), madeEndpoint, policy(statement({ Principal: "*", Condition: bound }))],
    },
    "a policy for a named role, and a denial for everybody": {
      resources: [
        provider,
        bucket,
        block(),
        policy(
          JSON.stringify({
            Statement: [
              { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:role/r` }, Action: "s3:*" },
              { Effect: "Deny", Principal: "*", Action: "s3:*" },
            ],
          }),
        ),
      ],
    },
    "a role of another account that the option names": {
      resources: [provider, bucket, block(), policy(named({ AWS: publisher }))],
      options: { principals: [publisher] },
    },
    "S3's own log delivery, for the account": {
      resources: [
        provider,
        bucket,
        block(),
        policy(
          named(
            { Service: "logging.s3.amazonaws.com" },
            { Condition: { StringEquals: { "aws:SourceAccount": account } } },
          ),
        ),
      ],
    },
    "a policy that is made from an endpoint to come": {
      resources: [bucket, block(), endpoint, policy(unknownText, "endpoint")],
    },
  },
  refuses: {
    "a bucket without a block": { resources: [bucket], finds: [["refused", "bucket"]] },
    "a block with a gap": {
      resources: [bucket, block({ restrictPublicBuckets: false })],
      finds: [["refused", "block", "restrictPublicBuckets"]],
    },
    "a policy for everybody, in each way to say so": {
      resources: [
        bucket,
        block(),
        policy(
          JSON.stringify({
            Statement: [
              { Effect: "Allow", Principal: "*", Action: "s3:*" },
              { Effect: "Allow", Principal: { AWS: ["*"] }, Action: "s3:*" },
              { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "s3:*" },
            ],
          }),
        ),
      ],
      finds: [
        ["refused", "policy", "policy"],
        ["refused", "policy", "policy"],
        ["refused", "policy", "policy"],
      ],
    },
    "endpoints by a pattern, or by another comparison": {
      resources: [
        bucket,
        block(),
        policy(
          JSON.stringify({
            Statement: [
              {
                Effect: "Allow",
                Principal: "*",
                Action: "s3:*",
                Condition: { StringEquals: { "aws:SourceVpce": "vpce-*" } },
              },
              {
                Effect: "Allow",
                Principal: "*",
                Action: "s3:*",
                Condition: { StringLike: { "aws:SourceVpce": "vpce-1" } },
              },
            ],
          }),
        ),
      ],
      finds: [
        ["refused", "policy", "policy"],
        ["refused", "policy", "policy"],
      ],
    },
    "an endpoint that is not the stack's": {
      resources: [bucket, block(), policy(statement({ Principal: "*", Condition: bound }))],
      finds: [["refused", "policy", "policy"]],
    },
    "another account's role": {
      resources: [provider, bucket, block(), policy(named({ AWS: publisher }))],
      finds: [["refused", "policy", "policy"]],
    },
    "a service for whomever": {
      resources: [provider, bucket, block(), policy(named({ Service: "cloudtrail.amazonaws.com" }))],
      finds: [["refused", "policy", "policy"]],
    },
    "a policy of somebody else's bucket, and logs in one": {
      resources: [
        provider,
        bucket,
        block(),
        other("BucketLogging", { targetBucket: "theirs" }),
        resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
          bucket: "theirs",
          policy: named({ AWS: account }),
        }),
      ],
      finds: [
        ["refused", "policy", "bucket"],
        ["refused", "other", "targetBucket"],
      ],
    },
    "a bucket with parts that open it": {
      resources: [
        { ...bucket, props: { acl: "public-read", website: { indexDocument: "i" }, policy: "{}" } },
        block(),
      ],
      finds: [
        ["refused", "bucket", "acl"],
        ["refused", "bucket", "policy"],
        ["refused", "bucket", "website"],
      ],
    },
    "objects with lists of their own": {
      resources: [other("BucketOwnershipControls", { rule: { objectOwnership: "ObjectWriter" } })],
      finds: [["refused", "other", "rule.objectOwnership"]],
    },
    "owners of objects who are not known": {
      resources: [other("BucketOwnershipControls", { rule: unknownText })],
      finds: [["undetermined", "other", "rule"]],
    },
    "logs with readers of their own": {
      resources: [other("BucketLogging", { targetGrants: [{ permission: "READ" }] })],
      finds: [["refused", "other", "targetGrants"]],
    },
    "a website, a replication, an access point, a grant": {
      resources: [
        other("BucketWebsiteConfiguration", {}),
        { ...other("BucketReplicationConfig", {}), name: "copies" },
        { ...other("AccessPoint", {}), name: "point" },
        resource("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "many"),
      ],
      finds: [
        ["refused", "point"],
        ["refused", "copies"],
        ["refused", "other"],
        ["refused", "many"],
      ],
    },
    "a policy that nobody can read, or that is not known": {
      resources: [bucket, block(), policy("{")],
      finds: [["undetermined", "policy", "policy"]],
    },
    "a policy to come that is made from something else": {
      resources: [bucket, block(), policy(unknownText, "bucket")],
      finds: [["undetermined", "policy", "policy"]],
    },
  },
};
