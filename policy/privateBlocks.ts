import { type StackFacts } from "./facts/resource";
import { parsePrefix, PrefixSet } from "./prefixes";
import { type OptionValues, type RuleOption } from "./rule";

/** Private addresses: RFC 1918 section 3, and RFC 4193 section 3.1 for IPv6. */
const privateBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"] as const;

/** Widest block that an operator may declare private, in bits: that of RFC 1918 and of RFC 4193. */
const widest = { 4: 8, 6: 7 } as const;

/** Option of each rule that judges addresses: the blocks outside of which nothing is private. */
export const privateBlocksOption: RuleOption = {
  description: "Blocks that count as private, in CIDR notation.",
  default: privateBlocks,
  check(values) {
    if (values.length === 0)
      throw new RangeError("privateBlocks is empty; name at least one block, e.g. 10.0.0.0/8");
    for (const value of values) {
      const prefix = parsePrefix(value);
      if (prefix && prefix.length >= widest[prefix.family]) continue;
      throw new RangeError(
        `privateBlocks: '${value}' is not a private block. Allowed: a prefix such as 10.20.0.0/16, ` +
          `of length ${widest[4]} or more (IPv6: ${widest[6]} or more).`,
      );
    }
  },
};

export function privateSet(options: OptionValues): PrefixSet {
  return PrefixSet.of(...(options["privateBlocks"] ?? privateBlocks));
}

export interface DeclaredBlocks {
  readonly network: PrefixSet;
  readonly link: PrefixSet;
}

/**
 * The blocks that the stack itself declares: its network's own, and those that its VPN connections route to. None if
 * it has no network or no link with static routes, or if one of these is not known: then only the private blocks bound
 * the rules, and the rules that judge these resources report the unknown.
 */
export function declaredBlocks(stack: StackFacts): DeclaredBlocks | undefined {
  const network = known(stack, "aws:ec2/vpc:Vpc", "cidrBlock");
  const link = known(stack, "aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "destinationCidrBlock");
  return network && link && { network, link };
}

function known(stack: StackFacts, type: string, property: string): PrefixSet | undefined {
  const prefixes = stack.ofType(type).map((resource) => {
    const fact = resource.props.text(property);
    return fact.state === "known" ? parsePrefix(fact.value) : undefined;
  });
  if (prefixes.length === 0 || prefixes.includes(undefined)) return undefined;
  return PrefixSet.from(prefixes.filter((prefix) => prefix !== undefined));
}
