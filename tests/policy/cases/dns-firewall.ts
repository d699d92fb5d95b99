import { resource, unknownList, unknownText } from "../stack";
import { association, dnsType, firewall, forward, forwarding, group, rule, vpc, zone } from "./dns";
import { type RuleCases } from "./ruleCases";

const allow = (domains: unknown, props: object = {}) =>
  rule("allow", { priority: 100, action: "ALLOW", ...props }, domains);
const trusting = { firewallDomainRedirectionAction: "TRUST_REDIRECTION_DOMAIN" };
const config = (firewallFailOpen: unknown) =>
  resource(dnsType("ResolverFirewallConfig"), "config", { firewallFailOpen });

const refuseName = (name: string) => ({
  resources: [...firewall, zone(), ...allow(["staging.overflow.internal", name])],
  finds: [["refused", "allow-list", "domains[1]"]] as const,
});

export const cases: RuleCases = {
  accepts: {
    "own zones, AWS's endpoints and the build network's domains, then nothing": {
      resources: [
        ...firewall,
        zone(),
        forward(),
        forwarding,
        ...allow(
          ["staging.overflow.internal", "*.staging.overflow.internal", "ec2.us-east-1.amazonaws.com"],
          trusting,
        ),
        ...rule("forwarded", { priority: 200, action: "ALLOW" }, ["corp.example", "*.corp.example"]),
        config("DISABLED"),
      ],
    },
    "nothing but the block": { resources: firewall },
  },
  refuses: {
    "a name on the internet": refuseName("pypi.org"),
    "all names of AWS": refuseName("*.amazonaws.com"),
    "a name that only ends like ours": refuseName("xstaging.overflow.internal"),
    "everything, before the block": refuseName("*"),
    "everything, with a warning": {
      resources: [...firewall, ...rule("warn", { action: "ALERT" }, ["*"])],
      finds: [["refused", "warn-list", "domains[0]"]],
    },
    "a foreign server's redirections": {
      resources: [...firewall, forward(), forwarding, ...allow(["corp.example"], trusting)],
      finds: [["refused", "allow-list", "domains[0]"]],
    },
    "a name that a rule of type SYSTEM leaves to Amazon's resolver": {
      resources: [
        ...firewall,
        forward({ ruleType: "SYSTEM", targetIps: undefined }),
        forwarding,
        ...allow(["corp.example"]),
      ],
      finds: [["refused", "allow-list", "domains[0]"]],
    },
    "a name of a forwarding rule that the VPC does not have": {
      resources: [...firewall, forward(), ...allow(["corp.example"])],
      finds: [["refused", "allow-list", "domains[0]"]],
    },
    "a name of another VPC's zone": {
      resources: [
        ...firewall,
        { ...vpc, name: "other", props: { ...vpc.props, enableDnsSupport: false } },
        { ...zone(), sources: { vpcs: ["other"] } },
        ...allow(["staging.overflow.internal"]),
      ],
      finds: [["refused", "allow-list", "domains[0]"]],
    },
    "a list of somebody else's": {
      resources: [
        ...firewall,
        resource(
          dnsType("ResolverFirewallRule"),
          "allow",
          { firewallRuleGroupId: unknownText, firewallDomainListId: "rslvr-fdl-aws", action: "ALLOW" },
          { sources: { firewallRuleGroupId: ["group"] } },
        ),
      ],
      finds: [["refused", "allow", "firewallDomainListId"]],
    },
    "a rule group of somebody else's": {
      resources: [vpc, { ...association, sources: { vpcId: ["vpc"] } }],
      finds: [["refused", "association", "firewallRuleGroupId"]],
    },
    "a rule in somebody else's group": {
      resources: [
        group,
        resource(dnsType("ResolverFirewallRule"), "stray", {
          firewallRuleGroupId: "rslvr-frg-9",
          action: "BLOCK",
        }),
      ],
      finds: [["refused", "stray", "firewallRuleGroupId"]],
    },
    "fail-open": { resources: [config("ENABLED")], finds: [["refused", "config", "firewallFailOpen"]] },
    "rules of which nothing is known": {
      resources: [
        ...firewall,
        ...allow(unknownList),
        ...rule("other", { action: unknownText }, ["a.example"]),
        config(unknownText),
      ],
      finds: [
        ["undetermined", "config", "firewallFailOpen"],
        ["undetermined", "allow-list", "domains"],
        ["undetermined", "other", "action"],
      ],
    },
  },
};
