import { controls } from "../controls";
import { deniedTypes } from "../denied/denied";
import { groupRuleTypes, groupTypes } from "../facts/groupRules";
import { type Props } from "../facts/props";
import { References } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, refused, type Rule } from "../rule";
import { nameIn } from "../types";

const [ingressType, egressType, oldType] = groupRuleTypes;
const fix =
  "Declare each rule as aws.vpc.SecurityGroupIngressRule or SecurityGroupEgressRule, and none inline.";
const reason = "Shapes overwrite each other: which rules stand in the end depends on the order of updates.";
const types = deniedTypes["one-shape-of-group-rules"] ?? {};

/** Rule by rule what a group says inline: `tcp 443 443 10.0.0.0/8`. Undefined: something in it is not known. */
function inlineRules(group: ResourceFacts, direction: "ingress" | "egress"): readonly string[] | undefined {
  const rules = group.props.objects(direction);
  if (rules.state === "absent") return [];
  if (rules.state === "unknown") return undefined;
  const told = rules.value.flatMap((rule) => {
    if (rule.state !== "known") return [undefined];
    return ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"].flatMap((name) => {
      const peers = rule.value.texts(name);
      if (peers.state === "absent") return [];
      if (peers.state === "unknown") return [undefined];
      return peers.value.map((peer) => (peer.state === "known" ? told1(rule.value, peer.value) : undefined));
    });
  });
  const known = told.filter((each) => each !== undefined);
  return known.length === told.length && told.length > 0 ? known : rules.value.length === 0 ? [] : undefined;
}

function told1(rule: Props, peer: string): string {
  const [protocol, from, to] = [rule.text("protocol"), rule.number("fromPort"), rule.number("toPort")].map(
    (fact) => (fact.state === "known" ? String(fact.value) : ""),
  );
  const isAll = protocol === "-1";
  return `${protocol ?? ""} ${isAll ? "" : (from ?? "")} ${isAll ? "" : (to ?? "")} ${peer}`;
}

/** The same of a rule of its own. */
function ownRule({ props }: ResourceFacts): readonly string[] {
  const [protocol, from, to] = [
    props.text("ipProtocol"),
    props.number("fromPort"),
    props.number("toPort"),
  ].map((fact) => (fact.state === "known" ? String(fact.value) : ""));
  const isAll = protocol === "-1";
  return ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"].flatMap((name) => {
    const peer = props.text(name);
    return peer.state === "known"
      ? [`${protocol ?? ""} ${isAll ? "" : (from ?? "")} ${isAll ? "" : (to ?? "")} ${peer.value}`]
      : [];
  });
}

/**
 * Inline rules that the program gave. A provider also answers with the rules that stand in AWS: those of resources of their own
 * are no second shape.
 */
function hasInline(group: ResourceFacts, rules: readonly ResourceFacts[]): boolean {
  return (["ingress", "egress"] as const).some((direction) => {
    if (group.props.get(direction).state === "absent") return false;
    if (group.isGiven !== undefined) {
      const inline = group.props.objects(direction);
      return group.isGiven(direction) && !(inline.state === "known" && inline.value.length === 0);
    }
    const inline = inlineRules(group, direction);
    const own = new Set(
      rules
        .filter(({ type }) => type === (direction === "ingress" ? ingressType : egressType))
        .flatMap(ownRule),
    );
    return inline === undefined || inline.some((each) => !own.has(each));
  });
}

function relate(stack: StackFacts): readonly Finding[] {
  const references = new References(stack);
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
    if (hasInline(group, rules)) {
      const names = rules.map(({ name }) => name).slice(0, 3);
      return [refused([group], `rules inline and of their own (${names.join(", ")})`, reason, fix)];
    }
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
