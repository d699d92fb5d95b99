import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AllowedNames } from "./allowedNames";

export interface DnsFirewallArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly allowed: AllowedNames;
}

/** Order of the rules: the lowest is looked at first, and the first that matches ends it. */
const priorities = { own: 100, forwarded: 200, rest: 900 } as const;

/**
 * Order among the rule groups of a VPC, 101 at least: no other group comes before it. Source: Route 53 Resolver API,
 * AssociateFirewallRuleGroup (more than 100, less than 9900).
 */
const associationPriority = 101;

/**
 * Closes DNS. Amazon's resolver answers public names by asking the internet, past all groups, NACLs and route tables: a
 * query is a message out. So the names that the VPC needs are let through and all others are answered "no such name",
 * before anything is asked. When the firewall itself does not answer, nothing does (fail-open is off).
 */
export class DnsFirewall extends pulumi.ComponentResource {
  constructor(name: string, { vpcId, allowed }: DnsFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:dns:DnsFirewall", name, {}, opts);
    const parent = { parent: this };
    const group = new aws.route53.ResolverFirewallRuleGroup(name, {}, parent);
    const listOf = (label: string, domains: readonly string[]) =>
      new aws.route53.ResolverFirewallDomainList(label, { domains: [...domains] }, parent).id;
    const allow = (kind: keyof AllowedNames, firewallDomainRedirectionAction: string) =>
      new aws.route53.ResolverFirewallRule(
        `${name}-${kind}`,
        {
          firewallRuleGroupId: group.id,
          firewallDomainListId: listOf(`${name}-${kind}`, allowed[kind]),
          priority: priorities[kind],
          action: "ALLOW",
          firewallDomainRedirectionAction,
        },
        parent,
      );
    const rules = [
      // Own zones and AWS's names are redirected to load balancers and endpoints, by names that AWS makes up.
      allow("own", "TRUST_REDIRECTION_DOMAIN"),
      // A foreign server must not send a query on to a name of its choice: every name of a chain must be on a list.
      ...(allowed.forwarded.length === 0 ? [] : [allow("forwarded", "INSPECT_REDIRECTION_DOMAIN")]),
      new aws.route53.ResolverFirewallRule(
        `${name}-rest`,
        {
          firewallRuleGroupId: group.id,
          firewallDomainListId: listOf(`${name}-rest`, ["*"]),
          priority: priorities.rest,
          action: "BLOCK",
          // "No such name" ends a lookup; "no data" has clients go on to the next search domain.
          blockResponse: "NXDOMAIN",
        },
        parent,
      ),
    ];
    const config = new aws.route53.ResolverFirewallConfig(
      name,
      { resourceId: vpcId, firewallFailOpen: "DISABLED" },
      parent,
    );
    const association = new aws.route53.ResolverFirewallRuleGroupAssociation(
      name,
      {
        firewallRuleGroupId: group.id,
        vpcId,
        priority: associationPriority,
        // ENABLED makes `pulumi destroy` fail (RSLVR-02307) until somebody disables it by hand; who may change the
        // association is IAM's to say.
        mutationProtection: "DISABLED",
      },
      // With all its rules: a group that lacks its last one blocks nothing.
      { parent: this, dependsOn: rules },
    );
    this.registerOutputs({ associationId: association.id, configId: config.id });
  }
}
