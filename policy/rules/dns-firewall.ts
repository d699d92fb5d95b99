import { controls } from "../controls";
import { expect } from "../expect";
import {
  answeredDomains,
  type AnsweredDomains,
  dnsTypes,
  type FirewallRuleFacts,
  isWithin,
  namedBy,
  rulesOfGroup,
} from "../facts/dns";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, ofTypes, refused, type Rule, shown, undetermined } from "../rule";

const fix = "Allow names only that the stack's zones, the build network's servers or AWS itself answer.";
const reason =
  "Amazon's resolver asks the internet for any name, past groups, NACLs and routes: each query is a message out.";

function check(resource: ResourceFacts): readonly Finding[] {
  if (resource.type !== dnsTypes.config) return [];
  return expect({
    ...{ resource, property: "firewallFailOpen", fact: resource.props.text("firewallFailOpen") },
    accepts: (open) => open === "DISABLED",
    // Source: Route 53 guide, "DNS Firewall VPC configuration".
    absentIs: "accepted",
    reason: "When the firewall does not answer, every name would be asked.",
    fix: 'Set firewallFailOpen to "DISABLED".',
  });
}

/** A name is closed in if a zone of ours, a server of our own or AWS itself answers it. */
function checkName(
  place: readonly [ResourceFacts, string],
  entry: string,
  trusts: boolean,
  { zones, forwarded }: AnsweredDomains,
): readonly Finding[] {
  const name = entry.toLowerCase().replace(/^\*\./, "").replace(/\.$/, "");
  if (zones.some((zone) => isWithin(name, zone))) return [];
  if (forwarded.some((domain) => isWithin(name, domain))) {
    const why = "A server that answers this name could send the query on to any name on the internet.";
    const advice =
      'Set firewallDomainRedirectionAction to "INSPECT_REDIRECTION_DOMAIN" on a rule of its own.';
    return trusts ? [refused(place, shown({ state: "known", value: entry }), why, advice)] : [];
  }
  if (!entry.includes("*") && isWithin(name, "amazonaws.com")) return [];
  const advice = "Take it off the list, or declare a private zone or a forwarding rule that answers it.";
  return [refused(place, shown({ state: "known", value: entry }), reason, advice)];
}

function checkRule(
  { rule, action, list, domains }: FirewallRuleFacts,
  answered: AnsweredDomains,
): readonly Finding[] {
  if (action.state === "unknown") return [undetermined([rule, "action"], action, reason, fix)];
  if (action.state === "known" && action.value === "BLOCK") return [];
  if (list === undefined) {
    const place = [rule, "firewallDomainListId"] as const;
    return [refused(place, "no list of the stack", "What it lets through is not declared.", fix)];
  }
  if (domains.state === "unknown") return [undetermined([list, "domains"], domains, reason, fix)];
  if (domains.state === "absent") return [];
  const redirection = rule.props.text("firewallDomainRedirectionAction");
  // Where nothing is said, every name of a chain is looked at. Source: Route 53 Resolver API, CreateFirewallRule.
  const trusts =
    redirection.state === "unknown" ||
    (redirection.state === "known" && redirection.value.startsWith("TRUST"));
  return domains.value.flatMap((fact, index): readonly Finding[] => {
    const place = [list, `domains[${index}]`] as const;
    if (fact.state === "unknown") return [undetermined(place, fact, reason, fix)];
    return fact.state === "known" ? checkName(place, fact.value, trusts, answered) : [];
  });
}

function relate(stack: StackFacts): readonly Finding[] {
  const answered = answeredDomains(stack);
  const foreign = stack
    .ofType(dnsTypes.association)
    .filter((each) => namedBy(stack, each, "firewallRuleGroupId", dnsTypes.group) === undefined)
    .map((each) => {
      const place = [each, "firewallRuleGroupId"] as const;
      return refused(place, "no rule group of the stack", "Its rules are not declared.", fix);
    });
  // A rule of a group that stands elsewhere is judged too: it opens names for whoever uses that group.
  const grouped = stack.ofType(dnsTypes.group).flatMap((group) => rulesOfGroup(stack, group));
  const known = new Set(grouped.map(({ rule }) => rule.urn));
  const stray = stack
    .ofType(dnsTypes.rule)
    .filter(({ urn }) => !known.has(urn))
    .map((rule) => {
      const place = [rule, "firewallRuleGroupId"] as const;
      return refused(place, "no rule group of the stack", "Who uses that group is not declared.", fix);
    });
  return [...foreign, ...grouped.flatMap((rule) => checkRule(rule, answered)), ...stray];
}

export const dnsFirewall: Rule = {
  id: "dns-firewall",
  title: "The DNS firewall lets names through that the stack, the build network or AWS itself answers.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "SC-7(18)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-vpc-configuration.html",
  cause:
    "Fail-open; a listed name that the internet answers; a list or rule group that the stack does not declare; redirections of a " +
    "foreign server that are trusted.",
  fix,
  judges: ofTypes(dnsTypes.config, dnsTypes.association, dnsTypes.group, dnsTypes.rule, dnsTypes.list),
  check,
  relate,
};
