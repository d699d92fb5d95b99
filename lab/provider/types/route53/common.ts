import { randomUUID } from "node:crypto";
import { GetChangeCommand, Route53Client } from "@aws-sdk/client-route-53";
import {
  ListTagsForResourceCommand,
  Route53ResolverClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-route53resolver";
import { type Aws } from "../../aws";
import { needText } from "../../properties";
import { type Tagging } from "../../resourceType";
import { type Props } from "../../values";
import { until } from "../../wait";
import { tagList, tagsAll } from "../tags";

export const route53 = (aws: Aws): Route53Client => aws.client(Route53Client);

export const resolver = (aws: Aws): Route53ResolverClient => aws.client(Route53ResolverClient);

/** Every creation is another request: AWS would answer a repeated one with what the first made. */
export const requestId = (): string => `lab-${randomUUID()}`;

/** @throws naming the property, when one is declared that the lab does not serve. */
export function refuse(token: string, inputs: Props, unserved: readonly string[]): void {
  const used = unserved.find((key) => inputs[key] !== undefined && inputs[key] !== false);
  if (used !== undefined) throw new Error(`The lab does not serve "${used}" of ${token}: take it out here.`);
}

/** AWS writes domain names with their final dot. */
export const withoutDot = (name: string | undefined): string | undefined =>
  name === "." ? name : name?.replace(/\.$/, "");

/** Waits until all of Route 53's servers know a change. */
export async function untilInSync(aws: Aws, changeId: string | undefined): Promise<void> {
  if (changeId === undefined) return;
  await until(aws, `the change ${changeId} to be in sync`, 1800, async () => {
    const { ChangeInfo } = await route53(aws).send(new GetChangeCommand({ Id: changeId }));
    return ChangeInfo?.Status === "INSYNC" ? true : undefined;
  });
}

/** Of Resolver's resources, whose state has their ARN. */
export const resolverTagging: Tagging = {
  async tag(aws, _id, tags, state) {
    const request = { ResourceArn: needText(state, "arn"), Tags: tagList(tags) };
    await resolver(aws).send(new TagResourceCommand(request));
  },
  async untag(aws, _id, keys, state) {
    const request = { ResourceArn: needText(state, "arn"), TagKeys: [...keys] };
    await resolver(aws).send(new UntagResourceCommand(request));
  },
};

export async function resolverTags(aws: Aws, arn: string | undefined): Promise<Props> {
  const { Tags } = await resolver(aws).send(new ListTagsForResourceCommand({ ResourceArn: arn }));
  return tagsAll(Tags);
}

/** All items of a List call that answers in pages. */
export async function allPages<Item>(
  next: (
    token: string | undefined,
  ) => Promise<{ items: readonly Item[] | undefined; token?: string | undefined }>,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const page = await next(token);
    found.push(...(page.items ?? []));
    token = page.token;
  } while (token !== undefined);
  return found;
}
