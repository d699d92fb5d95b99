import { controls } from "../controls";
import { expect } from "../expect";
import { groupRuleTypes, groupTypes, peersOf } from "../facts/groupRules";
import {
  inlineEntries,
  type PrefixListEntry,
  prefixListEntryType,
  PrefixLists,
  prefixListType,
} from "../facts/prefixLists";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { routesOf, routeTableTypes, routeType } from "../facts/routes";
import { parsePrefix, PrefixSet } from "../prefixes";
import { privateBlocksOption, privateSet } from "../privateBlocks";
import { type Finding, ofTypes, type OptionValues, refused, type Rule, shown, undetermined } from "../rule";

const fix =
  "Use blocks, a prefix list that this stack declares, or that of one of its gateway endpoints (endpoint.prefixListId).";
const reason = "What the list holds is not declared here, and its owner may change it at any time.";
const wide = "Who names the list means addresses that are not private.";
const users = [...groupTypes, ...groupRuleTypes, routeType, ...routeTableTypes];

function checkEntry({ owner, property, fact }: PrefixListEntry, allowed: PrefixSet): readonly Finding[] {
  return expect({
    ...{ resource: owner, property, fact, reason: wide, fix: "List private blocks only." },
    accepts: (text) => {
      const prefix = parsePrefix(text);
      return prefix !== undefined && allowed.contains(PrefixSet.from([prefix]));
    },
    absentIs: "refused",
  });
}

function check(resource: ResourceFacts, options: OptionValues): readonly Finding[] {
  const allowed = privateSet(options);
  if (resource.type === prefixListType)
    return inlineEntries(resource).flatMap((entry) => checkEntry(entry, allowed));
  if (resource.type !== prefixListEntryType) return [];
  const entry = { owner: resource, property: "cidr", fact: resource.props.text("cidr") };
  return checkEntry(entry, allowed);
}

/** Where a route or a group names a prefix list. */
function usesOf(owner: ResourceFacts): readonly PrefixListEntry[] {
  if (owner.type === routeType || routeTableTypes.some((type) => type === owner.type)) {
    return routesOf(owner).flatMap((route) =>
      "unknown" in route
        ? []
        : [{ owner, property: `${route.path}destinationPrefixListId`, fact: route.prefixList }],
    );
  }
  return peersOf(owner).flatMap((peer) =>
    "unknown" in peer || peer.kind !== "prefixList"
      ? []
      : [{ owner, property: peer.property, fact: peer.fact }],
  );
}

/** Routes and groups whose whole list is unknown are their own rules' to report. */
function relate(stack: StackFacts): readonly Finding[] {
  const lists = new PrefixLists(stack);
  const used = users
    .flatMap((type) => stack.ofType(type))
    .flatMap(usesOf)
    .flatMap(({ owner, property, fact }): readonly Finding[] => {
      const named = lists.named(owner, property, fact);
      if (named?.kind === "unknown") return [undetermined([owner, property], named.unknown, reason, fix)];
      return named?.kind === "outside" ? [refused([owner, property], shown(fact), reason, fix)] : [];
    });
  const foreign = stack
    .ofType(prefixListEntryType)
    .filter((entry) => lists.listOfEntry(entry) === undefined)
    .map((entry) => {
      const fact = entry.props.text("prefixListId");
      const place = [entry, "prefixListId"] as const;
      return fact.state === "unknown"
        ? undetermined(place, fact, reason, fix)
        : refused(place, shown(fact), reason, fix);
    });
  return [...used, ...foreign];
}

export const knownPrefixLists: Rule = {
  id: "known-prefix-lists",
  title: "Prefix lists are the stack's own, with private blocks, or those of its gateway endpoints.",
  control: controls.listedPeers,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html",
  cause:
    "A route or a group with a prefix list that the stack does not declare; an entry that is not private, or for such a list.",
  fix,
  options: { privateBlocks: privateBlocksOption },
  judges: ofTypes(prefixListType, prefixListEntryType, ...users),
  check,
  relate,
};
