import { type ResourceFacts } from "../../facts/resource";
import { type Zone } from "../network";
import { type Build } from "./parts";

/** Adds Direct Connect gateways and virtual interfaces: after `addTransitGateways`, and after the nodes of virtual private gateways. */
export function addDirectConnect(build: Build): void {
  void build;
}

/** The zones that are behind a Direct Connect gateway's association. */
export function linkZones(
  build: Build,
  association: ResourceFacts,
): readonly { readonly zone: Zone; readonly name: string }[] {
  void build;
  void association;
  return [];
}
