import { type Build, zones } from "../parts";
import { addSendingZone } from "./zoneNodes";

/** The node of the place where what is not known may lead. */
export function unknownZone(build: Build): string {
  return addSendingZone(build, zones.unknown, "somewhere unknown");
}
