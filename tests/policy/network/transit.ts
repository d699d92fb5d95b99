import { resource, type TestResource } from "../stack";
import { vpc, waysOf, withProps } from "./joined";

export const transit = (name: string) =>
  `aws:ec2transitgateway/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

export const toTransit = { cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" };

export const attachment = (name: string, vpcId: string, subnetIds: readonly string[], props: object = {}) =>
  resource(transit("VpcAttachment"), name, { transitGatewayId: "tgw-1", vpcId, subnetIds, ...props });

/** Two VPCs at a gateway with default association and propagation; `vpc-a` is judged, so that `vpc-b` is foreign. */
export const two: readonly TestResource[] = [
  resource(transit("TransitGateway"), "tgw-1", { associationDefaultRouteTableId: "tgw-rtb-d" }),
  ...vpc("vpc-a", "10.1", [toTransit]),
  ...vpc("vpc-b", "10.2", [toTransit]),
  attachment("at-a", "vpc-a", ["vpc-a-a"]),
  attachment("at-b", "vpc-b", ["vpc-b-a"]),
];
export const there = "inside → foreign/vpc-b";
export const back = "foreign/vpc-b → inside";
export const ways = (resources: readonly TestResource[]) => waysOf(resources, ["vpc-a"]);

/** The same with tables of one's own: `rt-a` is looked up for `vpc-a`, `rt-b` for `vpc-b`, each without a route. */
export const ownTables: readonly TestResource[] = [
  ...withProps(two, "tgw-1", {
    defaultRouteTableAssociation: "disable",
    defaultRouteTablePropagation: "disable",
  }),
  ...["a", "b"].flatMap((side) => [
    resource(transit("RouteTable"), `rt-${side}`, { transitGatewayId: "tgw-1" }),
    resource(transit("RouteTableAssociation"), `link-${side}`, {
      ...{ transitGatewayAttachmentId: `at-${side}`, transitGatewayRouteTableId: `rt-${side}` },
    }),
  ]),
];
export const route = (
  name: string,
  destinationCidrBlock: string,
  table: string,
  to: string | undefined,
  props: object = {},
) =>
  resource(transit("Route"), name, {
    ...{ destinationCidrBlock, transitGatewayRouteTableId: table },
    ...(to !== undefined && { transitGatewayAttachmentId: to }),
    ...props,
  });
export const propagation = (name: string, of: string, table: string) =>
  resource(transit("RouteTablePropagation"), name, {
    ...{ transitGatewayAttachmentId: of, transitGatewayRouteTableId: table },
  });
