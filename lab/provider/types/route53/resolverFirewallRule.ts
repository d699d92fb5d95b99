import {
  type Action,
  type BlockOverrideDnsType,
  type BlockResponse,
  CreateFirewallRuleCommand,
  DeleteFirewallRuleCommand,
  type FirewallDomainRedirectionAction,
  type FirewallRule,
  ListFirewallRulesCommand,
  UpdateFirewallRuleCommand,
} from "@aws-sdk/client-route53resolver";
import { type Aws } from "../../aws";
import { needText, numeric, text } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { given } from "../given";
import { present } from "../present";
import { allPages, refuse, requestId, resolver } from "./common";

/** The rule group's id and the domain list's. */
function partsOf(id: string): {
  readonly FirewallRuleGroupId: string;
  readonly FirewallDomainListId: string;
} {
  const [group, list] = id.split(":");
  return {
    FirewallRuleGroupId: given(group, "a rule group in the id"),
    FirewallDomainListId: given(list, "a domain list in the id"),
  };
}

async function find(aws: Aws, id: string): Promise<FirewallRule | undefined> {
  const { FirewallRuleGroupId: group, FirewallDomainListId: list } = partsOf(id);
  const rules = await allPages(async (token) => {
    const request = new ListFirewallRulesCommand(present({ FirewallRuleGroupId: group, NextToken: token }));
    const page = await resolver(aws).send(request);
    return { items: page.FirewallRules, token: page.NextToken };
  });
  return rules.find((rule) => rule.FirewallDomainListId === list);
}

/** Rules against threats (DNS Firewall Advanced): the emulator has nothing that could tell one. */
const unserved = ["dnsThreatProtection", "confidenceThreshold"];

const settings = (inputs: Props) => ({
  Name: needText(inputs, "name"),
  Priority: Number(needText(inputs, "priority")),
  Action: needText(inputs, "action") as Action,
  ...present({
    BlockResponse: text(inputs, "blockResponse") as BlockResponse | undefined,
    BlockOverrideDomain: text(inputs, "blockOverrideDomain"),
    BlockOverrideDnsType: text(inputs, "blockOverrideDnsType") as BlockOverrideDnsType | undefined,
    BlockOverrideTtl: numeric(inputs, "blockOverrideTtl"),
    Qtype: text(inputs, "qType"),
    FirewallDomainRedirectionAction: text(inputs, "firewallDomainRedirectionAction") as
      FirewallDomainRedirectionAction | undefined,
  }),
});

function check(inputs: Props): CheckFailure[] {
  const byList = inputs.firewallDomainListId !== undefined;
  if (byList !== (inputs.dnsThreatProtection !== undefined)) return [];
  const reason = 'Exactly one of "firewallDomainListId" and "dnsThreatProtection" must be given.';
  return [{ property: "firewallDomainListId", reason }];
}

export const resolverFirewallRule: ResourceType = {
  token: "aws:route53/resolverFirewallRule:ResolverFirewallRule",
  required: ["action", "firewallRuleGroupId", "priority"],
  defaults: { firewallDomainRedirectionAction: "INSPECT_REDIRECTION_DOMAIN" },
  autoname: { property: "name" },
  replaceOn: ["firewallDomainListId", "firewallRuleGroupId"],
  outputs: ["firewallThreatProtectionId"],
  check,
  async create(aws, inputs) {
    refuse(this.token, inputs, unserved);
    const parts = {
      FirewallRuleGroupId: needText(inputs, "firewallRuleGroupId"),
      FirewallDomainListId: needText(inputs, "firewallDomainListId"),
    };
    const request = { CreatorRequestId: requestId(), ...parts, ...settings(inputs) };
    await resolver(aws).send(new CreateFirewallRuleCommand(request));
    return `${parts.FirewallRuleGroupId}:${parts.FirewallDomainListId}`;
  },
  async read(aws, id) {
    const found = await find(aws, id);
    if (found === undefined) return undefined;
    return {
      action: found.Action,
      name: found.Name,
      priority: found.Priority,
      firewallRuleGroupId: found.FirewallRuleGroupId,
      firewallDomainListId: found.FirewallDomainListId,
      firewallDomainRedirectionAction: found.FirewallDomainRedirectionAction,
      blockResponse: found.BlockResponse ?? null,
      blockOverrideDomain: found.BlockOverrideDomain ?? null,
      blockOverrideDnsType: found.BlockOverrideDnsType ?? null,
      blockOverrideTtl: found.BlockOverrideTtl ?? null,
      qType: found.Qtype ?? null,
    };
  },
  async update(aws, id, news) {
    refuse(this.token, news, unserved);
    await resolver(aws).send(new UpdateFirewallRuleCommand({ ...partsOf(id), ...settings(news) }));
  },
  async remove(aws, id, state) {
    const request = { ...partsOf(id), ...present({ Qtype: text(state, "qType") }) };
    await resolver(aws).send(new DeleteFirewallRuleCommand(request));
  },
};
