import { controls } from "../controls";
import { type Props } from "../facts/props";
import { subnetsWithGatewayEndpoint } from "../facts/gatewaySubnets";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { parsePrefix, PrefixSet } from "../prefixes";
import { privateBlocksOption, privateSet } from "../privateBlocks";
import { type Finding, ofTypes, refused, type Rule, shown, undetermined } from "../rule";

const ruleType = "aws:ec2/networkAclRule:NetworkAclRule";
const aclType = "aws:ec2/networkAcl:NetworkAcl";
const defaultType = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
const aclTypes = [aclType, defaultType];
const vpcType = "aws:ec2/vpc:Vpc";
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

/** A shape of entries that S3 and DynamoDB need, whose public addresses no network ACL can name. */
const serviceEntries = {
  /** A connection to them. */
  egress: (first: number, last: number) => first === 443 && last === 443,
  /** Their answers, to ports that are not privileged. Source: VPC guide, "Network ACLs", Ephemeral ports. */
  ingress: (first: number, last: number) => first >= 1024 && last <= 65_535,
} as const;

type Direction = keyof typeof serviceEntries;

function isServiceEntry(entry: Props, direction: Direction): boolean {
  const [protocol, first, last] = [entry.text("protocol"), entry.number("fromPort"), entry.number("toPort")];
  return (
    entry.text("ipv6CidrBlock").state === "absent" &&
    protocol.state === "known" &&
    ["tcp", "6"].includes(protocol.value) &&
    first.state === "known" &&
    last.state === "known" &&
    serviceEntries[direction](first.value, last.value)
  );
}

function checkInline(owner: ResourceFacts, property: Direction, allowed: PrefixSet): readonly Finding[] {
  const entries = owner.props.objects(property);
  if (entries.state === "absent") return [];
  if (entries.state === "unknown") return [undetermined([owner, property], entries, reason, fix)];
  return entries.value.flatMap((entry, index) => {
    const path = `${property}[${index}]`;
    if (entry.state === "unknown") return [undetermined([owner, path], entry, reason, fix)];
    if (entry.state === "absent") return [];
    // Where its subnets have a gateway endpoint, such an entry opens nothing else: `relate` looks.
    if (owner.type === aclType && isServiceEntry(entry.value, property)) return [];
    return checkEntry(owner, `${path}.`, entry.value, "action", allowed);
  });
}

/** Entries for S3 and DynamoDB stand only where a gateway endpoint is the one way to public addresses. */
function serviceEntriesElsewhere(stack: StackFacts, allowed: PrefixSet): readonly Finding[] {
  const withEndpoint = subnetsWithGatewayEndpoint(stack);
  return stack.ofType(aclType).flatMap((acl) => {
    const subnets = acl.sources("subnetIds");
    if (subnets.length > 0 && subnets.every(({ urn }) => withEndpoint.has(urn))) return [];
    return (["ingress", "egress"] as const).flatMap((property) => {
      const entries = acl.props.objects(property);
      if (entries.state !== "known") return [];
      return entries.value.flatMap((entry, index) =>
        entry.state === "known" && isServiceEntry(entry.value, property)
          ? checkEntry(acl, `${property}[${index}].`, entry.value, "action", allowed)
          : [],
      );
    });
  });
}

/** AWS's default list lets everything through, and stands wherever no other does. */
function undeclaredDefaults(stack: StackFacts): readonly Finding[] {
  const property = "defaultNetworkAclId";
  const lists = stack.ofType(defaultType);
  return stack
    .ofType(vpcType)
    .filter((vpc) => {
      const id = vpc.props.text(property);
      return !lists.some((list) => {
        const named = list.props.text(property);
        const byId = id.state === "known" && named.state === "known" && id.value === named.value;
        return byId || list.sources(property).some(({ urn }) => urn === vpc.urn);
      });
    })
    .map((vpc) =>
      refused(
        [vpc],
        "its default network ACL is not declared",
        "A subnet that names no list has it, and AWS's own lets everything through.",
        "Declare aws.ec2.DefaultNetworkAcl for the VPC, without entries.",
      ),
    );
}

export const noOpenNetworkAcl: Rule = {
  id: "no-open-network-acl",
  title: "A network ACL allows private addresses only, beside what a gateway endpoint needs.",
  control: controls.listedPeers,
  severity: "high",
  frameworks: { nist: ["SC-7(5)", "AC-4"], cis: ["5.2"], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
  cause:
    "A VPC whose default network ACL is not declared; an entry that allows a block, IPv4 or IPv6, which is not private; TCP 443 out and answers in are let through where " +
    "the route table of all the list's subnets holds a gateway endpoint.",
  fix,
  options: { privateBlocks: privateBlocksOption },
  judges: ofTypes(ruleType, vpcType, ...aclTypes),
  check(owner, options) {
    if (owner.type === vpcType) return [];
    const allowed = privateSet(options);
    if (owner.type === ruleType) return checkEntry(owner, "", owner.props, "ruleAction", allowed);
    return [...checkInline(owner, "ingress", allowed), ...checkInline(owner, "egress", allowed)];
  },
  relate: (stack, options) => [
    ...undeclaredDefaults(stack),
    ...serviceEntriesElsewhere(stack, privateSet(options)),
  ],
};
