import { type Json, present } from "../json";
import { type Answers } from "./answers";
import { type Collection } from "./collection";
import { type Item } from "./item";
import { types } from "./types";

/**
 * A route as a table's inline route. Beside the provider's names: `state` (a `blackhole` drops) and `origin`
 * (`EnableVgwRoutePropagation`: learned). Source: EC2 API, Route.
 */
function routeOf(item: Item): Json {
  const gateway = item.text("GatewayId");
  return present({
    cidrBlock: item.text("DestinationCidrBlock"),
    ipv6CidrBlock: item.text("DestinationIpv6CidrBlock"),
    destinationPrefixListId: item.text("DestinationPrefixListId"),
    gatewayId: gateway,
    natGatewayId: item.text("NatGatewayId"),
    egressOnlyGatewayId: item.text("EgressOnlyInternetGatewayId"),
    carrierGatewayId: item.text("CarrierGatewayId"),
    localGatewayId: item.text("LocalGatewayId"),
    transitGatewayId: item.text("TransitGatewayId"),
    vpcPeeringConnectionId: item.text("VpcPeeringConnectionId"),
    networkInterfaceId: item.text("NetworkInterfaceId"),
    instanceId: item.text("InstanceId"),
    coreNetworkArn: item.text("CoreNetworkArn"),
    odbNetworkArn: item.text("OdbNetworkArn"),
    state: item.text("State"),
    origin: item.text("Origin"),
  });
}

/** A VPC's own block, which every table has: not a route that anybody made. */
function isLocal(route: Item): boolean {
  return route.text("GatewayId") === "local" && route.text("Origin") !== "CreateRoute";
}

/** Tables by gateway endpoint: AWS writes the endpoint's route into each, and the endpoint names them itself. */
function tablesOfEndpoints(answers: Answers): ReadonlyMap<string, readonly string[]> {
  const endpoints = answers.items("describe-vpc-endpoints");
  return new Map(endpoints.map((item) => [item.id("VpcEndpointId"), item.texts("RouteTableIds")]));
}

/** Route tables with their routes, and what is associated with them: subnets, gateways, or the VPC as its main table. Source: EC2 API, RouteTable. */
export function readRouteTables(answers: Answers, collection: Collection): void {
  const endpoints = tablesOfEndpoints(answers);
  const isOfEndpoint = (table: string, route: Item) =>
    route.text("State") !== "blackhole" &&
    endpoints.get(route.text("GatewayId") ?? "")?.includes(table) === true;
  for (const item of answers.items("describe-route-tables")) {
    const id = item.id("RouteTableId");
    const associations = item
      .list("Associations")
      .filter((one) => !dead.has(one.object("AssociationState")?.text("State") ?? "associated"));
    const isMain = associations.some((one) => one.flag("Main") === true);
    collection.add(
      isMain ? types.defaultRouteTable : types.routeTable,
      id,
      {
        vpcId: item.id("VpcId"),
        ...(isMain && { defaultRouteTableId: id }),
        routes: item
          .list("Routes")
          .filter((route) => !isLocal(route) && !isOfEndpoint(id, route))
          .map(routeOf),
        propagatingVgws: item.textsOf("PropagatingVgws", "GatewayId"),
        // What a gateway announces stands among the routes: nothing is to be guessed.
        learnedRoutesAreListed: true,
        ownerId: item.text("OwnerId"),
      },
      item,
    );
    if (isMain)
      collection.amend(types.vpc, item.id("VpcId"), { mainRouteTableId: id, defaultRouteTableId: id }, item);
    for (const one of associations) {
      const subnetId = one.text("SubnetId");
      const gatewayId = one.text("GatewayId");
      if (subnetId === undefined && gatewayId === undefined) continue;
      const associationId = one.text("RouteTableAssociationId") ?? `${id} ${subnetId ?? gatewayId ?? ""}`;
      collection.add(
        types.routeTableAssociation,
        associationId,
        { routeTableId: id, subnetId, gatewayId },
        one,
      );
    }
  }
}

/** Source: EC2 API, RouteTableAssociationState. */
const dead: ReadonlySet<string> = new Set(["disassociating", "disassociated", "failed"]);
