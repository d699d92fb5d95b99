import {
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  type ObjectOwnership,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { type Aws } from "../../aws";
import { block, flag, needText, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { s3 } from "./common";

/*
 * Who may reach a bucket, and who is told about it. Each is a part of its bucket and has the bucket's name as its id.
 */

async function writePolicy(aws: Aws, inputs: Props): Promise<string> {
  const Bucket = needText(inputs, "bucket");
  await s3(aws).send(new PutBucketPolicyCommand({ Bucket, Policy: needText(inputs, "policy") }));
  return Bucket;
}

export const bucketPolicy: ResourceType = {
  token: "aws:s3/bucketPolicy:BucketPolicy",
  required: ["bucket", "policy"],
  documents: ["policy"],
  replaceOn: ["bucket"],
  outputs: [],
  create: writePolicy,
  async read(aws, id) {
    const { Policy } = await s3(aws).send(new GetBucketPolicyCommand({ Bucket: id }));
    return { bucket: id, policy: Policy };
  },
  async update(aws, _id, news) {
    await writePolicy(aws, news);
  },
  async remove(aws, id) {
    await s3(aws).send(new DeleteBucketPolicyCommand({ Bucket: id }));
  },
};

async function writeBlock(aws: Aws, inputs: Props): Promise<string> {
  const Bucket = needText(inputs, "bucket");
  await s3(aws).send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: flag(inputs, "blockPublicAcls") ?? false,
        BlockPublicPolicy: flag(inputs, "blockPublicPolicy") ?? false,
        IgnorePublicAcls: flag(inputs, "ignorePublicAcls") ?? false,
        RestrictPublicBuckets: flag(inputs, "restrictPublicBuckets") ?? false,
      },
    }),
  );
  return Bucket;
}

export const bucketPublicAccessBlock: ResourceType = {
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  required: ["bucket"],
  defaults: {
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
  },
  replaceOn: ["bucket"],
  outputs: [],
  create: writeBlock,
  async read(aws, id) {
    const answer = await s3(aws).send(new GetPublicAccessBlockCommand({ Bucket: id }));
    const found = answer.PublicAccessBlockConfiguration;
    return {
      bucket: id,
      blockPublicAcls: found?.BlockPublicAcls ?? false,
      blockPublicPolicy: found?.BlockPublicPolicy ?? false,
      ignorePublicAcls: found?.IgnorePublicAcls ?? false,
      restrictPublicBuckets: found?.RestrictPublicBuckets ?? false,
    };
  },
  async update(aws, _id, news) {
    await writeBlock(aws, news);
  },
  async remove(aws, id, state) {
    if (flag(state, "skipDestroy") === true) return;
    await s3(aws).send(new DeletePublicAccessBlockCommand({ Bucket: id }));
  },
};

async function writeOwnership(aws: Aws, inputs: Props): Promise<string> {
  const Bucket = needText(inputs, "bucket");
  const ownership = needText(block(inputs, "rule") ?? {}, "objectOwnership") as ObjectOwnership;
  await s3(aws).send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] },
    }),
  );
  return Bucket;
}

export const bucketOwnershipControls: ResourceType = {
  token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  required: ["bucket", "rule"],
  replaceOn: ["bucket"],
  outputs: [],
  create: writeOwnership,
  async read(aws, id) {
    const answer = await s3(aws).send(new GetBucketOwnershipControlsCommand({ Bucket: id }));
    return { bucket: id, rule: { objectOwnership: answer.OwnershipControls?.Rules?.[0]?.ObjectOwnership } };
  },
  async update(aws, _id, news) {
    await writeOwnership(aws, news);
  },
  async remove(aws, id) {
    await s3(aws).send(new DeleteBucketOwnershipControlsCommand({ Bucket: id }));
  },
};

async function writeLogging(aws: Aws, inputs: Props): Promise<string> {
  const Bucket = needText(inputs, "bucket");
  await s3(aws).send(
    new PutBucketLoggingCommand({
      Bucket,
      BucketLoggingStatus: {
        LoggingEnabled: {
          TargetBucket: needText(inputs, "targetBucket"),
          TargetPrefix: text(inputs, "targetPrefix") ?? "",
        },
      },
    }),
  );
  return Bucket;
}

export const bucketLogging: ResourceType = {
  token: "aws:s3/bucketLogging:BucketLogging",
  required: ["bucket", "targetBucket", "targetPrefix"],
  replaceOn: ["bucket", "expectedBucketOwner"],
  outputs: [],
  create: writeLogging,
  async read(aws, id) {
    const { LoggingEnabled: enabled } = await s3(aws).send(new GetBucketLoggingCommand({ Bucket: id }));
    if (enabled === undefined) return undefined;
    return { bucket: id, targetBucket: enabled.TargetBucket, targetPrefix: enabled.TargetPrefix ?? "" };
  },
  async update(aws, _id, news) {
    await writeLogging(aws, news);
  },
  async remove(aws, id) {
    await s3(aws).send(new PutBucketLoggingCommand({ Bucket: id, BucketLoggingStatus: {} }));
  },
};
