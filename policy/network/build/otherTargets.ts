import { type ResourceFacts } from "../../facts/resource";
import { type Reference } from "../../facts/references";
import { type Build, type SubnetPart, zones } from "./parts";
import { addSendingZone } from "./zoneNodes";

/** Where a route to a core network or an ODB network leads. */
export function otherTarget(
  build: Build,
  _subnet: SubnetPart | undefined,
  _owner: ResourceFacts,
  property: string,
  _reference: Reference,
): readonly string[] {
  const what = property.endsWith("coreNetworkArn") ? "core-network" : "odb-network";
  return [addSendingZone(build, zones.foreign(what), what)];
}
