import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { groupRuleTypes, groupTypes } from "../facts/groupRules";
import { type Fact } from "../facts/fact";
import { type Props } from "../facts/props";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule, undetermined } from "../rule";
import { nameIn } from "../types";

const [ingressType, egressType, oldType] = groupRuleTypes;
const fix =
  "Declare each rule as aws.vpc.SecurityGroupIngressRule or SecurityGroupEgressRule, and none inline.";
const reason = "Shapes overwrite each other: which rules stand in the end depends on the order of updates.";
const types = deniedTypes["one-shape-of-group-rules"] ?? {};

/** Texts of numbers and texts alike; a protocol of all traffic has no ports, whatever is written. */
function keyOf(rule: Props, protocol: string, peer: string): string {
  const said = rule.text(protocol);
  const kind = said.state === "known" ? said.value : "";
  const ports = ["fromPort", "toPort"].map((name) => {
    const port = rule.number(name);
    return port.state === "known" && kind !== "-1" ? String(port.value) : "";
  });
  return [kind, ...ports, peer].join(" ");
}

const inlinePeers = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"];
const ownPeers = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

/** What a group says inline, a key for each peer; unknown if a part of it is. */
function inlineRules(group: ResourceFacts, direction: "ingress" | "egress"): Fact<readonly string[]> {
  const rules = group.props.objects(direction);
  if (rules.state !== "known") return rules;
  const keys: string[] = [];
  for (const rule of rules.value) {
    if (rule.state === "unknown") return rule;
    if (rule.state === "absent") continue;
    for (const peers of inlinePeers.map((name) => rule.value.texts(name))) {
      if (peers.state === "unknown") return peers;
      for (const peer of peers.state === "known" ? peers.value : []) {
        if (peer.state === "unknown") return peer;
        if (peer.state === "known") keys.push(keyOf(rule.value, "protocol", peer.value));
      }
    }
    if (rule.value.flag("self").state === "known") keys.push(keyOf(rule.value, "protocol", "self"));
  }
  return { state: "known", value: keys };
}

/** The same of a rule of its own. */
function ownRules({ props }: ResourceFacts, group: ResourceFacts): readonly string[] {
  const id = group.props.text("id");
  return ownPeers.flatMap((name) => {
    const peer = props.text(name);
    if (peer.state !== "known") return [];
    const isSelf = id.state === "known" && id.value === peer.value;
    return [keyOf(props, "ipProtocol", peer.value), ...(isSelf ? [keyOf(props, "ipProtocol", "self")] : [])];
  });
}

/**
 * Inline rules that the program gave. A provider also answers with the rules that stand in AWS: those of resources of their own
 * are no second shape.
 */
function checkInline(group: ResourceFacts, rules: readonly ResourceFacts[]): readonly Finding[] {
  const names = rules.map(({ name }) => name).slice(0, 3);
  const mixed = refused([group], `rules inline and of their own (${names.join(", ")})`, reason, fix);
  for (const direction of ["ingress", "egress"] as const) {
    const inline = inlineRules(group, direction);
    if (inline.state === "absent") continue;
    if (group.isGiven !== undefined && !group.isGiven(direction)) continue;
    if (inline.state === "unknown") return [undetermined([group, direction], inline, reason, fix)];
    if (inline.value.length === 0) continue;
    const own = new Set(
      rules
        .filter(({ type }) => type === (direction === "ingress" ? ingressType : egressType))
        .flatMap((rule) => ownRules(rule, group)),
    );
    if (group.isGiven !== undefined || inline.value.some((each) => !own.has(each))) return [mixed];
  }
  return [];
}

function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  const byGroup = new Map<ResourceFacts, ResourceFacts[]>();
  for (const rule of groupRuleTypes.flatMap((type) => stack.ofType(type))) {
    const property = "securityGroupId";
    const group = references.of(rule, property, rule.props.text(property), groupTypes);
    if (group?.kind !== "resource") continue;
    byGroup.set(group.resource, [...(byGroup.get(group.resource) ?? []), rule]);
  }
  return [...byGroup].flatMap(([group, rules]): readonly Finding[] => {
    const old = rules.filter(({ type }) => type === oldType).length;
    const [first] = rules;
    const inline = checkInline(group, rules);
    if (inline.length > 0) return inline;
    return first !== undefined && old > 0 && old < rules.length
      ? [refused([group], "rules of the older and of the newer kind", reason, fix)]
      : [];
  });
}

export const oneShapeOfGroupRules: Rule = {
  id: "one-shape-of-group-rules",
  title: "A security group's rules are all of one shape, and the group stands where its interfaces say.",
  control: controls.listedPeers,
  severity: "high",
  frameworks: { nist: ["SC-7(5)", "CM-2"], cis: [], slsa: [] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  cause:
    "A group with inline rules and rules of their own, or of both kinds; a group that is attached to an interface, an endpoint or another " +
    "VPC by a resource of its own.",
  fix,
  judges: (type) => [...groupTypes, ...groupRuleTypes].includes(type) || nameIn(types, type) !== undefined,
  check(resource) {
    const name = nameIn(types, resource.type);
    const hidden = "What the group admits is seen at the group and at its interface, not here.";
    const advice = "Name the groups in the interface, the endpoint or the launch template.";
    return name === undefined ? [] : [refused([resource], name, hidden, advice)];
  },
  relate,
};
