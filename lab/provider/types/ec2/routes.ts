import {
  CreateRouteCommand,
  DeleteRouteCommand,
  DescribeRouteTablesCommand,
  DisableVgwRoutePropagationCommand,
  EnableVgwRoutePropagationCommand,
  ReplaceRouteCommand,
  type Route,
  type RouteTable,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { text } from "../../properties";
import { type Props } from "../../values";
import { ec2 } from "./common";

export async function describeRouteTable(aws: Aws, id: string): Promise<RouteTable | undefined> {
  return (await ec2(aws).send(new DescribeRouteTablesCommand({ RouteTableIds: [id] }))).RouteTables?.[0];
}

/** Where a route leads and for which addresses, in the names of `aws.ec2.Route`. */
const destinations = {
  destinationCidrBlock: "DestinationCidrBlock",
  destinationIpv6CidrBlock: "DestinationIpv6CidrBlock",
  destinationPrefixListId: "DestinationPrefixListId",
} as const;

const targets = {
  carrierGatewayId: "CarrierGatewayId",
  coreNetworkArn: "CoreNetworkArn",
  egressOnlyGatewayId: "EgressOnlyInternetGatewayId",
  gatewayId: "GatewayId",
  localGatewayId: "LocalGatewayId",
  natGatewayId: "NatGatewayId",
  networkInterfaceId: "NetworkInterfaceId",
  transitGatewayId: "TransitGatewayId",
  vpcEndpointId: "VpcEndpointId",
  vpcPeeringConnectionId: "VpcPeeringConnectionId",
} as const;

export const destinationKeys = Object.keys(destinations);
export const targetKeys = Object.keys(targets);

type Parameters = Record<string, string>;

function parameters(route: Props, names: Readonly<Record<string, string>>): Parameters {
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, parameter]) => {
      const value = text(route, key);
      return value === undefined || value === "" ? [] : [[parameter, value]];
    }),
  );
}

/** The address block or prefix list of a route, as text. @throws when there is none. */
export function destinationOf(route: Props): string {
  const [value] = Object.values(parameters(route, destinations));
  if (value !== undefined) return value;
  throw new Error(`A route has no destination; it must have one of ${destinationKeys.join(", ")}.`);
}

export async function createRoute(aws: Aws, tableId: string, route: Props): Promise<void> {
  const input = { ...parameters(route, destinations), ...parameters(route, targets) };
  await ec2(aws).send(new CreateRouteCommand({ RouteTableId: tableId, ...input }));
}

export async function replaceRoute(aws: Aws, tableId: string, route: Props): Promise<void> {
  const input = { ...parameters(route, destinations), ...parameters(route, targets) };
  await ec2(aws).send(new ReplaceRouteCommand({ RouteTableId: tableId, ...input }));
}

export async function deleteRoute(aws: Aws, tableId: string, route: Props): Promise<void> {
  await ec2(aws).send(new DeleteRouteCommand({ RouteTableId: tableId, ...parameters(route, destinations) }));
}

/** A route as AWS has it, in the names of `aws.ec2.Route`. */
export function routeProps(route: Route): Props {
  const isEndpoint = route.GatewayId?.startsWith("vpce-") ?? false;
  return {
    destinationCidrBlock: route.DestinationCidrBlock,
    destinationIpv6CidrBlock: route.DestinationIpv6CidrBlock,
    destinationPrefixListId: route.DestinationPrefixListId,
    carrierGatewayId: route.CarrierGatewayId,
    coreNetworkArn: route.CoreNetworkArn,
    egressOnlyGatewayId: route.EgressOnlyInternetGatewayId,
    gatewayId: isEndpoint ? undefined : route.GatewayId,
    instanceId: route.InstanceId,
    instanceOwnerId: route.InstanceOwnerId,
    localGatewayId: route.LocalGatewayId,
    natGatewayId: route.NatGatewayId,
    networkInterfaceId: route.NetworkInterfaceId,
    origin: route.Origin,
    state: route.State,
    transitGatewayId: route.TransitGatewayId,
    vpcEndpointId: isEndpoint ? route.GatewayId : undefined,
    vpcPeeringConnectionId: route.VpcPeeringConnectionId,
  };
}

/** Routes that somebody wrote into the table: not the VPC's own, not a gateway endpoint's, not a learned one. */
export function writtenRoutes(table: RouteTable): Route[] {
  return (table.Routes ?? []).filter(
    (route) =>
      route.GatewayId !== "local" &&
      route.Origin !== "EnableVgwRoutePropagation" &&
      !(route.DestinationPrefixListId !== undefined && route.GatewayId?.startsWith("vpce-")),
  );
}

/** Whether `vgwId`'s learned routes appear in the table. */
export async function propagate(aws: Aws, tableId: string, vgwId: string, enabled: boolean): Promise<void> {
  const input = { RouteTableId: tableId, GatewayId: vgwId };
  if (enabled) await ec2(aws).send(new EnableVgwRoutePropagationCommand(input));
  else await ec2(aws).send(new DisableVgwRoutePropagationCommand(input));
}
