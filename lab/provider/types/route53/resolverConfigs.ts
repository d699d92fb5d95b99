import {
  type AutodefinedReverseFlag,
  type FirewallConfig,
  type FirewallFailOpenStatus,
  ListFirewallConfigsCommand,
  ListResolverConfigsCommand,
  ListResolverDnssecConfigsCommand,
  type ResolverConfig,
  type ResolverDnssecConfig,
  UpdateFirewallConfigCommand,
  UpdateResolverConfigCommand,
  UpdateResolverDnssecConfigCommand,
  type Validation,
} from "@aws-sdk/client-route53resolver";
import { type Aws } from "../../aws";
import { needText, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { until } from "../../wait";
import { given } from "../given";
import { present } from "../present";
import { allPages, resolver } from "./common";

/*
 * Settings of a VPC, which it has from the start. They are read by their own id, which no Get call takes: so they are
 * looked for among all.
 */

async function firewallConfig(aws: Aws, id: string): Promise<FirewallConfig | undefined> {
  const found = await allPages(async (token) => {
    const page = await resolver(aws).send(new ListFirewallConfigsCommand(present({ NextToken: token })));
    return { items: page.FirewallConfigs, token: page.NextToken };
  });
  return found.find(({ Id }) => Id === id);
}

async function setFailOpen(aws: Aws, vpcId: string, value: string | undefined): Promise<string> {
  const { FirewallConfig: config } = await resolver(aws).send(
    new UpdateFirewallConfigCommand({
      ResourceId: vpcId,
      FirewallFailOpen: value as FirewallFailOpenStatus | undefined,
    }),
  );
  return given(config?.Id, "a firewall configuration's id");
}

export const resolverFirewallConfig: ResourceType = {
  token: "aws:route53/resolverFirewallConfig:ResolverFirewallConfig",
  required: ["resourceId"],
  replaceOn: ["resourceId"],
  outputs: ["ownerId"],
  chosenByAws: ["firewallFailOpen"],
  create: (aws, inputs) => setFailOpen(aws, needText(inputs, "resourceId"), text(inputs, "firewallFailOpen")),
  async read(aws, id) {
    const found = await firewallConfig(aws, id);
    if (found === undefined) return undefined;
    return {
      resourceId: found.ResourceId,
      ownerId: found.OwnerId,
      firewallFailOpen: found.FirewallFailOpen,
    };
  },
  async update(aws, _id, news) {
    await setFailOpen(aws, needText(news, "resourceId"), text(news, "firewallFailOpen"));
  },
  /** Back to what AWS gives a new VPC. */
  async remove(aws, _id, state) {
    await setFailOpen(aws, needText(state, "resourceId"), "DISABLED");
  },
};

async function resolverSetting(aws: Aws, id: string): Promise<ResolverConfig | undefined> {
  const found = await allPages(async (token) => {
    const page = await resolver(aws).send(new ListResolverConfigsCommand(present({ NextToken: token })));
    return { items: page.ResolverConfigs, token: page.NextToken };
  });
  return found.find(({ Id }) => Id === id);
}

async function setReverse(aws: Aws, vpcId: string, value: string): Promise<string> {
  const { ResolverConfig: config } = await resolver(aws).send(
    new UpdateResolverConfigCommand({
      ResourceId: vpcId,
      AutodefinedReverseFlag: value as AutodefinedReverseFlag,
    }),
  );
  const id = aws.acknowledged(given(config?.Id, "a resolver configuration's id"));
  await until(aws, `reverse names in ${vpcId} to be ${value}D`, 600, async () =>
    (await resolverSetting(aws, id))?.AutodefinedReverse === `${value}D` ? true : undefined,
  );
  return id;
}

export const resolverConfig: ResourceType = {
  token: "aws:route53/resolverConfig:ResolverConfig",
  required: ["autodefinedReverseFlag", "resourceId"],
  replaceOn: ["resourceId"],
  outputs: ["ownerId"],
  create: (aws, inputs) =>
    setReverse(aws, needText(inputs, "resourceId"), needText(inputs, "autodefinedReverseFlag")),
  async read(aws, id) {
    const found = await resolverSetting(aws, id);
    if (found === undefined) return undefined;
    return {
      resourceId: found.ResourceId,
      ownerId: found.OwnerId,
      autodefinedReverseFlag: found.AutodefinedReverse === "ENABLED" ? "ENABLE" : "DISABLE",
    };
  },
  async update(aws, _id, news) {
    await setReverse(aws, needText(news, "resourceId"), needText(news, "autodefinedReverseFlag"));
  },
  /** The real provider leaves the setting as it is. */
  remove: () => Promise.resolve(),
};

async function dnssecConfig(aws: Aws, id: string): Promise<ResolverDnssecConfig | undefined> {
  const found = await allPages(async (token) => {
    const page = await resolver(aws).send(
      new ListResolverDnssecConfigsCommand(present({ NextToken: token })),
    );
    return { items: page.ResolverDnssecConfigs, token: page.NextToken };
  });
  return found.find(({ Id }) => Id === id);
}

async function setValidation(aws: Aws, vpcId: string, value: Validation): Promise<string> {
  const request = { ResourceId: vpcId, Validation: value };
  const { ResolverDNSSECConfig: config } = await resolver(aws).send(
    new UpdateResolverDnssecConfigCommand(request),
  );
  const id = aws.acknowledged(given(config?.Id, "a DNSSEC configuration's id"));
  await until(aws, `DNSSEC validation in ${vpcId} to be ${value}D`, 600, async () => {
    const status = (await dnssecConfig(aws, id))?.ValidationStatus;
    return status === undefined || status === `${value}D` ? true : undefined;
  });
  return id;
}

export const resolverDnsSecConfig: ResourceType = {
  token: "aws:route53/resolverDnsSecConfig:ResolverDnsSecConfig",
  required: ["resourceId"],
  replaceOn: ["resourceId"],
  outputs: ["arn", "ownerId", "validationStatus"],
  create: (aws, inputs) => setValidation(aws, needText(inputs, "resourceId"), "ENABLE"),
  /** Switched off is gone. */
  async read(aws, id) {
    const found = await dnssecConfig(aws, id);
    if (found === undefined || found.ValidationStatus === "DISABLED") return undefined;
    return {
      arn: aws.arn("route53resolver", `resolver-dnssec-config/${given(found.ResourceId, "a VPC's id")}`),
      ownerId: found.OwnerId,
      resourceId: found.ResourceId,
      validationStatus: found.ValidationStatus,
    };
  },
  async remove(aws, id, state) {
    if ((await dnssecConfig(aws, id)) === undefined) return;
    await setValidation(aws, needText(state, "resourceId"), "DISABLE");
  },
};
