import { resource, type TestResource, unknownFlag, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const type = (name: string) => `aws:route53/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16", enableDnsSupport: true });
const zone = (props: object = {}) =>
  resource(type("Zone"), "zone", {
    name: "staging.overflow.internal",
    vpcs: [{ vpcId: unknownText }],
    ...props,
  });
const forward = (props: object = {}) =>
  resource(type("ResolverRule"), "forward", {
    domainName: "corp.example",
    ruleType: "FORWARD",
    targetIps: [{ ip: "10.20.0.53", port: 53 }],
    ...props,
  });
const group = resource(type("ResolverFirewallRuleGroup"), "group");
const association = resource(
  type("ResolverFirewallRuleGroupAssociation"),
  "association",
  { vpcId: unknownText, firewallRuleGroupId: unknownText },
  { sources: { vpcId: ["vpc"], firewallRuleGroupId: ["group"] } },
);

/** A rule and its list. */
function rule(name: string, props: object, domains: unknown): readonly TestResource[] {
  return [
    resource(type("ResolverFirewallDomainList"), `${name}-list`, { domains }),
    resource(
      type("ResolverFirewallRule"),
      name,
      { firewallRuleGroupId: unknownText, firewallDomainListId: unknownText, ...props },
      { sources: { firewallRuleGroupId: ["group"], firewallDomainListId: [`${name}-list`] } },
    ),
  ];
}
const rest = rule("rest", { priority: 900, action: "BLOCK", blockResponse: "NXDOMAIN" }, ["*"]);
const allow = (domains: unknown, props: object = {}) =>
  rule("allow", { priority: 100, action: "ALLOW", ...props }, domains);
const trusting = { firewallDomainRedirectionAction: "TRUST_REDIRECTION_DOMAIN" };

const firewall = [vpc, group, association, ...rest];
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
        ...allow(
          ["staging.overflow.internal", "*.staging.overflow.internal", "ec2.us-east-1.amazonaws.com"],
          trusting,
        ),
        ...rule("forwarded", { priority: 200, action: "ALLOW" }, ["corp.example", "*.corp.example"]),
        resource(type("ResolverFirewallConfig"), "config", { firewallFailOpen: "DISABLED" }),
        resource(type("ResolverEndpoint"), "endpoint", {
          direction: "OUTBOUND",
          securityGroupIds: [unknownText],
        }),
      ],
    },
    "nothing but the block": { resources: firewall },
    "a VPC without DNS": { resources: [{ ...vpc, props: { enableDnsSupport: false } }] },
    "a firewall by ids, as after the update": {
      resources: [
        { ...vpc, props: { id: "vpc-1" } },
        { ...group, props: { id: "rslvr-frg-1" } },
        resource(type("ResolverFirewallRuleGroupAssociation"), "association", {
          vpcId: "vpc-1",
          firewallRuleGroupId: "rslvr-frg-1",
        }),
        resource(type("ResolverFirewallDomainList"), "list", { id: "rslvr-fdl-1", domains: ["*"] }),
        resource(type("ResolverFirewallRule"), "rest", {
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
      resources: [vpc, group, association, zone(), ...allow(["staging.overflow.internal"])],
      finds: [["refused", "vpc"]],
    },
    "a last rule that only warns": {
      resources: [vpc, group, association, ...rule("rest", { priority: 900, action: "ALERT" }, ["*"])],
      finds: [
        ["refused", "vpc"],
        ["refused", "rest-list", "domains[0]"],
      ],
    },
    "a last rule for one kind of question": {
      resources: [vpc, group, association, ...rule("rest", { action: "BLOCK", qType: "A" }, ["*"])],
      finds: [["refused", "vpc"]],
    },
    "a name on the internet": refuseName("pypi.org"),
    "all names of AWS": refuseName("*.amazonaws.com"),
    "a name that only ends like ours": refuseName("xstaging.overflow.internal"),
    "everything, before the block": refuseName("*"),
    "a foreign server's redirections": {
      resources: [...firewall, forward(), ...allow(["corp.example"], trusting)],
      finds: [["refused", "allow-list", "domains[0]"]],
    },
    "a list of somebody else's": {
      resources: [
        ...firewall,
        resource(
          type("ResolverFirewallRule"),
          "allow",
          { firewallRuleGroupId: unknownText, firewallDomainListId: "rslvr-fdl-aws", action: "ALLOW" },
          { sources: { firewallRuleGroupId: ["group"] } },
        ),
      ],
      finds: [["refused", "allow", "firewallDomainListId"]],
    },
    "a rule group of somebody else's": {
      resources: [vpc, { ...association, sources: { vpcId: ["vpc"] } }],
      finds: [
        ["refused", "association", "firewallRuleGroupId"],
        ["refused", "vpc"],
      ],
    },
    "fail-open": {
      resources: [resource(type("ResolverFirewallConfig"), "config", { firewallFailOpen: "ENABLED" })],
      finds: [["refused", "config", "firewallFailOpen"]],
    },
    "a public zone": { resources: [zone({ vpcs: undefined })], finds: [["refused", "zone", "vpcs"]] },
    "an inbound endpoint, in the default group": {
      resources: [resource(type("ResolverEndpoint"), "endpoint", { direction: "INBOUND" })],
      finds: [
        ["refused", "endpoint", "direction"],
        ["refused", "endpoint", "securityGroupIds"],
      ],
    },
    "forwarding of everything, to a foreign server": {
      resources: [forward({ domainName: ".", targetIps: [{ ip: "8.8.8.8", port: 53 }] })],
      finds: [
        ["refused", "forward", "domainName"],
        ["refused", "forward", "targetIps[0].ip"],
      ],
    },
    "what is not known": {
      resources: [{ ...vpc, props: { enableDnsSupport: unknownFlag } }, forward({ targetIps: unknownList })],
      finds: [
        ["undetermined", "forward", "targetIps"],
        ["undetermined", "vpc", "enableDnsSupport"],
      ],
    },
    "rules of which nothing is known": {
      resources: [
        ...firewall,
        ...allow(unknownList),
        ...rule("other", { action: unknownText }, ["a.example"]),
      ],
      finds: [
        ["undetermined", "allow-list", "domains"],
        ["undetermined", "other", "action"],
      ],
    },
  },
};
