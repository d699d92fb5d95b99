import { type Reference } from "../../../facts/references";
import { type ResourceFacts } from "../../../facts/resource";
import { aclNode } from "../filters/acls";
import { allBut } from "../addresses";
import { candidatesOf, sourcesOf } from "../candidates";
import {
  anything,
  type Build,
  type InterfacePart,
  nodeIds,
  reasonOf,
  type SubnetPart,
  zones,
} from "../parts";
import { addOtherNetworks } from "./otherTargets";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";
import { addZone } from "../gateways/zoneNodes";

const fixCheck = "Turn source/destination check on.";

/**
 * Adds what interfaces without source/destination check pass on: what is not theirs, out of themselves, and out of the other such
 * interfaces of the same instance. Source: VPC guide, "NAT instances", Disable source/destination checks.
 */
export function addForwarding(build: Build): void {
  addOtherNetworks(build);
  for (const iface of build.layout.interfaces) {
    if (!iface.sourceCheck) forward(build, iface, iface);
  }
  for (const instance of [tokens.instance, tokens.spotInstance].flatMap((type) => build.stack.ofType(type))) {
    const open = build.layout.interfacesOf(instance).filter(({ sourceCheck }) => !sourceCheck);
    for (const from of open) for (const to of open) if (from !== to) forward(build, from, to);
  }
}

/**
 * References to groups hold for the interface that sends a packet into the network: behind a forwarder the first sender is lost.
 * Source: VPC guide, "Security group rules", Security group referencing: not through a middlebox. Replies keep who answered.
 */
function forward(build: Build, from: InterfacePart, to: InterfacePart): void {
  const match = from.isExact ? { destination: allBut(from.addresses) } : anything;
  const through = from === to ? from.name : `${from.name} and ${to.name}`;
  const by = reasonOf(from.resource, `${through} forwards what is not its own`, {
    property: "sourceDestCheck",
    fix: fixCheck,
  });
  const step = { to: nodeIds.out(to.key), take: "some" as const, by };
  build.draft.steps(
    nodeIds.at(from.key),
    { ...step, match: { ...match, state: "new" }, rewrite: { sender: nodeIds.at(to.key) } },
    { ...step, match: { ...match, state: "reply" } },
  );
}

/** Interfaces by ids that no resource of their own has. */
const byInterfaceId = perBuild(({ stack, layout }) => {
  const found = new Map<string, readonly InterfacePart[]>();
  const properties = {
    [tokens.instance]: "primaryNetworkInterfaceId",
    [tokens.natGateway]: "networkInterfaceId",
  };
  for (const [type, property] of Object.entries(properties)) {
    for (const resource of stack.ofType(type)) {
      const id = resource.props.text(property);
      if (id.state === "known") found.set(id.value, layout.interfacesOf(resource));
    }
  }
  return found;
});

const interfaceOwners: readonly string[] = [tokens.networkInterface, tokens.instance, tokens.natGateway];

/**
 * Where a route to an interface or an instance leads: in by the list of its subnet, unless the sender is in it, and then only
 * if the packet is for it, or it checks no destination.
 * @param reference of types `NetworkInterface`, `Instance`
 */
export function interfaceTarget(
  build: Build,
  subnet: SubnetPart | undefined,
  owner: ResourceFacts,
  property: string,
  reference: Reference,
): readonly string[] {
  const { resources, outside, isAnything } = candidatesOf(reference);
  // An id that an instance tells is no output of a network interface; an inline route's sources are those of `routes`.
  const sources = isAnything ? sourcesOf(build, owner, property, interfaceOwners) : [];
  const own = [...resources, ...sources].flatMap((resource) => build.layout.interfacesOf(resource));
  const byId = outside === undefined ? [] : (byInterfaceId(build).get(outside) ?? []);
  const interfaces = [...new Set([...own, ...byId])];
  const isKnown = interfaces.length > 0 && !(isAnything && sources.length === 0);
  const targets = interfaces.map((iface) => throughInterface(build, subnet, iface));
  return isKnown ? targets : [...targets, addZone(build, zones.unknown, "somewhere unknown")];
}

function throughInterface(build: Build, subnet: SubnetPart | undefined, iface: InterfacePart): string {
  const { draft } = build;
  const id = `${nodeIds.at(iface.key)}/via`;
  if (!draft.has(id)) addVia(build, iface, id);
  if (subnet?.urn === iface.subnet.urn) return id;
  return aclNode(build, iface.subnet, "in", `${id}/acl`, id);
}

function addVia(build: Build, iface: InterfacePart, id: string): void {
  const { draft } = build;
  const { name, urn, resource, addresses, isExact, sourceCheck } = iface;
  const to = nodeIds.in(iface.key);
  const otherwise = `${name} checks the destination, and it is not its own`;
  draft.node({ id, name, urn, otherwise });
  if (!sourceCheck) {
    const text = `${name} takes what is not its own`;
    const by = reasonOf(resource, text, { property: "sourceDestCheck", fix: fixCheck });
    draft.steps(id, { match: anything, to, take: "always", by });
    return;
  }
  const by = reasonOf(resource, `it is for ${name}`);
  draft.steps(id, { match: { destination: addresses }, to, take: isExact ? "always" : "some", by });
  const change = `turn off the source/destination check of ${name}`;
  draft.openings(id, { match: anything, to, kind: "source-check", change });
}
