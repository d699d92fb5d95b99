import { type Fact, unknown } from "./fact";
import { referencesOf } from "./references";
import { type ResourceFacts, type StackFacts } from "./resource";

const type = (name: string) => `aws:route53/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

export const dnsTypes = {
  zone: type("Zone"),
  list: type("ResolverFirewallDomainList"),
  rule: type("ResolverFirewallRule"),
  group: type("ResolverFirewallRuleGroup"),
  association: type("ResolverFirewallRuleGroupAssociation"),
  config: type("ResolverFirewallConfig"),
  endpoint: type("ResolverEndpoint"),
  forward: type("ResolverRule"),
  forwardAssociation: type("ResolverRuleAssociation"),
  zoneAssociation: type("ZoneAssociation"),
  record: type("Record"),
} as const;

/** The resource of a type that a property names, by where its value comes from or by its id; none: not of this stack. */
export function namedBy(
  stack: StackFacts,
  owner: ResourceFacts,
  property: string,
  wanted: string,
): ResourceFacts | undefined {
  const references = referencesOf(stack);
  const source = owner.sources(property).find(({ type }) => type === wanted);
  const value = owner.props.text(property);
  return (
    (source && references.ofUrn(source.urn)) ??
    (value.state === "known" ? references.withId(value.value, [wanted]) : undefined)
  );
}

/** A rule of the DNS firewall, and the names that it is about. */
export interface FirewallRuleFacts {
  readonly rule: ResourceFacts;
  readonly action: Fact<string>;
  /** Undefined: a list of somebody else's, or none. */
  readonly list: ResourceFacts | undefined;
  readonly domains: Fact<readonly Fact<string>[]>;
}

/** The rules of each group of a stack. */
const byGroup = new WeakMap<StackFacts, ReadonlyMap<string | undefined, readonly FirewallRuleFacts[]>>();

function groupedRules(stack: StackFacts): ReadonlyMap<string | undefined, readonly FirewallRuleFacts[]> {
  const grouped = new Map<string | undefined, FirewallRuleFacts[]>();
  for (const rule of stack.ofType(dnsTypes.rule)) {
    const list = namedBy(stack, rule, "firewallDomainListId", dnsTypes.list);
    const domains = list?.props.texts("domains") ?? unknown("is a list that the stack does not declare");
    const group = namedBy(stack, rule, "firewallRuleGroupId", dnsTypes.group)?.urn;
    const same = grouped.get(group) ?? [];
    same.push({ rule, action: rule.props.text("action"), list, domains });
    grouped.set(group, same);
  }
  return grouped;
}

/** The rules of a group. */
export function rulesOfGroup(stack: StackFacts, group: ResourceFacts): readonly FirewallRuleFacts[] {
  const known = byGroup.get(stack) ?? groupedRules(stack);
  byGroup.set(stack, known);
  return known.get(group.urn) ?? [];
}

/** Domains by who answers them: names of private zones, and of rules that forward to servers of one's own. */
export interface AnsweredDomains {
  readonly zones: readonly string[];
  readonly forwarded: readonly string[];
}

const vpcType = "aws:ec2/vpc:Vpc";

/**
 * Domains that are answered wherever a machine may ask: in every VPC with DNS. In one that a zone or a forwarding rule is not associated with,
 * Amazon's resolver asks the internet for the same name, as it does by a rule of type SYSTEM. Source: Route 53 guide, "How Resolver decides".
 */
export function answeredDomains(stack: StackFacts): AnsweredDomains {
  const asking = stack.ofType(vpcType).filter(({ props }) => {
    const support = props.flag("enableDnsSupport");
    return support.state !== "known" || support.value;
  });
  const names = (
    wanted: string,
    property: string,
    isAnswered: (answering: ResourceFacts, vpc: string) => boolean,
  ) =>
    stack.ofType(wanted).flatMap((answering) => {
      const name = answering.props.text(property);
      if (name.state !== "known" || !asking.every(({ urn }) => isAnswered(answering, urn))) return [];
      // AWS answers some names with a dot at their end.
      return [name.value.replace(/\.$/, "").toLowerCase()];
    });
  const associated = (type: string, property: string, wanted: string) =>
    new Set(
      stack.ofType(type).map((each) => {
        const answering = namedBy(stack, each, property, wanted)?.urn ?? "";
        return `${answering} ${namedBy(stack, each, "vpcId", vpcType)?.urn ?? ""}`;
      }),
    );
  const byZone = associated(dnsTypes.zoneAssociation, "zoneId", dnsTypes.zone);
  const byRule = associated(dnsTypes.forwardAssociation, "resolverRuleId", dnsTypes.forward);
  return {
    zones: names(
      dnsTypes.zone,
      "name",
      (zone, vpc) => vpcsOfZone(stack, zone).has(vpc) || byZone.has(`${zone.urn} ${vpc}`),
    ),
    forwarded: names(dnsTypes.forward, "domainName", (forward, vpc) => {
      const type = forward.props.text("ruleType");
      return type.state === "known" && type.value === "FORWARD" && byRule.has(`${forward.urn} ${vpc}`);
    }),
  };
}

/** URNs of the VPCs that a zone names itself: by their ids, and where one is not known by its source, if that is the only one. */
function vpcsOfZone(stack: StackFacts, zone: ResourceFacts): ReadonlySet<string> {
  const references = referencesOf(stack);
  const listed = zone.props.objects("vpcs");
  if (listed.state === "absent") return new Set();
  const sources = zone.sources("vpcs").filter(({ type }) => type === vpcType);
  const items = listed.state === "known" ? listed.value : [];
  const named = items.flatMap((item) => {
    const id = item.state === "known" ? item.value.text("vpcId") : item;
    return id.state === "known" ? (references.withId(id.value, [vpcType])?.urn ?? []) : [];
  });
  // Every one of several sources is named only if each has an item of its own.
  const isEach = sources.length === 1 || items.length - named.length >= sources.length;
  return new Set([...named, ...(isEach ? sources.map(({ urn }) => urn) : [])]);
}

/** True if `name` is `domain` or below it. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
