import { type Reference } from "../../../facts/references";
import { type ResourceFacts } from "../../../facts/resource";
import { type Zone } from "../../network";
import { takeOf, named, namedList } from "../candidates";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { anything, type Build, nodeIds, reasonOf, type SubnetPart, zones } from "../parts";
import { tokens } from "../tokens";
import { addSendingZone, enterFrom } from "../gateways/zoneNodes";

const types = {
  coreAttachment: "aws:networkmanager/vpcAttachment:VpcAttachment",
  odbPeering: "aws:odb/networkPeeringConnection:NetworkPeeringConnection",
  clientAssociation: "aws:ec2clientvpn/networkAssociation:NetworkAssociation",
  clientEndpoint: "aws:ec2clientvpn/endpoint:Endpoint",
} as const;

const names = { core: "core-network", odb: "odb-network" } as const;

/** Where a route to a core network (Cloud WAN) or an ODB network leads: its policies are not read, so anywhere that is not here. */
export function otherTarget(
  build: Build,
  _subnet: SubnetPart | undefined,
  _owner: ResourceFacts,
  property: string,
  _reference: Reference,
): readonly string[] {
  const what = property.endsWith("coreNetworkArn") ? names.core : names.odb;
  return [addSendingZone(build, zones.foreign(what), what)];
}

/** Adds what other networks send into the VPCs that they are attached to. */
export function addOtherNetworks(build: Build): void {
  for (const attachment of build.stack.ofType(types.coreAttachment)) {
    const zone = zones.foreign(names.core);
    addSendingZone(build, zone, names.core);
    for (const candidates of namedList(build, attachment, "subnetArns", tokens.subnets)) {
      for (const resource of candidates.resources)
        enterSubnet(build, zone, attachment, "subnetArns", resource, candidates.why);
    }
  }
  for (const peering of build.stack.ofType(types.odbPeering)) {
    const zone = zones.foreign(names.odb);
    addSendingZone(build, zone, names.odb);
    const { resources, why } = named(build, peering, "peerNetworkId", tokens.vpcs);
    for (const resource of resources) {
      const vpc = build.layout.vpcOf(resource);
      if (vpc === undefined) continue;
      const by = reason(peering, "peerNetworkId", `${names.odb} sends into ${vpc.name}`, why);
      enterFrom(build, zone, nodeIds.vpcLocal(vpc.key), anything, by);
    }
  }
  for (const association of build.stack.ofType(types.clientAssociation)) addClients(build, association);
}

function enterSubnet(
  build: Build,
  zone: Zone,
  owner: ResourceFacts,
  property: string,
  resource: ResourceFacts,
  why: string | undefined,
): void {
  const subnet = build.layout.subnetOf(resource);
  if (subnet === undefined) return;
  const by = reason(owner, property, `${owner.name} sends into ${subnet.name}`, why);
  enterFrom(build, zone, nodeIds.subnetOut(subnet.key), anything, by);
}

/** Clients come with an address of the subnet. Source: Client VPN guide, "How Client VPN works", source network address translation. */
function addClients(build: Build, association: ResourceFacts): void {
  const endpoint = named(build, association, "clientVpnEndpointId", [types.clientEndpoint]);
  const [resource] = endpoint.resources;
  const { keys } = placesOf(build.layout);
  const name = `client-vpn-${resource ? keys.of(resource) : (endpoint.outside ?? keys.of(association))}`;
  const zone = zones.foreign(name);
  addSendingZone(build, zone, name);
  const subnets = named(build, association, "subnetId", tokens.subnets);
  for (const found of subnets.resources) {
    const subnet = build.layout.subnetOf(found);
    if (subnet === undefined) continue;
    const id = `client-vpn/${keys.of(association)}/${subnet.key}`;
    build.draft.node({ id, name: association.name, urn: association.urn });
    const text = `clients of ${name} get an address of ${subnet.name}`;
    const by = reason(association, "subnetId", text, subnets.why);
    const source = [...subnet.blocks, ...subnet.unsure.flatMap(({ blocks }) => blocks)];
    const to = nodeIds.subnetOut(subnet.key);
    build.draft.steps(id, { match: anything, to, take: takeOf(subnets), rewrite: { source }, by });
    enterFrom(build, zone, id, { state: "new" }, by);
  }
}

function reason(owner: ResourceFacts, property: string, text: string, why: string | undefined) {
  const missing = why === undefined ? undefined : missingOf(owner, property, why);
  return reasonOf(owner, text, { property, fix: "Remove it.", ...(missing && { missing }) });
}
