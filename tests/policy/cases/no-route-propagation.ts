import { resource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const table = (props: object) => resource("aws:ec2/routeTable:RouteTable", "table", { ...props });

export const cases: RuleCases = {
  accepts: {
    "a table that learns nothing": { resources: [table({ propagatingVgws: [] })] },
    "a table that says nothing": { resources: [table({})] },
  },
  refuses: {
    "propagation as a resource": {
      resources: [resource("aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation", "learn")],
      finds: [["refused", "learn"]],
    },
    "propagation as a property, from a gateway that does not exist yet": {
      resources: [table({ propagatingVgws: [unknownText] })],
      finds: [["refused", "table", "propagatingVgws"]],
    },
    "propagation of which nothing is known": {
      resources: [table({ propagatingVgws: unknownList })],
      finds: [["undetermined", "table", "propagatingVgws"]],
    },
    "propagation into the default table": {
      resources: [
        resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", { propagatingVgws: ["vgw-1"] }),
      ],
      finds: [["refused", "main", "propagatingVgws"]],
    },
  },
};
