import { type References } from "../../../facts/references";
import { type ResourceFacts, type StackFacts } from "../../../facts/resource";
import { anyVpcIpv6, blockOf, everyIpv4, isIpv4 } from "../addresses";
import { type Defaults } from "../defaults";
import { type Keys } from "../keys";
import { missingOf } from "../missing";
import { type SubnetPart, type UnsureBlocks, type VpcPart, zones } from "../parts";
import { tokens } from "../tokens";

/** A default VPC always has this block. Source: VPC guide, "Default VPC components". */
const defaultVpcBlock = "172.31.0.0/16";

interface Blocks {
  readonly blocks: string[];
  readonly unsure: UnsureBlocks[];
}

/** The VPCs of the stack, with all their blocks. @param judged ids, names or URNs of those that are `inside`; undefined: all */
export function vpcParts(
  stack: StackFacts,
  references: References,
  keys: Keys,
  judged: readonly string[] | undefined,
): readonly VpcPart[] {
  const more = new Map<string, ResourceFacts[]>();
  for (const type of [tokens.ipv4Block, tokens.ipv6Block]) {
    for (const block of stack.ofType(type)) {
      const vpc = references.of(block, "vpcId", block.props.text("vpcId"), tokens.vpcs);
      const vpcs = vpc?.kind === "resource" ? [vpc.resource] : vpc?.kind === "oneOf" ? vpc.resources : [];
      for (const { urn } of vpcs) more.set(urn, [...(more.get(urn) ?? []), block]);
    }
  }
  return tokens.vpcs.flatMap((type) =>
    stack.ofType(type).map((resource): VpcPart => {
      const all: Blocks = { blocks: [], unsure: [] };
      take(all, resource, "cidrBlock", type === tokens.vpcs[1] ? [defaultVpcBlock] : [everyIpv4], true);
      take(all, resource, "ipv6CidrBlock", anyVpcIpv6, asksForIpv6(resource));
      for (const block of more.get(resource.urn) ?? []) {
        if (block.type === tokens.ipv4Block) take(all, block, "cidrBlock", [everyIpv4], true);
        else take(all, block, "ipv6CidrBlock", anyVpcIpv6, true);
      }
      const key = keys.of(resource);
      const { urn, name } = resource;
      const isInside = judged === undefined || judged.some((one) => [key, urn, name].includes(one));
      const { blocks, unsure } = all;
      return {
        ...{ key, name, urn, resource, unsure },
        blocks: [...new Set(blocks)],
        zone: isInside ? zones.inside : zones.foreign(key),
      };
    }),
  );
}

/** @param isNeeded an absent value counts as one that AWS will choose */
function take(
  { blocks, unsure }: Blocks,
  owner: ResourceFacts,
  property: string,
  else_: readonly string[],
  isNeeded: boolean,
): void {
  const fact = owner.props.text(property);
  if (fact.state === "absent" && !isNeeded) return;
  const block = fact.state === "known" ? blockOf(fact.value) : undefined;
  if (block !== undefined) blocks.push(block);
  else {
    const why =
      fact.state === "unknown" ? fact.why : fact.state === "known" ? "is no CIDR block" : "is chosen by AWS";
    unsure.push({ blocks: else_, missing: missingOf(owner, property, why) });
  }
}

function asksForIpv6({ props }: ResourceFacts): boolean {
  const generated = props.flag("assignGeneratedIpv6CidrBlock");
  return (
    generated.state === "unknown" ||
    (generated.state === "known" && generated.value) ||
    ["ipv6IpamPoolId", "ipv6NetmaskLength"].some((name) => props.get(name).state !== "absent")
  );
}

/** The subnets of the stack's VPCs. One whose VPC is not of the stack has no place in the network and is left out. */
export function subnetParts(
  stack: StackFacts,
  keys: Keys,
  defaults: Defaults,
  vpcOf: (resource: ResourceFacts) => VpcPart | undefined,
): readonly SubnetPart[] {
  return tokens.subnets.flatMap((type) =>
    stack.ofType(type).flatMap((resource): SubnetPart[] => {
      const owner = defaults.vpcOf(resource);
      const vpc = owner === undefined ? onlyDefault(stack, type, vpcOf) : vpcOf(owner);
      if (vpc === undefined) return [];
      const all: Blocks = { blocks: [], unsure: [] };
      const within = (wanted: (block: string) => boolean): readonly string[] =>
        [...vpc.blocks, ...vpc.unsure.flatMap(({ blocks }) => blocks)].filter(wanted);
      const { props, urn, name } = resource;
      const isIpv6Only = props.flag("ipv6Native");
      const hasIpv4 = !(isIpv6Only.state === "known" && isIpv6Only.value);
      take(all, resource, "cidrBlock", within(isIpv4), hasIpv4);
      const asks = ["ipv6IpamPoolId", "ipv6NetmaskLength"].some((key) => props.get(key).state !== "absent");
      const isIpv6 = (block: string) => !isIpv4(block);
      take(all, resource, "ipv6CidrBlock", within(isIpv6), asks || !hasIpv4);
      const zone = [props.text("availabilityZone"), props.text("availabilityZoneId")].find(
        ({ state }) => state === "known",
      );
      return [
        {
          ...{ key: keys.of(resource), name, urn, vpc, resource, ...all },
          availabilityZone: zone?.state === "known" ? zone.value : undefined,
        },
      ];
    }),
  );
}

/** A default subnet is in the default VPC, which the program need not name. */
function onlyDefault(
  stack: StackFacts,
  type: string,
  vpcOf: (resource: ResourceFacts) => VpcPart | undefined,
): VpcPart | undefined {
  const [vpc, ...others] = type === tokens.defaultSubnet ? stack.ofType(tokens.vpcs[1]) : [];
  return vpc === undefined || others.length > 0 ? undefined : vpcOf(vpc);
}
