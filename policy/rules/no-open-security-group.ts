import { controls } from "../controls";
import { groupRuleTypes, groupTypes, type PeerFacts, peersOf, type UnreadRules } from "../facts/groupRules";
import { type StackFacts } from "../facts/resource";
import { parsePrefix, PrefixSet } from "../prefixes";
import { declaredBlocks, privateBlocksOption, privateSet } from "../privateBlocks";
import { type Finding, ofTypes, refused, type Rule, shown, undetermined } from "../rule";

const fix = "Name the group or the block that the traffic is for.";
const reason = "The group is open to addresses that are not private.";

/** A gateway endpoint's prefix list holds the service's addresses, which that endpoint alone routes. */
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

function isUnread(peer: PeerFacts | UnreadRules): peer is UnreadRules {
  return "unknown" in peer;
}

function judgeBlock(
  { owner, property, fact }: PeerFacts,
  allowed: PrefixSet,
  why: string,
): readonly Finding[] {
  if (fact.state === "absent") return [];
  if (fact.state === "unknown") return [undetermined([owner, property], fact, reason, fix)];
  const prefix = parsePrefix(fact.value);
  if (!prefix) {
    return [
      refused([owner, property], shown(fact), "It is not an IP prefix, so nothing can be said of it.", fix),
    ];
  }
  const outside = PrefixSet.from([prefix]).subtract(allowed);
  return outside.isEmpty
    ? []
    : [refused([owner, property], shown(fact), `The group is open to ${outside.describe()}, ${why}.`, fix)];
}

/** Only the whole stack tells whose prefix list it is. */
function judgePrefixList(
  { owner, property, sourceProperty, fact }: PeerFacts,
  own: ReadonlySet<string>,
): readonly Finding[] {
  const sources = owner.sources(sourceProperty);
  // By its id too, as after an update: a group's own answer names the lists of rules that are resources of their own.
  if (fact.state === "known" && own.has(fact.value)) return [];
  if (sources.length > 0 && sources.every(({ type }) => type === endpointType)) return [];
  const advice =
    "Use the prefix list of a gateway endpoint of this stack (endpoint.prefixListId), or blocks.";
  return [
    refused([owner, property], shown(fact), "What the prefix list holds cannot be seen at preview.", advice),
  ];
}

function relate(stack: StackFacts, allowed: PrefixSet): readonly Finding[] {
  const declared = declaredBlocks(stack);
  const blocks = declared && declared.network.union(declared.link).intersect(allowed);
  const lists = new Set(
    stack.ofType(endpointType).flatMap(({ props }) => {
      const list = props.text("prefixListId");
      return list.state === "known" ? [list.value] : [];
    }),
  );
  const owners = [...groupTypes, ...groupRuleTypes].flatMap((type) => stack.ofType(type));
  return owners.flatMap((owner) =>
    peersOf(owner).flatMap((peer): readonly Finding[] => {
      if (isUnread(peer)) return [];
      if (peer.kind === "prefixList") return judgePrefixList(peer, lists);
      const checked = judgeBlock(peer, allowed, "").length > 0;
      if (checked || !blocks) return [];
      return judgeBlock(
        peer,
        blocks,
        `which is neither the stack's network nor behind its VPN (${blocks.describe(8)})`,
      );
    }),
  );
}

export const noOpenSecurityGroup: Rule = {
  id: "no-open-security-group",
  title: "A security group is open to declared private blocks and groups only.",
  control: controls.listedPeers,
  severity: "critical",
  frameworks: { nist: ["SC-7(5)", "AC-4"], cis: ["5.3", "5.4"], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
  cause:
    "A rule, inline or of its own, IPv4 or IPv6, in or out, for addresses that are not private, or neither the " +
    "stack's nor the build network's; a prefix list that is not a gateway endpoint's.",
  fix,
  options: { privateBlocks: privateBlocksOption },
  judges: ofTypes(...groupTypes, ...groupRuleTypes),
  check: (owner, options) => {
    const allowed = privateSet(options);
    return peersOf(owner).flatMap((peer): readonly Finding[] => {
      if (isUnread(peer)) return [undetermined([owner, peer.property], peer.unknown, reason, fix)];
      return peer.kind === "block" ? judgeBlock(peer, allowed, "which is not private") : [];
    });
  },
  relate: (stack, options) => relate(stack, privateSet(options)),
};
