import { type ResourceFacts } from "../../../facts/resource";
import { PrefixSet } from "../../../prefixes";
import { type Match, type Range, type Reason, type Rewrite, type Step } from "../../network";
import { everyIpv4, hostBlock, internetIpv4, isIpv4 } from "../addresses";
import { aclNode } from "../filters/acls";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import {
  type Build,
  type InterfacePart,
  nodeIds,
  reasonOf,
  type SubnetPart,
  type VpcPart,
  zones,
} from "../parts";
import { askersOf } from "./askers";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";
import { enterFrom } from "./zoneNodes";

/** TCP, UDP and ICMP. Source: VPC guide, "NAT gateways". */
const protocols: readonly Range[] = [
  [1, 1],
  [6, 6],
  [17, 17],
];
/** Ports that a NAT gateway takes for its own side. Source: VPC guide, "NAT gateway basics". */
const ownPorts: readonly Range[] = [[1024, 65_535]];
/** Addresses that stand for IPv4 ones. Source: RFC 6052; VPC guide, "DNS64 and NAT64". */
const nat64 = "64:ff9b::/96";

const natKey = (build: Build, gateway: ResourceFacts) => placesOf(build.layout).keys.of(gateway);

/** Where a route to a NAT gateway leads: into its subnet by the subnet's list, unless it is the sender's own. */
export function natTarget(
  build: Build,
  subnet: SubnetPart | undefined,
  gateway: ResourceFacts,
): readonly string[] {
  const parts = interfacesOf(build, gateway);
  const key = natKey(build, gateway);
  if (parts.length === 0) return build.draft.has(`nat/${key}`) ? [`nat/${key}`] : [];
  return parts.map((part) => {
    const id = natNode(key, part, parts);
    return part.subnet === subnet ? id : aclNode(build, part.subnet, "in", `${id}/acl-in`, id);
  });
}

const natNode = (key: string, part: InterfacePart, parts: readonly InterfacePart[]) =>
  parts.length === 1 ? `nat/${key}` : `nat/${key}@${part.subnet.key}`;

function interfacesOf({ layout }: Build, gateway: ResourceFacts): readonly InterfacePart[] {
  return layout.interfacesOf(gateway).filter(({ kind }) => kind === "nat");
}

/** Adds NAT gateways: of a subnet, public or private, and of a whole VPC (`availabilityMode: regional`). */
export function addNatNodes(build: Build): void {
  for (const gateway of build.stack.ofType(tokens.natGateway)) {
    if (hasEnded(gateway)) continue;
    const parts = interfacesOf(build, gateway);
    const key = natKey(build, gateway);
    for (const part of parts) addZonal(build, gateway, part, natNode(key, part, parts));
    if (parts.length === 0) addRegional(build, gateway, key);
  }
}

/** Source: EC2 API, NatGateway, State. */
function hasEnded({ props }: ResourceFacts): boolean {
  const state = props.text("state");
  return state.state === "known" && ["deleted", "deleting", "failed"].includes(state.value);
}

/** NAT gateways of a subnet of the VPC. */
export const natGatewaysOf = perBuild((build): ReadonlyMap<VpcPart, readonly ResourceFacts[]> => {
  const found = new Map<VpcPart, ResourceFacts[]>();
  for (const gateway of build.stack.ofType(tokens.natGateway)) {
    const [part] = interfacesOf(build, gateway);
    if (part === undefined) continue;
    found.set(part.subnet.vpc, [...(found.get(part.subnet.vpc) ?? []), gateway]);
  }
  return found;
});

function addZonal(build: Build, gateway: ResourceFacts, part: InterfacePart, id: string): void {
  const { draft } = build;
  const { name, urn } = gateway;
  draft.node({ id, name, urn, otherwise: `${name} passes TCP, UDP and ICMP only` });
  const by = reasonOf(gateway, `${name} sends it on as its own`, { fix: "Remove the NAT gateway." });
  const source = part.addresses.filter(isIpv4);
  const rewrite: Rewrite = { source, sourcePorts: ownPorts, sender: nodeIds.at(part.key) };
  const to = nodeIds.subnetOut(part.subnet.key);
  for (const [protocol, match] of kindsOf({ state: "new", source: [everyIpv4] }))
    draft.steps(id, {
      match,
      to,
      take: "always",
      by,
      rewrite: protocol === 1 ? withoutPorts(rewrite) : rewrite,
    });
  for (const [protocol, match] of kindsOf({ state: "new", source: ["::/0"], destination: [nat64] })) {
    const own = protocol === 1 ? withoutPorts(rewrite) : rewrite;
    draft.steps(id, { match, to, take: "always", by, rewrite: { ...own, destination: [everyIpv4] } });
  }
  const { ipv4, ipv6 } = askersOf(build);
  const back = answered(gateway);
  const answer: Omit<Step, "take"> = { match: { state: "reply" }, to, askedAt: id, by: back };
  const destinationPorts: readonly Range[] = [[0, 65_535]];
  if (ipv6.length > 0)
    draft.steps(nodeIds.at(part.key), {
      ...{ ...answer, take: "some" },
      rewrite: { source: [nat64], destination: ipv6, destinationPorts },
    });
  draft.steps(nodeIds.at(part.key), {
    ...{ ...answer, take: "always" },
    rewrite: { destination: ipv4, destinationPorts },
  });
}

/** Which of those who may have asked it is for is no fact, unless the way of what was asked tells it. */
function answered(gateway: ResourceFacts): Reason {
  const why = "depends on who has asked, which the gateway alone knows";
  return reasonOf(gateway, `${gateway.name} hands the answer to who asked`, {
    fix: "Remove the NAT gateway.",
    missing: missingOf(gateway, undefined, why, "Ask for one connection, or remove the NAT gateway."),
  });
}

/** A match for each protocol that it passes: ICMP has no ports to choose. */
function kindsOf(match: Match): readonly (readonly [protocol: number, match: Match])[] {
  return protocols.map((range) => [range[0], { ...match, protocols: [range] }]);
}

function withoutPorts({ sourcePorts: _, ...rewrite }: Rewrite): Rewrite {
  return rewrite;
}

/** Public addresses that no interface is known to have: one of them is a regional gateway's. */
const freeAddresses = perBuild(({ layout }): readonly string[] => {
  const taken = layout.interfaces.flatMap(({ publicAddresses }) =>
    publicAddresses.flatMap(([, address]) => hostBlock(address) ?? []),
  );
  if (taken.length === 0) return internetIpv4;
  return PrefixSet.of(...internetIpv4).subtract(PrefixSet.of(...taken)).prefixes;
});

/** Source: VPC guide, "Regional NAT gateways": public, in no subnet. */
function addRegional(build: Build, gateway: ResourceFacts, key: string): void {
  const { draft, references, layout } = build;
  const named = references.of(gateway, "vpcId", gateway.props.text("vpcId"), tokens.vpcs);
  const vpc = named?.kind === "resource" ? layout.vpcOf(named.resource) : undefined;
  const { name, urn } = gateway;
  const id = draft.node({ id: `nat/${key}`, name, urn, otherwise: `${name} passes TCP, UDP and ICMP only` });
  const missing = vpc === undefined ? missingOf(gateway, "vpcId", "names no VPC of the stack") : undefined;
  const by = reasonOf(gateway, `${name} sends it to the internet as its own`, {
    ...{ property: "availabilityMode", fix: "Remove the NAT gateway." },
    ...(missing && { missing }),
  });
  draft.steps(id, {
    match: { state: "new", protocols, source: [everyIpv4], destination: internetIpv4 },
    ...{ to: nodeIds.zone(zones.internet), take: missing ? "perhaps" : "always", by },
    rewrite: { source: freeAddresses(build), sender: id },
  });
  if (vpc === undefined) return;
  const into = draft.node({ id: `${id}/in`, name, urn, otherwise: "only answers come in" });
  draft.steps(into, {
    ...{
      match: { state: "reply", destination: internetIpv4 },
      to: nodeIds.vpcLocal(vpc.key),
      take: "always",
      askedAt: id,
      by: answered(gateway),
    },
    rewrite: { destination: askersOf(build).ipv4, destinationPorts: [[0, 65_535]] },
  });
  enterFrom(build, zones.internet, into, { state: "reply" }, reasonOf(gateway, `an answer to ${name}`));
}
