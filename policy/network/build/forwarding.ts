import { type ResourceFacts } from "../../facts/resource";
import { type Reference } from "../../facts/references";
import { type Build, type SubnetPart, zones } from "./parts";
import { addZone } from "./zoneNodes";

/** Adds what interfaces without source/destination check pass on. */
export function addForwarding(build: Build): void {
  void build;
}

/** Where a route to an interface or an instance leads. */
export function interfaceTarget(
  build: Build,
  _subnet: SubnetPart | undefined,
  _owner: ResourceFacts,
  _property: string,
  _reference: Reference,
): readonly string[] {
  return [addZone(build, zones.unknown, "somewhere unknown")];
}
