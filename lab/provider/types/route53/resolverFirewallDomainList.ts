import {
  CreateFirewallDomainListCommand,
  DeleteFirewallDomainListCommand,
  type FirewallDomainList,
  GetFirewallDomainListCommand,
  ListFirewallDomainsCommand,
  UpdateFirewallDomainsCommand,
} from "@aws-sdk/client-route53resolver";
import { type Aws } from "../../aws";
import { needText, textMap, texts } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { until, untilGone } from "../../wait";
import { given } from "../given";
import { present } from "../present";
import { tagList } from "../tags";
import { allPages, requestId, resolver, resolverTagging, resolverTags, withoutDot } from "./common";

async function describe(aws: Aws, id: string): Promise<FirewallDomainList | undefined> {
  const request = new GetFirewallDomainListCommand({ FirewallDomainListId: id });
  return (await resolver(aws).send(request)).FirewallDomainList;
}

function domainsOf(aws: Aws, id: string): Promise<string[]> {
  return allPages(async (token) => {
    const request = new ListFirewallDomainsCommand(present({ FirewallDomainListId: id, NextToken: token }));
    const page = await resolver(aws).send(request);
    return { items: page.Domains, token: page.NextToken };
  });
}

/** AWS replaces by no empty list: then the old ones are removed. */
async function writeDomains(
  aws: Aws,
  id: string,
  news: readonly string[],
  olds: readonly string[],
): Promise<void> {
  if (news.length === 0 && olds.length === 0) return;
  await resolver(aws).send(
    new UpdateFirewallDomainsCommand({
      FirewallDomainListId: id,
      Operation: news.length > 0 ? "REPLACE" : "REMOVE",
      Domains: [...(news.length > 0 ? news : olds)],
    }),
  );
  await until(aws, `the domain list ${id} to be complete`, 300, async () =>
    (await describe(aws, id))?.Status === "COMPLETE" ? true : undefined,
  );
}

export const resolverFirewallDomainList: ResourceType = {
  token: "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList",
  autoname: { property: "name" },
  replaceOn: ["name"],
  outputs: ["arn"],
  tagging: resolverTagging,
  async create(aws, inputs) {
    const { FirewallDomainList: made } = await resolver(aws).send(
      new CreateFirewallDomainListCommand({
        CreatorRequestId: requestId(),
        Name: needText(inputs, "name"),
        Tags: tagList(textMap(inputs, "tagsAll")),
      }),
    );
    const id = aws.acknowledged(given(made?.Id, "a domain list's id"));
    await writeDomains(aws, id, texts(inputs, "domains"), []);
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    return {
      arn: found.Arn,
      name: found.Name,
      domains: (await domainsOf(aws, id)).map((domain) => withoutDot(domain) ?? domain),
      tagsAll: await resolverTags(aws, found.Arn),
    };
  },
  update: (aws, id, news, olds) => writeDomains(aws, id, texts(news, "domains"), texts(olds, "domains")),
  async remove(aws, id) {
    await resolver(aws).send(new DeleteFirewallDomainListCommand({ FirewallDomainListId: id }));
    await untilGone(aws, `the domain list ${id}`, 300, () => describe(aws, id));
  },
};
