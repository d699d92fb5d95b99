import { type ResourceFacts } from "../../facts/resource";
import { type Reference } from "../../facts/references";
import { type Build, type SubnetPart, zones } from "./parts";
import { addSendingZone } from "./zoneNodes";

/** Adds transit gateways, their attachments, tables and routes. */
export function addTransitGateways(build: Build): void {
  void build;
}

/** Where a route of a subnet to a transit gateway leads. */
export function transitTarget(
  build: Build,
  _subnet: SubnetPart | undefined,
  _owner: ResourceFacts,
  _property: string,
  reference: Reference,
): readonly string[] {
  const what = reference.kind === "outside" ? reference.id : "transit-gateway";
  return [addSendingZone(build, zones.foreign(what), what)];
}
