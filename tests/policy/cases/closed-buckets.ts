import { resource, unknownText } from "../stack";
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
const policy = (text: string, ...sources: string[]) =>
  resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { policy: text }, { sources: { policy: sources } });
const statement = (part: object) =>
  JSON.stringify({ Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", ...part }] });
const bound = { StringEquals: { "aws:SourceVpce": ["vpce-1"] } };

export const cases: RuleCases = {
  accepts: {
    "a blocked bucket that everybody may read through an endpoint": {
      resources: [bucket, block(), policy(statement({ Principal: "*", Condition: bound }))],
    },
    "a policy for a named role, and a denial for everybody": {
      resources: [
        bucket,
        block(),
        policy(
          JSON.stringify({
            Statement: [
              { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:role/r" } },
              { Effect: "Deny", Principal: "*" },
            ],
          }),
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
              { Effect: "Allow", Principal: "*" },
              { Effect: "Allow", Principal: { AWS: ["*"] } },
              { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } },
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
                Condition: { StringEquals: { "aws:SourceVpce": "vpce-*" } },
              },
              { Effect: "Allow", Principal: "*", Condition: { StringLike: { "aws:SourceVpce": "vpce-1" } } },
            ],
          }),
        ),
      ],
      finds: [
        ["refused", "policy", "policy"],
        ["refused", "policy", "policy"],
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
