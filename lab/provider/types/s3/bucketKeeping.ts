import {
  type BucketVersioningStatus,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { type Aws } from "../../aws";
import { block, blocks, needText, text } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { holdsUnknown, type Props } from "../../values";
import { awsShape, pulumiShape, type Renames } from "../naming";
import { s3 } from "./common";

/*
 * How a bucket keeps what is in it: versions, encryption, and for how long. Each is a part of its bucket and has the
 * bucket's name as its id.
 */

/** A bucket that never had versions has no status in S3; the provider calls it so. */
const neverVersioned = "Disabled";

const statusOf = (inputs: Props): string =>
  needText(block(inputs, "versioningConfiguration") ?? {}, "status");

async function setVersioning(aws: Aws, Bucket: string, status: string): Promise<void> {
  await s3(aws).send(
    new PutBucketVersioningCommand({
      Bucket,
      VersioningConfiguration: { Status: status as BucketVersioningStatus },
    }),
  );
}

export const bucketVersioning: ResourceType = {
  token: "aws:s3/bucketVersioning:BucketVersioning",
  required: ["bucket", "versioningConfiguration"],
  replaceOn: ["bucket", "expectedBucketOwner"],
  outputs: [],
  async create(aws, inputs) {
    const bucket = needText(inputs, "bucket");
    if (statusOf(inputs) !== neverVersioned) await setVersioning(aws, bucket, statusOf(inputs));
    return bucket;
  },
  async read(aws, id) {
    const found = await s3(aws).send(new GetBucketVersioningCommand({ Bucket: id }));
    const status = found.Status ?? neverVersioned;
    return { bucket: id, versioningConfiguration: { status, mfaDelete: found.MFADelete ?? "Disabled" } };
  },
  async update(aws, id, news) {
    if (statusOf(news) === neverVersioned)
      throw new Error(
        `The versioning of ${id} can be Suspended, but not be undone: "Disabled" is for new buckets.`,
      );
    await setVersioning(aws, id, statusOf(news));
  },
  async remove(aws, id, state) {
    // Versioning is never undone.
    if (statusOf(state) === "Enabled") await setVersioning(aws, id, "Suspended");
  },
};

const encryptionRenames: Renames = { kmsMasterKeyId: "KMSMasterKeyID", sseAlgorithm: "SSEAlgorithm" };

async function writeEncryption(aws: Aws, inputs: Props): Promise<string> {
  const Bucket = needText(inputs, "bucket");
  const Rules = blocks(inputs, "rules").map(
    (rule) => awsShape(rule, encryptionRenames) as ServerSideEncryptionRule,
  );
  await s3(aws).send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }),
  );
  return Bucket;
}

export const bucketServerSideEncryptionConfiguration: ResourceType = {
  token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  required: ["bucket", "rules"],
  replaceOn: ["bucket", "expectedBucketOwner"],
  outputs: [],
  create: writeEncryption,
  async read(aws, id) {
    const answer = await s3(aws).send(new GetBucketEncryptionCommand({ Bucket: id }));
    const rules = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
    return { bucket: id, rules: rules.map((rule) => pulumiShape(rule, encryptionRenames)) };
  },
  async update(aws, _id, news) {
    await writeEncryption(aws, news);
  },
  // S3 then encrypts with its own key again.
  async remove(aws, id) {
    await s3(aws).send(new DeleteBucketEncryptionCommand({ Bucket: id }));
  },
};

const lifecycleRenames: Renames = { id: "ID" };

/** A rule without filter is for every object. */
const ruleOf = (rule: Props): LifecycleRule =>
  awsShape(
    rule.prefix === undefined && Object.keys(block(rule, "filter") ?? {}).length === 0
      ? { ...rule, filter: { prefix: "" } }
      : rule,
    lifecycleRenames,
  ) as unknown as LifecycleRule;

async function writeLifecycle(aws: Aws, inputs: Props): Promise<string> {
  const Bucket = needText(inputs, "bucket");
  const Rules = blocks(inputs, "rules").map(ruleOf);
  await s3(aws).send(
    new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
  );
  return Bucket;
}

function checkLifecycle(inputs: Props): CheckFailure[] {
  if (holdsUnknown(inputs.rules)) return [];
  const combined = blocks(inputs, "rules").filter((rule) => block(block(rule, "filter") ?? {}, "and"));
  return combined.map((rule) => ({
    property: "rules",
    reason: `The lab serves no filter with "and", as in the rule "${text(rule, "id") ?? ""}": use one condition.`,
  }));
}

export const bucketLifecycleConfiguration: ResourceType = {
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  required: ["bucket", "rules"],
  replaceOn: ["bucket", "expectedBucketOwner"],
  outputs: [],
  chosenByAws: ["transitionDefaultMinimumObjectSize"],
  check: checkLifecycle,
  create: writeLifecycle,
  async read(aws, id) {
    const answer = await s3(aws).send(new GetBucketLifecycleConfigurationCommand({ Bucket: id }));
    return {
      bucket: id,
      rules: (answer.Rules ?? []).map((rule) => pulumiShape(rule, lifecycleRenames)),
      transitionDefaultMinimumObjectSize:
        answer.TransitionDefaultMinimumObjectSize ?? "all_storage_classes_128K",
    };
  },
  async update(aws, _id, news) {
    await writeLifecycle(aws, news);
  },
  async remove(aws, id) {
    await s3(aws).send(new DeleteBucketLifecycleCommand({ Bucket: id }));
  },
};
