import { type ResourceFacts } from "../../facts/resource";
import { type Reference } from "../../facts/references";
import { type Build, type SubnetPart, zones } from "./parts";
import { addZone } from "./zoneNodes";

/** Adds endpoints of every type. */
export function addEndpoints(build: Build): void {
  void build;
}

/** Where a route to an endpoint leads: a gateway balancer's endpoint, a network firewall's. */
export function endpointTarget(
  build: Build,
  _subnet: SubnetPart | undefined,
  _owner: ResourceFacts,
  _property: string,
  _reference: Reference,
): readonly string[] {
  return [addZone(build, zones.unknown, "somewhere unknown")];
}
