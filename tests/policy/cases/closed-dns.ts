import { resource, unknownFlag } from "../stack";
import { association, dnsType, firewall, group, rest, rule, vpc } from "./dns";
import { type RuleCases } from "./ruleCases";

export const cases: RuleCases = {
  accepts: {
    "a VPC whose firewall blocks what is not listed": { resources: firewall },
    "a VPC without DNS": { resources: [{ ...vpc, props: { enableDnsSupport: false } }] },
    "a firewall by ids, as after the update": {
      resources: [
        { ...vpc, props: { id: "vpc-1" } },
        { ...group, props: { id: "rslvr-frg-1" } },
        resource(dnsType("ResolverFirewallRuleGroupAssociation"), "association", {
          vpcId: "vpc-1",
          firewallRuleGroupId: "rslvr-frg-1",
        }),
        resource(dnsType("ResolverFirewallDomainList"), "list", { id: "rslvr-fdl-1", domains: ["*"] }),
        resource(dnsType("ResolverFirewallRule"), "rest", {
          firewallRuleGroupId: "rslvr-frg-1",
          firewallDomainListId: "rslvr-fdl-1",
          action: "BLOCK",
          qType: "",
        }),
      ],
    },
  },
  refuses: {
    "a VPC without a firewall": { resources: [vpc, group, ...rest], finds: [["refused", "vpc"]] },
    "a VPC of which DNS is on by default": {
      resources: [{ ...vpc, props: {} }],
      finds: [["refused", "vpc"]],
    },
    "a firewall without the last rule": {
      resources: [vpc, group, association, ...rule("allow", { action: "ALLOW" }, ["a.example"])],
      finds: [["refused", "vpc"]],
    },
    "a last rule that only warns": {
      resources: [vpc, group, association, ...rule("rest", { priority: 900, action: "ALERT" }, ["*"])],
      finds: [["refused", "vpc"]],
    },
    "a last rule for one kind of question": {
      resources: [vpc, group, association, ...rule("rest", { action: "BLOCK", qType: "A" }, ["*"])],
      finds: [["refused", "vpc"]],
    },
    "a rule group of somebody else's": {
      resources: [vpc, { ...association, sources: { vpcId: ["vpc"] } }],
      finds: [["refused", "vpc"]],
    },
    "DNS of which it is not known": {
      resources: [{ ...vpc, props: { enableDnsSupport: unknownFlag } }],
      finds: [["undetermined", "vpc", "enableDnsSupport"]],
    },
  },
};
