import { type Fact } from "../../../facts/fact";
import { type ResourceFacts } from "../../../facts/resource";
import { type Match, type Step } from "../../network";
import { blockOf, internetBlocks } from "../addresses";
import { allMembers, type GroupMembers, membersOf } from "./groupMembers";
import { type Direction, type GroupRule, inlineRules, type RulePeer, standaloneRule } from "./groupRuleFacts";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { anything, type Build, reasonOf } from "../parts";
import { perBuild } from "../perBuild";
import { blocksOfPrefixList, prefixListOf } from "./prefixLists";
import { type ProtocolMatch, protocolMatch, protocolText } from "./protocols";
import { tokens } from "../tokens";

/** A step of a group, wherever it leads. */
export type RuleStep = Omit<Step, "to">;

interface HeldRule {
  readonly rule: GroupRule;
  /** Whether it is a rule of this group is not known. */
  readonly why?: string;
}

const fix = "Remove the rule, or narrow it to what has to pass.";

/** Rules by the key of their group; those of a group that is not known. */
const heldRules = perBuild((build): ReadonlyMap<string | undefined, readonly HeldRule[]> => {
  const { stack, layout } = build;
  const { groups } = placesOf(layout);
  const held = new Map<string | undefined, HeldRule[]>();
  const give = (key: string | undefined, rule: HeldRule) => {
    const same = held.get(key);
    if (same === undefined) held.set(key, [rule]);
    else same.push(rule);
  };
  for (const group of tokens.groups.flatMap((type) => stack.ofType(type)))
    for (const rule of inlineRules(group)) give(group.urn, { rule });
  const standalone = [tokens.ingressRule, tokens.egressRule, tokens.groupRule];
  for (const owner of standalone.flatMap((type) => stack.ofType(type))) {
    const id = owner.props.text("securityGroupId");
    const named = groups.of(owner, "securityGroupId", id);
    for (const rule of standaloneRule(owner)) {
      if (named?.kind === "group") give(named.key, { rule });
      else if (named?.kind === "oneOf") for (const key of named.keys) give(key, { rule, why: named.why });
      else if (named?.kind === "unknown") give(undefined, { rule, why: named.why });
    }
  }
  return held;
});

const compiled = perBuild((_build) => new Map<string, readonly RuleStep[]>());

/** What a group lets through in a direction, by all its rules. @param key of the group @param resource a VPC for its unmanaged default group */
export function ruleSteps(
  build: Build,
  key: string,
  resource: ResourceFacts,
  direction: Direction,
): readonly RuleStep[] {
  const cache = compiled(build);
  const cached = cache.get(`${direction} ${key}`);
  if (cached !== undefined) return cached;
  const held = heldRules(build);
  const steps = [
    ...(isVpc(resource) ? unmanaged(build, key, resource, direction) : []),
    ...[...(held.get(key) ?? []), ...(held.get(undefined) ?? [])]
      .filter(({ rule }) => rule.direction === direction)
      .flatMap(({ rule, why }) => stepsOf(build, key, rule, why)),
  ];
  cache.set(`${direction} ${key}`, steps);
  return steps;
}

function isVpc({ type }: ResourceFacts): boolean {
  return (tokens.vpcs as readonly string[]).includes(type);
}

/** Source: VPC guide, "Default security groups for your VPCs": members in, everything out. */
function unmanaged(build: Build, key: string, vpc: ResourceFacts, direction: Direction): readonly RuleStep[] {
  const more = { fix: "Declare a DefaultSecurityGroup without rules.", property: "defaultSecurityGroupId" };
  if (direction === "egress") {
    const by = reasonOf(vpc, "the default group, which nothing manages, lets everything out", more);
    return [{ match: anything, take: "always", by }];
  }
  const by = reasonOf(vpc, "the default group, which nothing manages, lets its members in", more);
  return ofMembers(direction, membersOf(allMembers(build), key), { match: {} }, "always", by);
}

function stepsOf(build: Build, key: string, rule: GroupRule, doubt: string | undefined): readonly RuleStep[] {
  const { owner, direction, path } = rule;
  const protocol = protocolMatch(rule.protocol);
  const what = `allows ${protocolText(protocol)} ${direction === "ingress" ? "from" : "to"}`;
  const reason = (property: string, text: string, why?: string) =>
    reasonOf(owner, text, {
      ...(property !== "" && { property }),
      fix,
      ...(why !== undefined && { missing: missingOf(owner, property === "" ? undefined : property, why) }),
    });
  if (rule.why !== undefined && rule.peers.length === 0)
    return [{ match: {}, take: "perhaps", by: reason(path, "a rule that is not known", rule.why) }];
  const certainty = rule.why ?? doubt ?? protocol.why;
  const side = (blocks: readonly string[]): Match =>
    direction === "ingress"
      ? { ...protocol.match, source: blocks }
      : { ...protocol.match, destination: blocks };
  const simple = (peer: RulePeer, match: Match, text: string, why: string | undefined): RuleStep => ({
    match,
    take: why === undefined ? "always" : "perhaps",
    by: reason(peer.property, `${what} ${text}`, why),
  });
  return rule.peers.flatMap((peer): readonly RuleStep[] => {
    const { fact } = peer;
    if (fact.state === "absent") return [];
    const top = peer.property.split(/[.[]/)[0] ?? peer.property;
    switch (peer.kind) {
      case "block": {
        const block = fact.state === "known" ? blockOf(fact.value) : undefined;
        if (block !== undefined) return [simple(peer, side([block]), block, certainty)];
        const why = fact.state === "unknown" ? fact.why : "is no CIDR block";
        return [simple(peer, protocol.match, "a block that is not known", why)];
      }
      case "list":
        return listSteps(build, owner, top, fact, (blocks, text, why) =>
          simple(peer, side(blocks), text, why ?? certainty),
        );
      default:
        return groupPeer(build, key, peer, owner, top, fact, direction, protocol, (text, why) =>
          reason(peer.property, `${what} ${text}`, why ?? certainty),
        );
    }
  });
}

function listSteps(
  build: Build,
  owner: ResourceFacts,
  top: string,
  fact: Fact<string>,
  step: (blocks: readonly string[], text: string, why?: string) => RuleStep,
): readonly RuleStep[] {
  const reference = prefixListOf(build.references, owner, top, fact);
  if (reference === undefined) return [];
  const { blocks, isExact, service, why } = blocksOfPrefixList(build, reference);
  const text = service === undefined ? "the blocks of a prefix list" : `the addresses of ${service}`;
  if (isExact) return blocks.length === 0 ? [] : [step(blocks, text)];
  const open = why ?? "is not known";
  if (service === undefined) return [step(blocks, text, open)];
  return [step(blocks, text), step(internetBlocks, text, open)];
}

function groupPeer(
  build: Build,
  key: string,
  peer: RulePeer,
  owner: ResourceFacts,
  top: string,
  fact: Fact<string>,
  direction: Direction,
  protocol: ProtocolMatch,
  reason: (text: string, why?: string) => Step["by"],
): readonly RuleStep[] {
  const all = allMembers(build);
  const whose = (groupKey: string, name: string, why?: string): readonly RuleStep[] => {
    const by = reason(`members of ${name}`, why);
    const certain = by.missing === undefined ? "always" : "perhaps";
    return [
      ...ofMembers(direction, membersOf(all, groupKey), protocol, certain, by),
      ...ofMembers(direction, all.possible, protocol, "perhaps", {
        ...by,
        missing: by.missing ?? missingOf(owner, peer.property, "may have members that are not known"),
      }),
    ];
  };
  if (peer.kind === "self")
    return whose(key, "its own group", fact.state === "unknown" ? fact.why : undefined);
  const named = placesOf(build.layout).groups.of(owner, top, fact);
  switch (named?.kind) {
    case undefined:
      return [];
    case "group":
      return whose(named.key, named.resource.name);
    case "oneOf":
      return named.keys.flatMap((one) => whose(one, "one of several groups", named.why));
    case "outside": {
      const why = `is '${named.id}', a group that the stack does not declare`;
      return [{ match: protocol.match, take: "perhaps", by: reason(`members of ${named.id}`, why) }];
    }
    case "unknown":
      return [{ match: protocol.match, take: "perhaps", by: reason("members of a group", named.why) }];
  }
}

/** Members as senders of what comes in, as addresses for what goes out. */
function ofMembers(
  direction: Direction,
  { senders, addresses, blocks }: GroupMembers,
  { match }: Pick<ProtocolMatch, "match">,
  certain: "always" | "perhaps",
  by: Step["by"],
): readonly RuleStep[] {
  if (senders.length === 0) return [];
  if (direction === "ingress") return [{ match: { ...match, senders }, take: certain, by }];
  const some = certain === "always" ? "some" : certain;
  return [
    ...(addresses.length === 0
      ? []
      : [{ match: { ...match, destination: addresses }, take: certain, by } as const]),
    ...(blocks.length === 0 ? [] : [{ match: { ...match, destination: blocks }, take: some, by } as const]),
  ];
}
