import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { type Aws, partition } from "../../aws";
import { flag, needText, textMap } from "../../properties";
import { type CheckFailure, type ResourceType, type Tagging } from "../../resourceType";
import { type Props } from "../../values";
import { until } from "../../wait";
import { tagList, tagsAll } from "../tags";
import { s3 } from "./common";
import { empty } from "./emptying";

/** The one region whose buckets are made without naming it. */
const unnamedRegion = "us-east-1";

/** docs.aws.amazon.com/general/latest/gr/s3.html: the zones of S3's website names. */
const websiteZones: Readonly<Record<string, string>> = {
  "eu-central-1": "Z21DNDUVLTQW6Q",
  "eu-west-1": "Z1BKCTXD74EZPE",
  "us-east-1": "Z3AQBSTGFYJSTF",
  "us-west-2": "Z3BJ6K6RIION7M",
};

/** Settings that have resources of their own; on the bucket itself they are deprecated. */
const ownResources: readonly string[] = [
  "accelerationStatus",
  "acl",
  "corsRules",
  "grants",
  "lifecycleRules",
  "logging",
  "policy",
  "replicationConfiguration",
  "requestPayer",
  "serverSideEncryptionConfiguration",
  "versioning",
  "website",
];

async function exists(aws: Aws, Bucket: string): Promise<boolean> {
  return (await s3(aws).send(new HeadBucketCommand({ Bucket }))).$metadata.httpStatusCode === 200;
}

async function tagsOf(aws: Aws, Bucket: string): Promise<Props> {
  try {
    return tagsAll((await s3(aws).send(new GetBucketTaggingCommand({ Bucket }))).TagSet);
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchTagSet") return {};
    throw error;
  }
}

/** S3 writes all tags of a bucket at once. */
async function writeTags(aws: Aws, Bucket: string, tags: Props): Promise<void> {
  const TagSet = tagList(textMap({ tags }, "tags"));
  if (TagSet.length === 0) await s3(aws).send(new DeleteBucketTaggingCommand({ Bucket }));
  else await s3(aws).send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
}

const tagging: Tagging = {
  async tag(aws, id, tags) {
    await writeTags(aws, id, { ...(await tagsOf(aws, id)), ...tags });
  },
  async untag(aws, id, keys) {
    const kept = Object.entries(await tagsOf(aws, id)).filter(([key]) => !keys.includes(key));
    await writeTags(aws, id, Object.fromEntries(kept));
  },
};

const check = (inputs: Props): CheckFailure[] =>
  [...ownResources, "bucketPrefix"]
    .filter((property) => inputs[property] !== undefined)
    .map((property) => ({
      property,
      reason:
        property === "bucketPrefix"
          ? `The lab serves no "bucketPrefix": give the bucket a name with "bucket".`
          : `The lab serves no "${property}" on a bucket: declare the resource that sets it, such as aws.s3.BucketPolicy.`,
    }));

export const bucket: ResourceType = {
  token: "aws:s3/bucket:Bucket",
  defaults: { forceDestroy: false },
  autoname: { property: "bucket", maxLength: 63, lowercase: true },
  replaceOn: ["bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled"],
  outputs: ["arn", "bucketDomainName", "bucketRegion", "bucketRegionalDomainName", "hostedZoneId"],
  chosenByAws: ["objectLockEnabled"],
  tagging,
  check,
  async create(aws, inputs) {
    const Bucket = needText(inputs, "bucket");
    await s3(aws).send(
      new CreateBucketCommand({
        Bucket,
        ObjectLockEnabledForBucket: flag(inputs, "objectLockEnabled") ?? false,
        ...(aws.region === unnamedRegion
          ? {}
          : {
              CreateBucketConfiguration: { LocationConstraint: aws.region as BucketLocationConstraint },
            }),
      }),
    );
    aws.acknowledged(Bucket);
    await until(aws, `the bucket ${Bucket}`, 1200, async () =>
      (await exists(aws, Bucket)) ? true : undefined,
    );
    const tags = textMap(inputs, "tagsAll");
    if (Object.keys(tags).length > 0) await writeTags(aws, Bucket, tags);
    return Bucket;
  },
  async read(aws, id, known) {
    if (!(await exists(aws, id))) return undefined;
    return {
      arn: `arn:${partition}:s3:::${id}`,
      bucket: id,
      bucketDomainName: `${id}.s3.amazonaws.com`,
      bucketRegion: aws.region,
      bucketRegionalDomainName: `${id}.s3.${aws.region}.amazonaws.com`,
      hostedZoneId: websiteZones[aws.region] ?? "",
      objectLockEnabled: flag(known, "objectLockEnabled") ?? false,
      tagsAll: await tagsOf(aws, id),
    };
  },
  // Only `forceDestroy` changes in place, and it says what deleting does.
  update: () => Promise.resolve(),
  async remove(aws, id, state) {
    if (flag(state, "forceDestroy") === true) await empty(aws, id);
    await s3(aws).send(new DeleteBucketCommand({ Bucket: id }));
  },
};
