import {
  AddTagsCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  RemoveTagsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { text } from "../../properties";
import { type Tagging } from "../../resourceType";
import { type Props } from "../../values";
import { tagList, tagsAll } from "../tags";

export const elb = (aws: Aws): ElasticLoadBalancingV2Client => aws.client(ElasticLoadBalancingV2Client);

/** Everything of this service is known by its ARN. */
export const tagging: Tagging = {
  async tag(aws, id, tags) {
    await elb(aws).send(new AddTagsCommand({ ResourceArns: [id], Tags: tagList(tags) }));
  },
  async untag(aws, id, keys) {
    await elb(aws).send(new RemoveTagsCommand({ ResourceArns: [id], TagKeys: [...keys] }));
  },
};

export async function tagsOf(aws: Aws, arn: string): Promise<Props> {
  const answer = await elb(aws).send(new DescribeTagsCommand({ ResourceArns: [arn] }));
  return tagsAll(answer.TagDescriptions?.[0]?.Tags);
}

/** The part of an ARN that CloudWatch names: what follows the account. */
export const arnSuffix = (arn: string): string => arn.split(":").slice(5).join(":");

/** One setting that the service keeps as text under a key of its own. */
export interface Attribute {
  readonly property: string;
  readonly key: string;
  readonly kind: "flag" | "number" | "text";
}

export interface AnsweredAttribute {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** The attributes that `news` sets otherwise than `olds`, as the service writes them. */
export function changedAttributes(
  attributes: readonly Attribute[],
  news: Props,
  olds: Props,
): { Key: string; Value: string }[] {
  return attributes.flatMap(({ property, key }) => {
    const value = text(news, property);
    return value === undefined || same(news[property], olds[property]) ? [] : [{ Key: key, Value: value }];
  });
}

function typed(kind: Attribute["kind"], value: string): string | number | boolean {
  if (kind === "flag") return value === "true";
  return kind === "number" ? Number(value) : value;
}

/** What the service answered, as properties; what it does not tell stays as declared. */
export function attributeProps(
  attributes: readonly Attribute[],
  answered: readonly AnsweredAttribute[],
): Props {
  const values = new Map(answered.map(({ Key, Value }) => [Key, Value]));
  return Object.fromEntries(
    attributes.flatMap(({ property, key, kind }) => {
      const value = values.get(key);
      return value === undefined ? [] : [[property, typed(kind, value)]];
    }),
  );
}
