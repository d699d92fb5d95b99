import { type Props } from "../../../../lab/provider/values";
import { type LifeCase, type Part, type World } from "../world";

let count = 0;

const bucketOf = (world: World, inputs: Record<string, boolean> = {}): Promise<Part> => {
  count += 1;
  return world.make("aws:s3/bucket:Bucket", { bucket: `overflow-case-${count}`, ...inputs });
};

/** What one endpoint may do; a fixed endpoint keeps the policy from being public. */
const policyOf = (bucket: Part, action: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: action,
        Resource: `${bucket.text("arn")}/*`,
        Condition: { StringEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } },
      },
    ],
  });

const logDelivery = (target: Part): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${target.text("arn")}/*`,
      },
    ],
  });

const sse = (sseAlgorithm: string): Props => ({
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm }, bucketKeyEnabled: false }],
});

export const bucketCases: readonly LifeCase[] = [
  {
    token: "aws:s3/bucket:Bucket",
    prepare: () =>
      Promise.resolve({
        inputs: { bucket: "overflow-staging-123456789012-records" },
        expected: {
          arn: "arn:aws:s3:::overflow-staging-123456789012-records",
          bucketRegionalDomainName: "overflow-staging-123456789012-records.s3.eu-central-1.amazonaws.com",
          objectLockEnabled: false,
        },
        updates: [{ forceDestroy: true }],
        replacements: { bucket: "other" },
      }),
  },
  {
    token: "aws:s3/bucketPolicy:BucketPolicy",
    async prepare(world) {
      const bucket = await bucketOf(world);
      return {
        inputs: { bucket: bucket.id, policy: policyOf(bucket, "s3:GetObject") },
        updates: [{ policy: policyOf(bucket, "s3:PutObject") }],
        replacements: { bucket: "other" },
      };
    },
  },
  {
    token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    async prepare(world) {
      const bucket = await bucketOf(world);
      return {
        inputs: { bucket: bucket.id, blockPublicAcls: true, blockPublicPolicy: true },
        expected: { ignorePublicAcls: false, restrictPublicBuckets: false },
        updates: [{ restrictPublicBuckets: true }, { ignorePublicAcls: true }],
        replacements: { bucket: "other" },
      };
    },
  },
  {
    token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    async prepare(world) {
      const bucket = await bucketOf(world);
      return {
        inputs: { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
        updates: [{ rule: { objectOwnership: "BucketOwnerPreferred" } }],
        replacements: { bucket: "other" },
      };
    },
  },
  {
    token: "aws:s3/bucketVersioning:BucketVersioning",
    permanent: true,
    async prepare(world) {
      const bucket = await bucketOf(world);
      return {
        inputs: { bucket: bucket.id, versioningConfiguration: { status: "Disabled" } },
        updates: [
          { versioningConfiguration: { status: "Enabled" } },
          { versioningConfiguration: { status: "Suspended" } },
        ],
        replacements: { bucket: "other" },
      };
    },
  },
  {
    token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    permanent: true,
    async prepare(world) {
      const bucket = await bucketOf(world);
      return {
        inputs: { bucket: bucket.id, ...sse("AES256") },
        updates: [sse("aws:kms")],
        replacements: { bucket: "other" },
      };
    },
  },
  {
    token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    async prepare(world) {
      const bucket = await bucketOf(world);
      const expire = (days: number): Props => ({
        id: "expire",
        status: "Enabled",
        expiration: { days },
      });
      return {
        inputs: { bucket: bucket.id, rules: [expire(30)] },
        expected: { transitionDefaultMinimumObjectSize: "all_storage_classes_128K" },
        updates: [
          { rules: [{ ...expire(90), filter: { prefix: "mirror/" } }] },
          {
            rules: [
              expire(30),
              {
                id: "uploads",
                status: "Enabled",
                abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                noncurrentVersionExpiration: { noncurrentDays: 7 },
              },
            ],
          },
        ],
        replacements: { bucket: "other" },
      };
    },
  },
  {
    token: "aws:s3/bucketLogging:BucketLogging",
    async prepare(world) {
      const bucket = await bucketOf(world);
      // Logs arrive in it at once: it can only be deleted with what is in it.
      const target = await bucketOf(world, { forceDestroy: true });
      await world.make("aws:s3/bucketPolicy:BucketPolicy", {
        bucket: target.id,
        policy: logDelivery(target),
      });
      return {
        inputs: { bucket: bucket.id, targetBucket: target.id, targetPrefix: "s3/" },
        updates: [{ targetPrefix: "access/" }],
        replacements: { bucket: "other" },
      };
    },
  },
];
