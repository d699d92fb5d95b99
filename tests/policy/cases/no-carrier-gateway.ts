import { resource, unknownFlag, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const template = (networkInterfaces: unknown) =>
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { networkInterfaces });

export const cases: RuleCases = {
  accepts: {
    "routes and interfaces without one": {
      resources: [
        template([{ associateCarrierIpAddress: "false" }, { associateCarrierIpAddress: "" }]),
        resource("aws:ec2/route:Route", "route", { gatewayId: unknownText, carrierGatewayId: "" }),
      ],
    },
  },
  refuses: {
    "a carrier gateway": {
      resources: [resource("aws:ec2/carrierGateway:CarrierGateway", "carrier")],
      finds: [["refused", "carrier"]],
    },
    "a route to one, known or not": {
      resources: [resource("aws:ec2/route:Route", "route", { carrierGatewayId: unknownText })],
      finds: [["refused", "route", "carrierGatewayId"]],
    },
    "an inline route to one": {
      resources: [
        resource("aws:ec2/routeTable:RouteTable", "table", { routes: [{ carrierGatewayId: "cagw-1" }] }),
      ],
      finds: [["refused", "table", "routes[0].carrierGatewayId"]],
    },
    "an interface with a carrier's address": {
      resources: [template([{ associateCarrierIpAddress: "true" }])],
      finds: [["refused", "template", "networkInterfaces[0].associateCarrierIpAddress"]],
    },
    "what is not known of interfaces and routes": {
      resources: [
        template([{ associateCarrierIpAddress: unknownFlag }]),
        resource("aws:ec2/routeTable:RouteTable", "table", { routes: unknownList }),
      ],
      finds: [
        ["undetermined", "template", "networkInterfaces[0].associateCarrierIpAddress"],
        ["undetermined", "table", "routes"],
      ],
    },
  },
};
