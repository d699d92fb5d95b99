import { parsePrefix, prefixText } from "../../../prefixes";
import { type Match, type Range, type Step } from "../../network";
import { isIpv4 } from "../addresses";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { anything, type Build, nodeIds, reasonOf, type VpcPart } from "../parts";
import { perBuild } from "../perBuild";
import { addZone, enterFrom } from "./zoneNodes";

/** The zone of Amazon's resolver. docs/proof.md, Zones. */
export const resolverZone = "resolver";

/** Its addresses in every VPC. Source: VPC guide, "Amazon DNS server". */
const everywhere = ["169.254.169.253/32", "fd00:ec2::253/128"];
const protocols: readonly Range[] = [
  [6, 6],
  [17, 17],
];
const dns: readonly Range[] = [[53, 53]];

/** The address in a VPC: its first block's base and two. Undefined: the block is not known. */
function ownAddress({ blocks }: VpcPart): string | undefined {
  const first = blocks.find(isIpv4);
  const prefix = first === undefined ? undefined : parsePrefix(first);
  return prefix && prefixText({ family: 4, first: prefix.first + 2n, length: 32 });
}

/** All addresses at which the machines of a VPC find the resolver, as blocks. */
export function resolverAddresses(vpc: VpcPart): readonly string[] {
  const own = ownAddress(vpc);
  return own === undefined ? everywhere : [...everywhere, own];
}

/** Adds Amazon's resolver, which every VPC has unless it turns it off. */
export function addResolvers(build: Build): void {
  const { draft, layout } = build;
  const zone = addZone(build, resolverZone, "Amazon's resolver");
  for (const vpc of layout.vpcs) {
    const { key, name, urn, resource } = vpc;
    const support = resource.props.flag("enableDnsSupport");
    if (support.state === "known" && !support.value) continue;
    const id = draft.node({ id: `resolver/${key}`, name: `resolver of ${name}`, urn });
    const by = reasonOf(resource, "the resolver takes it past groups, lists and routes", {
      property: "enableDnsSupport",
    });
    draft.steps(id, { match: anything, to: zone, take: "always", by });
    const back = draft.node({ id: `resolver/${key}/back`, name: `resolver of ${name}`, urn });
    enterFrom(build, resolverZone, back, { state: "reply" }, reasonOf(resource, "the resolver answers"));
    for (const subnet of placesOf(layout).subnetsOf(vpc)) {
      const blocks = [...subnet.blocks, ...subnet.unsure.flatMap((unsure) => unsure.blocks)];
      if (blocks.length === 0) continue;
      const answer = reasonOf(subnet.resource, "the answer goes to who asked");
      const take = subnet.unsure.length > 0 ? "some" : "always";
      draft.steps(back, {
        match: { destination: blocks },
        to: nodeIds.subnetDeliver(subnet.key),
        take,
        by: answer,
      });
    }
  }
}

/** The first steps of an interface: questions to the resolver meet no group. Source: VPC guide, "Amazon DNS server". */
export const resolverSteps = perBuild((build) => {
  const made = new Map<VpcPart, readonly Step[]>();
  return (vpc: VpcPart): readonly Step[] => {
    let steps = made.get(vpc);
    if (steps === undefined) made.set(vpc, (steps = stepsOf(build, vpc)));
    return steps;
  };
});

function stepsOf(build: Build, vpc: VpcPart): readonly Step[] {
  const to = `resolver/${vpc.key}`;
  if (!build.draft.has(to)) return [];
  const { resource, unsure } = vpc;
  const support = resource.props.flag("enableDnsSupport");
  const property = "enableDnsSupport";
  const missing = support.state === "unknown" ? missingOf(resource, property, support.why) : undefined;
  const own = ownAddress(vpc);
  const by = reasonOf(resource, "the VPC has Amazon's resolver", { property, ...(missing && { missing }) });
  const step = (destination: readonly string[], take: Step["take"]): Step => {
    const match: Match = { state: "new", destination, protocols, destinationPorts: dns };
    return { match, to, take: missing ? "perhaps" : take, by };
  };
  const open = own === undefined ? unsure.flatMap(({ blocks }) => blocks.filter(isIpv4)) : [];
  return [step(resolverAddresses(vpc), "always"), ...(open.length > 0 ? [step(open, "some")] : [])];
}
