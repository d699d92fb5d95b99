import { type Reference } from "../../../facts/references";
import { type ResourceFacts } from "../../../facts/resource";
import { type Reason, type Zone } from "../../network";
import { aclNode } from "../filters/acls";
import { candidatesOf, sourcesOf } from "../candidates";
import { endpointKind, zoneOfEndpoint } from "./endpointFacts";
import { placesOf } from "../interfaces/layout";
import { missingOf } from "../missing";
import { anything, type Build, nodeIds, reasonOf, type SubnetPart, zones } from "../parts";
import { perBuild } from "../perBuild";
import { addSendingZone, addZone, enterFrom } from "../gateways/zoneNodes";

const firewallType = "aws:networkfirewall/firewall:Firewall";

/** What stands in the way of packets and hands them back: a gateway balancer's endpoint, a network firewall's. */
interface Inspection {
  readonly id: string;
  readonly name: string;
  readonly zone: Zone;
  readonly subnets: readonly SubnetPart[];
  readonly resource: ResourceFacts;
}

const fix = "Let the route lead where the packets are to go, past the inspection.";

/**
 * An inspector gets what is routed to it, and sends back into its subnet what it likes, from any address: whether it lets a packet
 * through nobody here knows. Source: VPC guide, "Middlebox routing"; Gateway Load Balancer guide, "Route tables".
 */
function add(build: Build, { id, name, zone, subnets, resource }: Inspection): string {
  const { draft } = build;
  if (draft.has(id)) return id;
  draft.node({ id, name, urn: resource.urn });
  const at = addSendingZone(build, zone, zone.slice(zone.indexOf("/") + 1));
  const to: Reason = reasonOf(resource, `${name} hands it to its inspector`, { fix });
  draft.steps(id, { match: anything, to: at, take: "some", by: to });
  const why = "depends on the inspector, whose rules are not facts";
  const missing = missingOf(resource, undefined, why, "Prove what the inspector lets through.");
  for (const { key, name: subnet } of subnets) {
    const by = reasonOf(resource, `${name} lets it through, on by the routes of ${subnet}`, { fix, missing });
    draft.steps(id, { match: anything, to: nodeIds.subnetOut(key), take: "perhaps", by });
    enterFrom(
      build,
      zone,
      nodeIds.subnetOut(key),
      anything,
      reasonOf(resource, `${name} sends into ${subnet}`),
    );
  }
  return id;
}

function ofEndpoint(build: Build, endpoint: ResourceFacts): Inspection {
  const { zone, name } = zoneOfEndpoint(endpoint);
  // Its service is somebody's appliances, also where it is known under an AWS name.
  const foreign = zone.startsWith("foreign/")
    ? zone
    : zones.foreign(zone === zones.unknown ? endpoint.name : name);
  return {
    id: `gwlbe/${placesOf(build.layout).keys.of(endpoint)}`,
    name: endpoint.name,
    zone: foreign,
    subnets: build.layout.interfacesOf(endpoint).map(({ subnet }) => subnet),
    resource: endpoint,
  };
}

/** Adds a gateway balancer's endpoint: it sends, also where no route leads to it. */
export function addInspection(build: Build, endpoint: ResourceFacts): void {
  add(build, ofEndpoint(build, endpoint));
}

/** Ids of endpoints of network firewalls, which are no resources of their own. */
const firewalls = perBuild(({ stack }) => {
  const byEndpoint = new Map<string, ResourceFacts>();
  for (const firewall of stack.ofType(firewallType)) {
    for (const id of endpointIds(firewall)) byEndpoint.set(id, firewall);
  }
  return byEndpoint;
});

function endpointIds({ props }: ResourceFacts): readonly string[] {
  const known = <T>(list: { state: string; value?: readonly { state: string; value?: T }[] }): T[] =>
    (list.value ?? []).flatMap(({ value }) => (value === undefined ? [] : [value]));
  return known(props.objects("firewallStatuses")).flatMap((status) =>
    known(status.objects("syncStates")).flatMap((sync) =>
      known(sync.objects("attachments")).flatMap((attachment) => {
        const id = attachment.text("endpointId");
        return id.state === "known" ? [id.value] : [];
      }),
    ),
  );
}

function ofFirewall(build: Build, firewall: ResourceFacts): Inspection {
  const mappings = firewall.props.objects("subnetMappings");
  const places = placesOf(build.layout);
  const ids =
    mappings.state === "known"
      ? mappings.value.map((item) => (item.state === "known" ? item.value.text("subnetId") : item))
      : [];
  return {
    id: `gwlbe/${places.keys.of(firewall)}`,
    name: firewall.name,
    zone: zones.foreign("network-firewall"),
    subnets: places
      .placesOf(firewall, "subnetMappings", { state: "known", value: ids })
      .map(({ subnet }) => subnet),
    resource: firewall,
  };
}

/**
 * Where a route to an endpoint leads: in by the list of the endpoint's subnet, unless the sender is in it.
 * @param subnet undefined: from a gateway with a route table of its own
 * @param reference of type `VpcEndpoint`
 */
export function endpointTarget(
  build: Build,
  subnet: SubnetPart | undefined,
  owner: ResourceFacts,
  property: string,
  reference: Reference,
): readonly string[] {
  const candidates = candidatesOf(reference);
  const { outside } = candidates;
  const byId = outside === undefined ? undefined : firewalls(build).get(outside);
  const known = byId === undefined ? [] : [byId];
  const own = outside === undefined ? sourcesOf(build, owner, property, [firewallType]) : known;
  const inspections = [
    ...candidates.resources.flatMap((endpoint) =>
      endpointKind(endpoint) === "gateway-balancer" || endpointKind(endpoint) === "unknown"
        ? [ofEndpoint(build, endpoint)]
        : [],
    ),
    ...own.map((firewall) => ofFirewall(build, firewall)),
  ];
  if (inspections.length === 0) return [addZone(build, zones.unknown, "somewhere unknown")];
  return inspections.flatMap((inspection) => {
    const to = add(build, inspection);
    const { subnets } = inspection;
    if (subnets.length === 0 || subnets.some(({ urn }) => urn === subnet?.urn)) return [to];
    return subnets.map((at) => {
      const id = `${to}/acl/${at.key}`;
      return build.draft.has(id) ? id : aclNode(build, at, "in", id, to);
    });
  });
}
