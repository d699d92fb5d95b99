import { resource, type TestResource, unknownText } from "../stack";

export const dnsType = (name: string) =>
  `aws:route53/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

export const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16", enableDnsSupport: true });

/** A zone of the VPC. */
export const zone = (props: object = {}) =>
  resource(
    dnsType("Zone"),
    "zone",
    { name: "staging.overflow.internal", vpcs: [{ vpcId: unknownText }], ...props },
    { sources: { vpcs: ["vpc"] } },
  );

export const forward = (props: object = {}) =>
  resource(dnsType("ResolverRule"), "forward", {
    domainName: "corp.example",
    ruleType: "FORWARD",
    targetIps: [{ ip: "10.20.0.53", port: 53 }],
    ...props,
  });

/** The forwarding rule's association with the VPC. */
export const forwarding = resource(
  dnsType("ResolverRuleAssociation"),
  "forwarding",
  { resolverRuleId: unknownText, vpcId: unknownText },
  { sources: { resolverRuleId: ["forward"], vpcId: ["vpc"] } },
);

export const group = resource(dnsType("ResolverFirewallRuleGroup"), "group");
export const association = resource(
  dnsType("ResolverFirewallRuleGroupAssociation"),
  "association",
  { vpcId: unknownText, firewallRuleGroupId: unknownText },
  { sources: { vpcId: ["vpc"], firewallRuleGroupId: ["group"] } },
);

/** A rule and its list. */
export function rule(name: string, props: object, domains: unknown): readonly TestResource[] {
  return [
    resource(dnsType("ResolverFirewallDomainList"), `${name}-list`, { domains }),
    resource(
      dnsType("ResolverFirewallRule"),
      name,
      { firewallRuleGroupId: unknownText, firewallDomainListId: unknownText, ...props },
      { sources: { firewallRuleGroupId: ["group"], firewallDomainListId: [`${name}-list`] } },
    ),
  ];
}

export const rest = rule("rest", { priority: 900, action: "BLOCK", blockResponse: "NXDOMAIN" }, ["*"]);

/** A VPC whose names are all blocked. */
export const firewall = [vpc, group, association, ...rest];
