import { type Fact } from "../../facts/fact";
import { type ResourceFacts } from "../../facts/resource";
import { type Reason, type Take } from "../network";
import { internetBlocks, lengthOf } from "./addresses";
import { because } from "./candidates";
import { endpointKind, gatewayEndpointNode } from "./endpointFacts";
import { placesOf } from "./layout";
import { listed } from "./listed";
import { type Build, zones } from "./parts";
import { perBuild } from "./perBuild";
import { blocksOfEndpoint } from "./prefixLists";
import { tableNames } from "./routeTables";
import { tokens } from "./tokens";
import { addZone } from "./zoneNodes";

/** A route that nobody wrote into a table: an endpoint or a service network put it there. */
export interface AddedRoute {
  readonly destination: readonly string[];
  /** Its place among the table's routes, as the length of a prefix: longer ones first. Infinity: before all others. */
  readonly length: number;
  /** The node to go to. */
  readonly to: string;
  /** `some`: some of these addresses have the route, not known which; `perhaps`: it may be that none has. */
  readonly take: Take;
  readonly by: Reason;
}

/**
 * The routes that gateway endpoints (`routeTableIds`, `VpcEndpointRouteTableAssociation`) and VPC Lattice add to a table.
 * Whoever puts steps into `subnet/S/routes` puts these among them, each as one step, by their `length`.
 * @param table a RouteTable, a DefaultRouteTable, or the Vpc whose main table no resource stands for
 * @param vpc the table's VPC
 */
export function addedRoutes(build: Build, table: ResourceFacts, vpc?: ResourceFacts): readonly AddedRoute[] {
  const { byTable, byVpc } = added(build);
  return [...(byTable.get(table.urn) ?? []), ...((vpc && byVpc.get(vpc.urn)) ?? [])];
}

const latticeAssociation = "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation";
/** Source: VPC Lattice guide, "Control traffic in VPC Lattice using security groups": the managed prefix list's link-local blocks. */
const latticeBlocks = ["169.254.171.0/24", "fd00:ec2:80::/64"];

const added = perBuild((build) => {
  const byTable = new Map<string, AddedRoute[]>();
  const byVpc = new Map<string, AddedRoute[]>();
  for (const endpoint of build.stack.ofType(tokens.endpoint)) {
    const kind = endpointKind(endpoint);
    if (kind !== "gateway" && kind !== "unknown") continue;
    const inTables = (owner: ResourceFacts, property: string, list: Fact<readonly Fact<string>[]>) => {
      const { certain, possible, outside, why } = listed(build.references, owner, property, list, tableTypes);
      const own = outside.flatMap((id) => placesOf(build.layout).defaults.vpcOfOwn(id) ?? []);
      const unsure = kind === "unknown" ? "is of a type that is not known" : undefined;
      // A VPC's id of its main table names the resource that declares that table, if there is one.
      const names = tableNames(build);
      const tablesOf = (named: readonly ResourceFacts[]) =>
        named.map((each) =>
          (tokens.vpcs as readonly string[]).includes(each.type) ? names.defaultOf(each) : each,
        );
      for (const table of tablesOf([...certain, ...own]))
        put(byTable, table, routesOf(build, endpoint, owner, unsure));
      // Nothing tells which: any of the stack's.
      const isAnything = why !== undefined && possible.length === 0;
      const all = isAnything ? tableTypes.flatMap((type) => build.stack.ofType(type)) : possible;
      for (const table of new Set(tablesOf(all))) put(byTable, table, routesOf(build, endpoint, owner, why));
    };
    inTables(endpoint, "routeTableIds", endpoint.props.texts("routeTableIds"));
    for (const association of associations(build).get(endpoint.urn) ?? [])
      inTables(association, "routeTableId", oneOf(association.props.text("routeTableId")));
  }
  for (const association of build.stack.ofType(latticeAssociation)) {
    const fact = association.props.text("vpcIdentifier");
    const { certain, possible } = listed(
      build.references,
      association,
      "vpcIdentifier",
      oneOf(fact),
      tokens.vpcs,
    );
    const why = fact.state === "unknown" ? fact.why : undefined;
    for (const vpc of certain) put(byVpc, vpc, latticeRoutes(build, association, undefined));
    for (const vpc of possible) put(byVpc, vpc, latticeRoutes(build, association, why));
  }
  return { byTable, byVpc };
});

const oneOf = (fact: Fact<string>): Fact<readonly Fact<string>[]> => ({ state: "known", value: [fact] });

/** The main table of a VPC may have no resource: then the VPC stands for it. */
const tableTypes: readonly string[] = [tokens.routeTable, tokens.defaultRouteTable, ...tokens.vpcs];

function put(map: Map<string, AddedRoute[]>, { urn }: ResourceFacts, routes: readonly AddedRoute[]): void {
  map.set(urn, [...(map.get(urn) ?? []), ...routes]);
}

/** Associations of endpoints with tables, by the endpoint's URN. */
const associations = perBuild(({ stack, references }) => {
  const byEndpoint = new Map<string, ResourceFacts[]>();
  for (const association of stack.ofType(tokens.endpointTable)) {
    const id = oneOf(association.props.text("vpcEndpointId"));
    const { certain, possible } = listed(references, association, "vpcEndpointId", id, [tokens.endpoint]);
    for (const { urn } of [...certain, ...possible]) {
      const same = byEndpoint.get(urn);
      if (same === undefined) byEndpoint.set(urn, [association]);
      else same.push(association);
    }
  }
  return byEndpoint;
});

/**
 * Where the list's blocks are not known, the service's stand-ins have the route for certain, and some public addresses have
 * it: more specific than a default route, but never all of them.
 */
function routesOf(
  build: Build,
  endpoint: ResourceFacts,
  owner: ResourceFacts,
  why: string | undefined,
): readonly AddedRoute[] {
  const { blocks, isExact, service, why: unknownBlocks } = blocksOfEndpoint(build, endpoint);
  const to = gatewayEndpointNode(build, endpoint);
  const property = owner === endpoint ? "routeTableIds" : "routeTableId";
  const what = service ?? "a service";
  const fix = "Remove the table from the endpoint.";
  const text = `route of ${endpoint.name} to ${what}`;
  const isKnown = isExact || service !== undefined;
  const unsure = why ?? (isKnown ? undefined : unknownBlocks);
  const take = unsure === undefined ? "always" : "perhaps";
  const by = because(owner, property, text, fix, unsure);
  const routes = blocks.map((block): AddedRoute => ({
    destination: [block],
    length: isKnown ? lengthOf(block) : Infinity,
    ...{ to, take, by },
  }));
  if (isExact || !isKnown) return routes;
  const some = take === "always" ? "some" : take;
  return [...routes, { destination: internetBlocks, length: Infinity, to, take: some, by }];
}

function latticeRoutes(build: Build, owner: ResourceFacts, why: string | undefined): readonly AddedRoute[] {
  const fix = "Remove the association of the VPC.";
  const by = because(owner, "vpcIdentifier", `route of ${owner.name} to VPC Lattice`, fix, why);
  const to = addZone(build, zones.foreign("vpc-lattice"), "VPC Lattice");
  const take = why === undefined ? "always" : "perhaps";
  return latticeBlocks.map((block) => ({ destination: [block], length: lengthOf(block), to, take, by }));
}
