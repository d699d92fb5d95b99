import { type ResourceType } from "../../resourceType";
import { record } from "./record";
import { resolverConfig, resolverDnsSecConfig, resolverFirewallConfig } from "./resolverConfigs";
import { resolverEndpoint } from "./resolverEndpoint";
import { resolverFirewallDomainList } from "./resolverFirewallDomainList";
import { resolverFirewallRule } from "./resolverFirewallRule";
import { resolverFirewallRuleGroup } from "./resolverFirewallRuleGroup";
import { resolverFirewallRuleGroupAssociation } from "./resolverFirewallRuleGroupAssociation";
import { resolverQueryLogConfig, resolverQueryLogConfigAssociation } from "./resolverQueryLogConfig";
import { resolverRule, resolverRuleAssociation } from "./resolverRule";
import { zone } from "./zone";

export const types: readonly ResourceType[] = [
  record,
  resolverConfig,
  resolverDnsSecConfig,
  resolverEndpoint,
  resolverFirewallConfig,
  resolverFirewallDomainList,
  resolverFirewallRule,
  resolverFirewallRuleGroup,
  resolverFirewallRuleGroupAssociation,
  resolverQueryLogConfig,
  resolverQueryLogConfigAssociation,
  resolverRule,
  resolverRuleAssociation,
  zone,
];
