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
export function answeredDomains(stack: StackFacts): {
  readonly zones: readonly string[];
  readonly forwarded: readonly string[];
} {
  const names = (wanted: string, property: string) =>
    stack.ofType(wanted).flatMap(({ props }) => {
      const name = props.text(property);
      // AWS answers some names with a dot at their end.
      return name.state === "known" ? [name.value.replace(/\.$/, "").toLowerCase()] : [];
    });
  return { zones: names(dnsTypes.zone, "name"), forwarded: names(dnsTypes.forward, "domainName") };
}

/** True if `name` is `domain` or below it. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
