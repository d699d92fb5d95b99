import { type ResourceFacts } from "../../../facts/resource";
import { PrefixSet } from "../../../prefixes";
import { type Reason } from "../../network";
import { hostBlock } from "../addresses";
import { candidatesOf } from "../candidates";
import { type EndpointZone, endpointKind, gatewayEndpointNode, zoneOfEndpoint } from "./endpointFacts";
import { addInspection } from "./inspection";
import { missingOf } from "../missing";
import { anything, type Build, type InterfacePart, nodeIds, reasonOf } from "../parts";
import { blocksOfEndpoint } from "../filters/prefixLists";
import { addProviders, ownProvider } from "./privateLink";
import { tokens } from "../tokens";
import { addZone, enterFrom } from "../gateways/zoneNodes";

export { endpointTarget } from "./inspection";

/** Adds endpoints of every type. docs/proof.md, Endpoints. */
export function addEndpoints(build: Build): void {
  addProviders(build);
  for (const endpoint of build.stack.ofType(tokens.endpoint)) {
    switch (endpointKind(endpoint)) {
      case "gateway":
        addGatewayEndpoint(build, endpoint);
        break;
      case "gateway-balancer":
        addInspection(build, endpoint);
        break;
      case "unknown":
        addGatewayEndpoint(build, endpoint);
        addInterfaceEndpoint(build, endpoint);
        break;
      default:
        addInterfaceEndpoint(build, endpoint);
    }
  }
}

/** To the service by the table's route; back to the VPC, as what the endpoint's addresses answer. Nothing new comes from it. */
function addGatewayEndpoint(build: Build, endpoint: ResourceFacts): void {
  const id = gatewayEndpointNode(build, endpoint);
  const target = zoneOfEndpoint(endpoint);
  const zone = addZone(build, target.zone, target.name);
  const by = reason(endpoint, target);
  const take = by.missing === undefined ? "always" : "perhaps";
  build.draft.steps(id, { match: anything, to: zone, take, by });
  const named = build.references.of(endpoint, "vpcId", endpoint.props.text("vpcId"), tokens.vpcs);
  const { blocks, isExact } = blocksOfEndpoint(build, endpoint);
  for (const resource of candidatesOf(named).resources) {
    const vpc = build.layout.vpcOf(resource);
    if (vpc === undefined) continue;
    const destination = [...vpc.blocks, ...vpc.unsure.flatMap((unsure) => unsure.blocks)];
    const match = { state: "reply" as const, destination, ...(isExact && { source: blocks }) };
    const back = reasonOf(endpoint, `${target.name} answers through ${endpoint.name}`);
    enterFrom(build, target.zone, nodeIds.vpcLocal(vpc.key), match, back);
  }
}

/** What the endpoint's groups let in is the service's: on any port, for no group says more. It answers; nothing new comes from it. */
function addInterfaceEndpoint(build: Build, endpoint: ResourceFacts): void {
  const interfaces = build.layout.interfacesOf(endpoint);
  if (interfaces.length === 0) return;
  const provider = ownProvider(build, endpoint);
  const target = zoneOfEndpoint(endpoint);
  const ends = provider ?? [{ to: addZone(build, target.zone, target.name), by: reason(endpoint, target) }];
  for (const part of interfaces) {
    const { key } = part;
    if (provider === undefined) addAnswers(build, endpoint, target, part);
    for (const { to, by, rewrite } of ends.map((end) => ({ rewrite: undefined, ...end }))) {
      const take = by.missing === undefined ? "some" : "perhaps";
      const match = { state: "new" as const };
      build.draft.steps(nodeIds.at(key), { match, to, take, ...(rewrite && { rewrite }), by });
    }
  }
}

/** A service answers through the interface that it was asked by. */
function addAnswers(build: Build, endpoint: ResourceFacts, target: EndpointZone, part: InterfacePart): void {
  const { subnet, addresses, name } = part;
  const own = blocksOf(addresses);
  // Where blocks of VPCs overlap, an address does not tell which of two interfaces was asked.
  const isShared = build.layout.interfaces.some(
    (other) =>
      other.kind === "endpoint" &&
      other.subnet.vpc !== subnet.vpc &&
      !own.intersect(blocksOf(other.addresses)).isEmpty,
  );
  const why = "depends on which of two interfaces with this address was asked";
  const by = reasonOf(endpoint, `${target.name} answers through ${name}`, {
    ...(isShared && { missing: missingOf(endpoint, undefined, why, "Give VPCs different blocks.") }),
  });
  enterFrom(build, target.zone, nodeIds.subnetOut(subnet.key), { state: "reply", source: own.prefixes }, by);
}

const blocksOf = (addresses: readonly string[]): PrefixSet =>
  PrefixSet.of(...addresses.flatMap((address) => hostBlock(address) ?? []));

function reason(endpoint: ResourceFacts, { name, missing }: EndpointZone): Reason {
  return reasonOf(endpoint, `${endpoint.name} leads to ${name}`, {
    property: "serviceName",
    fix: "Remove the endpoint.",
    ...(missing && { missing }),
  });
}
