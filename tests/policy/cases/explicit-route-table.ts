import { resource, type TestResource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const vpc = (props: object = {}) =>
  resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16", ...props });
const main = (props: object = { routes: [] }) =>
  resource(
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    "main",
    { defaultRouteTableId: unknownText, ...props },
    { sources: { defaultRouteTableId: ["vpc"] } },
  );
const subnet = resource(
  "aws:ec2/subnet:Subnet",
  "subnet",
  { cidrBlock: "10.130.0.0/24", vpcId: unknownText },
  { sources: { vpcId: ["vpc"] } },
);
const table = resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: unknownText });
const association = (props: object = {}, from: readonly string[] = ["table"]): TestResource =>
  resource(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "association",
    { subnetId: unknownText, routeTableId: unknownText, ...props },
    { sources: { subnetId: ["subnet"], routeTableId: from } },
  );
const route = (routeTableId: string, from: readonly string[] = []) =>
  resource(
    "aws:ec2/route:Route",
    "route",
    { routeTableId, destinationCidrBlock: "10.20.0.0/16", gatewayId: unknownText },
    { sources: { routeTableId: from } },
  );

export const cases: RuleCases = {
  accepts: {
    "a subnet with a table of its own": {
      resources: [vpc(), main(), subnet, table, association(), route(unknownText, ["table"])],
    },
    "a subnet on a main table that leads nowhere": { resources: [vpc(), main(), subnet] },
    "a table by its id": {
      resources: [
        resource("aws:ec2/routeTable:RouteTable", "table", { id: "rtb-1" }),
        association({ routeTableId: "rtb-1" }, []),
        route("rtb-1"),
      ],
    },
  },
  refuses: {
    "a subnet on a main table that nobody declares": {
      resources: [vpc(), subnet],
      finds: [["refused", "subnet"]],
    },
    "a main table with routes": {
      resources: [vpc(), main({ routes: [{ cidrBlock: "10.20.0.0/16", gatewayId: unknownText }] })],
      finds: [["refused", "main", "routes[0]"]],
    },
    "a main table of whose routes nothing is known": {
      resources: [vpc(), main({ routes: unknownList })],
      finds: [["refused", "main", "routes"]],
    },
    "a route of the main table, by way of its resource": {
      resources: [vpc(), main(), route(unknownText, ["main"])],
      finds: [["refused", "route", "routeTableId"]],
    },
    "a route of the main table, by way of the VPC": {
      resources: [vpc(), main(), route(unknownText, ["vpc"])],
      finds: [["refused", "route", "routeTableId"]],
    },
    "a route of the main table, by its id": {
      resources: [vpc({ mainRouteTableId: "rtb-main" }), main(), route("rtb-main")],
      finds: [["refused", "route", "routeTableId"]],
    },
    "another main table": {
      resources: [resource("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "other")],
      finds: [["refused", "other"]],
    },
    "a table for a gateway": {
      resources: [table, association({ subnetId: undefined, gatewayId: unknownText })],
      finds: [["refused", "association", "gatewayId"]],
    },
    "a table of somebody else's": {
      resources: [association({ routeTableId: "rtb-foreign" }, [])],
      finds: [["refused", "association", "routeTableId"]],
    },
    "a route in a table of somebody else's": {
      resources: [route("rtb-foreign")],
      finds: [["refused", "route", "routeTableId"]],
    },
    "a table of which nothing is known": {
      resources: [association({}, [])],
      finds: [["undetermined", "association", "routeTableId"]],
    },
  },
};
