import { controls } from "../controls";
import { dnsTypes, type FirewallRuleFacts, namedBy, rulesOfGroup } from "../facts/dns";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, ofTypes, refused, type Rule, undetermined } from "../rule";

const vpcType = "aws:ec2/vpc:Vpc";
const fix =
  'Associate a DNS firewall rule group that allows the needed names and then blocks "*", or turn enableDnsSupport off.';
const reason =
  "Amazon's resolver asks the internet for any name, past groups, NACLs and routes: each query is a message out.";

function blocksAll({ rule, action, domains }: FirewallRuleFacts): boolean {
  const isBlock = action.state === "known" && action.value === "BLOCK";
  // With a query type it blocks that type only.
  const isWhole = rule.props.get("qType").state === "absent" || rule.props.text("qType").state === "absent";
  const hasAll =
    domains.state === "known" && domains.value.some((fact) => fact.state === "known" && fact.value === "*");
  return isBlock && isWhole && hasAll;
}

function checkVpc(
  stack: StackFacts,
  vpc: ResourceFacts,
  associations: readonly ResourceFacts[],
): readonly Finding[] {
  const support = vpc.props.flag("enableDnsSupport");
  if (support.state === "unknown") return [undetermined([vpc, "enableDnsSupport"], support, reason, fix)];
  if (support.state === "known" && !support.value) return [];
  if (associations.length === 0)
    return [refused([vpc], "no DNS firewall is associated with it", reason, fix)];
  const rules = associations.flatMap((association) => {
    const group = namedBy(stack, association, "firewallRuleGroupId", dnsTypes.group);
    return group === undefined ? [] : rulesOfGroup(stack, group);
  });
  return rules.some(blocksAll) ? [] : [refused([vpc], 'no rule of its DNS firewall blocks "*"', reason, fix)];
}

function relate(stack: StackFacts): readonly Finding[] {
  const byVpc = new Map<string | undefined, ResourceFacts[]>();
  for (const association of stack.ofType(dnsTypes.association)) {
    const vpc = namedBy(stack, association, "vpcId", vpcType)?.urn;
    byVpc.set(vpc, [...(byVpc.get(vpc) ?? []), association]);
  }
  return stack.ofType(vpcType).flatMap((vpc) => checkVpc(stack, vpc, byVpc.get(vpc.urn) ?? []));
}

export const closedDns: Rule = {
  id: "closed-dns",
  title: "A VPC has no DNS, or a DNS firewall that blocks every name that is not listed.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "SC-7(10)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html",
  cause: 'A VPC with DNS and without a firewall, or with one that does not block "*" at last.',
  fix,
  judges: ofTypes(vpcType, dnsTypes.association, dnsTypes.group, dnsTypes.rule, dnsTypes.list),
  relate,
};
