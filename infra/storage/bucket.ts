import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface BucketArgs {
  /** Physical name: policies must know it before it is there. */
  readonly bucketName: string;
  /** JSON of its policy. */
  readonly policy: pulumi.Input<string>;
  /** Days after which objects are removed; null: never. */
  readonly expireDays: number | null;
  /** Objects go with the bucket. */
  readonly forceDestroy: boolean;
  /** Bucket that takes the log of its requests, and the key that the log's objects begin with; null: no log. */
  readonly accessLog: { readonly to: Bucket; readonly prefix: string } | null;
}

/** Days after which what is left of a broken multipart upload goes. */
const brokenUploadDays = 2;

/** Days that a replaced or deleted object can be had back. */
const oldVersionDays = 14;

/**
 * A bucket that no public policy can open, with S3's own encryption: builds come without credentials, and a request that
 * is not signed cannot use a KMS key (S3 guide, "Using server-side encryption with AWS KMS").
 */
export class Bucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:storage:Bucket", name, {}, opts);
    const parent = { parent: this };
    const bucket = new aws.s3.Bucket(
      name,
      { bucket: args.bucketName, forceDestroy: args.forceDestroy },
      parent,
    );
    const closed = new aws.s3.BucketPublicAccessBlock(
      name,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      parent,
    );
    // What builds put without credentials is the account's too, and no object has a list of its own.
    new aws.s3.BucketOwnershipControls(
      name,
      { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      parent,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        bucket: bucket.bucket,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      },
      parent,
    );
    const versioning = new aws.s3.BucketVersioning(
      name,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      parent,
    );
    new aws.s3.BucketLifecycleConfiguration(
      name,
      { bucket: bucket.bucket, rules: lifecycle(args.expireDays) },
      { parent: this, dependsOn: [versioning] },
    );
    // The other way round, S3 would judge the policy before it refuses public ones.
    new aws.s3.BucketPolicy(
      name,
      { bucket: bucket.bucket, policy: args.policy },
      { parent: this, dependsOn: [closed] },
    );
    if (args.accessLog !== null) {
      const { to, prefix } = args.accessLog;
      // S3 looks whether the other bucket's policy lets its log in, so that must be there. Builds sign nothing: this log alone says which VM
      // put or took an object.
      new aws.s3.BucketLogging(
        name,
        { bucket: bucket.bucket, targetBucket: to.bucketName, targetPrefix: prefix },
        { parent: this, dependsOn: [to] },
      );
    }
    this.bucketName = bucket.bucket;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

function lifecycle(expireDays: number | null) {
  return [
    {
      id: "tidy",
      status: "Enabled",
      filter: {},
      abortIncompleteMultipartUpload: { daysAfterInitiation: brokenUploadDays },
      noncurrentVersionExpiration: { noncurrentDays: oldVersionDays },
      ...(expireDays === null ? {} : { expiration: { days: expireDays } }),
    },
  ];
}
