import { controls } from "../controls";
import { expect, expectSet } from "../expect";
import {
  answeredDomains,
  dnsTypes,
  type FirewallRuleFacts,
  isWithin,
  namedBy,
  rulesOfGroup,
} from "../facts/dns";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { parsePrefix, PrefixSet } from "../prefixes";
import { privateBlocksOption, privateSet } from "../privateBlocks";
import { type Finding, ofTypes, type OptionValues, refused, type Rule, shown, undetermined } from "../rule";

const vpcType = "aws:ec2/vpc:Vpc";
const fix =
  'Associate a DNS firewall rule group that allows the needed names and then blocks "*"; keep fail-open off.';
const reason =
  "Amazon's resolver asks the internet for any name, past groups, NACLs and routes: each query is a message out.";

/** Rules that forward, and endpoints: where queries leave by. */
function checkForward(forward: ResourceFacts, options: OptionValues): readonly Finding[] {
  const { props } = forward;
  const domain = expect({
    ...{ resource: forward, property: "domainName", fact: props.text("domainName"), reason },
    accepts: (name) => name.replace(/\.$/, "").includes("."),
    absentIs: "refused",
    fix: "Forward a domain of the build network's own, of two labels or more.",
  });
  const servers = props.objects("targetIps");
  const advice = "Forward to name servers of the build network.";
  if (servers.state === "unknown")
    return [...domain, undetermined([forward, "targetIps"], servers, reason, advice)];
  if (servers.state === "absent") return domain;
  const home = privateSet(options);
  const isHome = (ip: string) => {
    const prefix = parsePrefix(`${ip}/32`);
    return prefix !== undefined && home.contains(PrefixSet.from([prefix]));
  };
  const targets = servers.value.flatMap((server, index): readonly Finding[] => {
    if (server.state !== "known") return [];
    const property = `targetIps[${index}].ip`;
    const fact = server.value.text("ip");
    return expect({
      resource: forward,
      property,
      fact,
      accepts: isHome,
      absentIs: "refused",
      reason,
      fix: advice,
    });
  });
  return [...domain, ...targets];
}

function check(resource: ResourceFacts, options: OptionValues): readonly Finding[] {
  const { type, props } = resource;
  switch (type) {
    case dnsTypes.config:
      return expect({
        ...{ resource, property: "firewallFailOpen", fact: props.text("firewallFailOpen") },
        accepts: (open) => open === "DISABLED",
        // Source: Route 53 guide, "DNS Firewall VPC configuration".
        absentIs: "accepted",
        reason: "When the firewall does not answer, every name would be asked.",
        fix: 'Set firewallFailOpen to "DISABLED".',
      });
    case dnsTypes.zone:
      return expectSet(
        resource,
        "vpcs",
        props.get("vpcs"),
        "A zone without a VPC is public: it tells the internet the stack's names.",
        "Name the stack's VPC.",
      );
    case dnsTypes.endpoint:
      return [
        ...expect({
          ...{ resource, property: "direction", fact: props.text("direction") },
          accepts: (direction) => direction === "OUTBOUND",
          absentIs: "refused",
          reason: "An inbound endpoint opens the VPC's names to whoever reaches it.",
          fix: "Leave it out: the build network has names of its own.",
        }),
        ...expectSet(
          resource,
          "securityGroupIds",
          props.get("securityGroupIds"),
          "The endpoint would get the default security group.",
          "Name the endpoint's security group.",
        ),
      ];
    case dnsTypes.forward:
      return checkForward(resource, options);
    default:
      return [];
  }
}

/** A name is closed in if a zone of ours, a server of our own or AWS itself answers it. */
function checkName(
  place: readonly [ResourceFacts, string],
  entry: string,
  trusts: boolean,
  { zones, forwarded }: ReturnType<typeof answeredDomains>,
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
  answered: ReturnType<typeof answeredDomains>,
): readonly Finding[] {
  if (action.state === "unknown") return [undetermined([rule, "action"], action, reason, fix)];
  if (action.state === "known" && action.value === "BLOCK") return [];
  if (list === undefined) {
    return [
      refused(
        [rule, "firewallDomainListId"],
        "no list of the stack",
        "What it lets through is not declared.",
        fix,
      ),
    ];
  }
  if (domains.state === "unknown") return [undetermined([list, "domains"], domains, reason, fix)];
  if (domains.state === "absent") return [];
  const redirection = rule.props.text("firewallDomainRedirectionAction");
  const trusts =
    redirection.state === "unknown" ||
    (redirection.state === "known" && redirection.value.startsWith("TRUST"));
  return domains.value.flatMap((fact, index): readonly Finding[] => {
    const place = [list, `domains[${index}]`] as const;
    if (fact.state === "unknown") return [undetermined(place, fact, reason, fix)];
    return fact.state === "known" ? checkName(place, fact.value, trusts, answered) : [];
  });
}

function blocksAll({ rule, action, domains }: FirewallRuleFacts): boolean {
  const isBlock = action.state === "known" && action.value === "BLOCK";
  // With a query type it blocks that type only.
  const isWhole = rule.props.get("qType").state === "absent" || rule.props.text("qType").state === "absent";
  const hasAll =
    domains.state === "known" && domains.value.some((fact) => fact.state === "known" && fact.value === "*");
  return isBlock && isWhole && hasAll;
}

function relate(stack: StackFacts): readonly Finding[] {
  const answered = answeredDomains(stack);
  return stack.ofType(vpcType).flatMap((vpc): readonly Finding[] => {
    const support = vpc.props.flag("enableDnsSupport");
    if (support.state === "unknown") return [undetermined([vpc, "enableDnsSupport"], support, reason, fix)];
    if (support.state === "known" && !support.value) return [];
    const associations = stack
      .ofType(dnsTypes.association)
      .filter((association) => namedBy(stack, association, "vpcId", vpcType)?.urn === vpc.urn);
    if (associations.length === 0)
      return [refused([vpc], "no DNS firewall is associated with it", reason, fix)];
    const groups = associations.map((association) =>
      namedBy(stack, association, "firewallRuleGroupId", dnsTypes.group),
    );
    const foreign = associations
      .filter((_, index) => groups[index] === undefined)
      .map((association) =>
        refused(
          [association, "firewallRuleGroupId"],
          "no rule group of the stack",
          "Its rules are not declared.",
          fix,
        ),
      );
    const rules = groups.flatMap((group) => (group === undefined ? [] : rulesOfGroup(stack, group)));
    const open = rules.some(blocksAll)
      ? []
      : [refused([vpc], 'no rule of its DNS firewall blocks "*"', reason, fix)];
    return [...foreign, ...open, ...rules.flatMap((rule) => checkRule(rule, answered))];
  });
}

export const closedDns: Rule = {
  id: "closed-dns",
  title:
    "Names resolve only if the stack, the build network or AWS itself answers them; DNS carries nothing out.",
  control: controls.noInternet,
  severity: "critical",
  cause:
    "A VPC with DNS and without a firewall that blocks what is not listed; a listed name that the internet answers; fail-open; a public zone; forwarding to foreign servers.",
  fix,
  options: { privateBlocks: privateBlocksOption },
  judges: ofTypes(vpcType, ...Object.values(dnsTypes)),
  check,
  relate,
};
