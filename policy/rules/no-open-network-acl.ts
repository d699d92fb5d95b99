import { controls } from "../controls";
import { type Props } from "../facts/props";
import { type ResourceFacts } from "../facts/resource";
import { parsePrefix, PrefixSet } from "../prefixes";
import { privateBlocksOption, privateSet } from "../privateBlocks";
import { type Finding, ofTypes, refused, type Rule, shown, undetermined } from "../rule";

const ruleType = "aws:ec2/networkAclRule:NetworkAclRule";
const aclTypes = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"];
const fix = "Allow the network's own and the build network's blocks, each by its prefix.";
const reason = "The network ACL lets addresses through that are not private.";

/** One entry: `action` is the name of the property that says allow or deny. Denying anything is fine. */
function checkEntry(
  owner: ResourceFacts,
  path: string,
  props: Props,
  action: string,
  allowed: PrefixSet,
): Finding[] {
  const verb = props.text(action);
  if (verb.state === "known" && verb.value.toLowerCase() === "deny") return [];
  return ["cidrBlock", "ipv6CidrBlock"].flatMap((name): Finding[] => {
    const place = [owner, `${path}${name}`] as const;
    const block = props.text(name);
    if (block.state === "absent") return [];
    if (block.state === "unknown") return [undetermined(place, block, reason, fix)];
    const prefix = parsePrefix(block.value);
    if (!prefix)
      return [refused(place, shown(block), "It is not an IP prefix, so nothing can be said of it.", fix)];
    const outside = PrefixSet.from([prefix]).subtract(allowed);
    if (outside.isEmpty) return [];
    const why = `The network ACL lets ${outside.describe()} through, which is not private.`;
    return [refused(place, shown(block), why, fix)];
  });
}

function checkInline(
  owner: ResourceFacts,
  property: "ingress" | "egress",
  allowed: PrefixSet,
): readonly Finding[] {
  const entries = owner.props.objects(property);
  if (entries.state === "absent") return [];
  if (entries.state === "unknown") return [undetermined([owner, property], entries, reason, fix)];
  return entries.value.flatMap((entry, index) => {
    const path = `${property}[${index}]`;
    if (entry.state === "unknown") return [undetermined([owner, path], entry, reason, fix)];
    return entry.state === "absent" ? [] : checkEntry(owner, `${path}.`, entry.value, "action", allowed);
  });
}

export const noOpenNetworkAcl: Rule = {
  id: "no-open-network-acl",
  title: "A network ACL allows private addresses only.",
  control: controls.listedPeers,
  severity: "high",
  cause: "An entry that allows a block, IPv4 or IPv6, which is not private.",
  fix,
  options: { privateBlocks: privateBlocksOption },
  judges: ofTypes(ruleType, ...aclTypes),
  check(owner, options) {
    const allowed = privateSet(options);
    if (owner.type === ruleType) return checkEntry(owner, "", owner.props, "ruleAction", allowed);
    return [...checkInline(owner, "ingress", allowed), ...checkInline(owner, "egress", allowed)];
  },
};
