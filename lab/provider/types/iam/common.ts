import { IAMClient } from "@aws-sdk/client-iam";
import { accountId, type Aws, partition } from "../../aws";
import { textMap } from "../../properties";
import { type Props } from "../../values";
import { tagList, type TagPair } from "../tags";

export const iam = (aws: Aws): IAMClient => aws.client(IAMClient);

/** IAM is global: its ARNs have no region. */
export const iamArn = (resource: string): string => `arn:${partition}:iam::${accountId}:${resource}`;

/** The tags to write at creation; undefined when there are none. */
export function newTags(inputs: Props): TagPair[] | undefined {
  const tags = tagList(textMap(inputs, "tagsAll"));
  return tags.length === 0 ? undefined : tags;
}

/** IAM answers documents URL-encoded (RFC 3986). */
export function decoded(document: string | undefined): string | undefined {
  return document === undefined ? undefined : decodeURIComponent(document);
}
