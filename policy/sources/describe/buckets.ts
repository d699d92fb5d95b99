import { Withheld } from "../../facts/props";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { documentText } from "./documents";
import { types } from "./types";

/** Buckets, their blocks on public access and their policies. Source: S3 API, Bucket, PublicAccessBlockConfiguration. */
export function readBuckets(answers: Answers, collection: Collection): void {
  for (const item of answers.items("s3api-list-buckets")) {
    const bucket = item.id("Name");
    collection.add(
      types.bucket,
      bucket,
      { bucket, arn: `arn:aws:s3:::${bucket}`, bucketRegion: item.text("BucketRegion") },
      item,
    );
    const block = answers.of("s3api-get-public-access-block", bucket);
    const configuration = block?.object("PublicAccessBlockConfiguration");
    const hidden = new Withheld(`is in s3api-get-public-access-block.${bucket}.json, which is not there`);
    // An empty answer: the bucket has no block of its own.
    if (block === undefined || configuration !== undefined) {
      const flag = (key: string) => (block === undefined ? hidden : configuration?.flag(key));
      const props = {
        bucket,
        blockPublicAcls: flag("BlockPublicAcls"),
        blockPublicPolicy: flag("BlockPublicPolicy"),
        ignorePublicAcls: flag("IgnorePublicAcls"),
        restrictPublicBuckets: flag("RestrictPublicBuckets"),
      };
      collection.add(types.bucketBlock, bucket, props, item);
    }
    const policy = answers.of("s3api-get-bucket-policy", bucket);
    const text = policy && documentText(policy, "Policy");
    const unseen = new Withheld(`is in s3api-get-bucket-policy.${bucket}.json, which is not there`);
    if (policy === undefined || text !== undefined) {
      collection.add(
        types.bucketPolicy,
        bucket,
        { bucket, policy: policy === undefined ? unseen : text },
        item,
      );
    }
  }
}
