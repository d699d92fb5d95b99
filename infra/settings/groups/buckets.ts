import { group, list, named } from "../containers";
import { daysOrNone, text } from "../values";
import { word } from "./words";

const levels = (about: string) => list(about, text("A trust level", word.pattern, word.allowed, "try"), 0, 3);

/** S3 buckets behind the gateway endpoints. Their physical names are made by `bucketName`. */
export const buckets = named(
  "S3 buckets for builds: clone bundles, content-addressed tools, artefacts, compiler caches",
  // 20: with the prefix, the environment and the account the name fits into S3's 63 characters.
  { pattern: /^[a-z][a-z0-9-]{0,19}$/, allowed: `${word.allowed}, 20 at most`, example: "clone-bundles" },
  group("A bucket", {
    read: levels("Trust levels whose builds read it"),
    write: levels("Trust levels whose builds write it; then no other level reads it"),
    publishers: list(
      "Roles outside the VPC that write it, e.g. the one that makes clone bundles in-house",
      text(
        "A role",
        /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,128}$/,
        "the ARN of an IAM role",
        "arn:aws:iam::123456789012:role/publisher",
      ),
      0,
      5,
    ),
    expireDays: daysOrNone("Days after which an object is removed", 3650, 30),
  }),
  0,
  10,
);
