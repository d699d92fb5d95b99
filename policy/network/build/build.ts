import { References } from "../../facts/references";
import { type StackFacts } from "../../facts/resource";
import { type BuildNetwork } from "../../proof/contract";
import { Draft } from "../draft";
import { type Match, type Network } from "../network";
import { everyIpv4, everyIpv6, internetIpv4, internetIpv6 } from "./addresses";
import { addBalancers } from "./services/balancers";
import { addDirectConnect } from "./gateways/directConnect";
import { addEndpoints } from "./services/endpoints";
import { addForwarding } from "./routing/forwarding";
import { addInterfaceNodes, addStrays, connectInterfaces } from "./interfaces/interfaceNodes";
import { addInternetGateways } from "./gateways/internetGateways";
import { layoutOf } from "./interfaces/layout";
import { addNatNodes } from "./gateways/natGateways";
import { addCarrierGateways, addEgressOnlyGateways } from "./gateways/otherGateways";
import { type Build, type Layout, zones } from "./parts";
import { addUnknownServices } from "./interfaces/serviceInterfaces";
import { addPeerings } from "./gateways/peering";
import { addResolvers } from "./gateways/resolver";
import { addRouteOpenings } from "./routing/routeOpenings";
import { addRoutes, addSubnetNodes } from "./routing/subnetNodes";
import { addTransitGateways } from "./transit/transitGateways";
import { addVirtualGateways, connectVirtualGateways } from "./gateways/virtualGateways";
import { linkZones } from "./gateways/vpn";
import { addSendingZone } from "./gateways/zoneNodes";

/** Whose network it is. */
export interface BuildOptions {
  readonly buildNetwork: BuildNetwork;
  /** Ids, names or URNs of the VPCs that are `inside`. Undefined: all. */
  readonly vpcs?: readonly string[] | undefined;
}

const internetPackets: readonly Match[] = [
  { source: internetIpv4, destination: [everyIpv4] },
  { source: internetIpv6, destination: [everyIpv6] },
];

/**
 * Makes the normalised network of a stack. docs/proof.md says what it models.
 * @throws RangeError if a block of the build network is none
 */
export function buildNetwork(
  stack: StackFacts,
  { buildNetwork: declared, vpcs }: BuildOptions,
): { network: Network; layout: Layout } {
  const references = new References(stack);
  const layout = layoutOf(stack, references, { vpcs });
  const draft = new Draft();
  const build: Build = {
    ...{ stack, references, draft, layout, buildNetwork: declared },
    ...(vpcs !== undefined && { vpcs }),
  };
  addSendingZone(build, zones.internet, "internet", internetPackets);
  linkZones(build);
  // Nodes first, and what has no other before it; then what leads from one to another.
  addSubnetNodes(build);
  addInterfaceNodes(build);
  addVirtualGateways(build);
  addResolvers(build);
  addNatNodes(build);
  addPeerings(build);
  addEgressOnlyGateways(build);
  addCarrierGateways(build);
  addTransitGateways(build);
  addDirectConnect(build);
  addEndpoints(build);
  addBalancers(build);
  addForwarding(build);
  addInternetGateways(build);
  connectVirtualGateways(build);
  connectInterfaces(build);
  addUnknownServices(build);
  addStrays(build);
  addRoutes(build);
  addRouteOpenings(build);
  return { network: draft.network(), layout };
}
