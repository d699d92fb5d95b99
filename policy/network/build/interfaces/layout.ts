import { type References } from "../../../facts/references";
import { type StackFacts } from "../../../facts/resource";
import { addBalancerInterfaces } from "./balancerInterfaces";
import { addFleets } from "./fleets";
import { addInstances } from "./machines";
import { addNetworkInterfaces } from "./networkInterfaces";
import { addOtherInterfaces } from "./otherInterfaces";
import { type Layout } from "../parts";
import { Places } from "./places";
import {
  addEndpointInterfaces,
  addFunctions,
  addNatGateways,
  addResolverEndpoints,
  addTransitInterfaces,
} from "./services";
import { addTemplates } from "./templates";

const placesByLayout = new WeakMap<Layout, Places>();

/**
 * All VPCs, subnets and interfaces of a stack, of every kind.
 * @param options `vpcs`: ids, names or URNs of the VPCs that are `inside`; undefined: all
 */
export function layoutOf(
  stack: StackFacts,
  references: References,
  options: { readonly vpcs?: readonly string[] | undefined } = {},
): Layout {
  const places = new Places(stack, references, options.vpcs);
  // First those that are resources of their own: what they belong to then makes none.
  addNetworkInterfaces(places);
  addInstances(places);
  addTemplates(places);
  addFleets(places);
  addFunctions(places);
  addBalancerInterfaces(places);
  addEndpointInterfaces(places);
  addNatGateways(places);
  addTransitInterfaces(places);
  addResolverEndpoints(places);
  addOtherInterfaces(places);
  const { vpcs, subnets, interfaces, strays } = places;
  const layout: Layout = {
    ...{ vpcs, subnets, interfaces, strays },
    vpcOf: (resource) => places.vpcOf(resource),
    subnetOf: (resource) => places.subnetOf(resource),
    interfacesOf: (resource) => places.interfacesOf(resource),
  };
  placesByLayout.set(layout, places);
  return layout;
}

/**
 * The indexes from which a layout was made.
 * @throws Error for a layout that `layoutOf` did not make
 */
export function placesOf(layout: Layout): Places {
  const places = placesByLayout.get(layout);
  if (places === undefined) throw new Error("this layout is not of layoutOf");
  return places;
}
