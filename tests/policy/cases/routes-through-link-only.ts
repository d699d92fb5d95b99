import { resource, type TestResource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const gateway = resource("aws:ec2/vpnGateway:VpnGateway", "gateway", {});
const attachment = resource("aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment", "attachment", {});
const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16" });
const link = resource("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "link", {
  destinationCidrBlock: "10.20.0.0/16",
});

function route(props: object, from: readonly string[] = ["gateway"]): TestResource {
  const sources = { gatewayId: from };
  return resource(
    "aws:ec2/route:Route",
    "route",
    { destinationCidrBlock: "10.20.0.0/16", ...props },
    { sources },
  );
}

function table(props: object, from: readonly string[] = ["gateway"]): TestResource {
  return resource("aws:ec2/routeTable:RouteTable", "table", { ...props }, { sources: { routes: from } });
}

export const cases: RuleCases = {
  accepts: {
    "the VPN gateway, before it exists": { resources: [gateway, route({ gatewayId: unknownText })] },
    "the VPN gateway by way of its attachment": {
      resources: [gateway, attachment, route({ gatewayId: unknownText }, ["attachment"])],
    },
    "the VPN gateway by its id, and what AWS's provider answers for other targets": {
      resources: [
        resource("aws:ec2/vpnGateway:VpnGateway", "gateway", { id: "vgw-1" }),
        route({ gatewayId: "vgw-1", natGatewayId: "", networkInterfaceId: "", instanceId: "" }, []),
      ],
    },
    "the network's own route, as AWS's provider answers it": {
      resources: [route({ gatewayId: "local", destinationCidrBlock: "10.130.0.0/16" }, [])],
    },
    "an inline route to the VPN gateway": {
      resources: [gateway, table({ routes: [{ cidrBlock: "10.20.0.0/16", gatewayId: unknownText }] })],
    },
    "an inline route to the VPN gateway, by a prefix list": {
      resources: [
        gateway,
        resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", {
          entries: [{ cidr: "10.20.0.0/16" }],
        }),
        table({ routes: [{ destinationPrefixListId: unknownText, gatewayId: unknownText }] }, [
          "list",
          "gateway",
        ]),
      ],
    },
    "a route to a part of what the VPN serves": {
      resources: [
        vpc,
        link,
        gateway,
        route({ gatewayId: unknownText, destinationCidrBlock: "10.20.7.0/24" }),
      ],
    },
  },
  refuses: {
    "a prefix list of the stack with more than the VPN serves": {
      resources: [
        ...[vpc, link, gateway],
        resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", {
          entries: [{ cidr: "10.20.7.0/24" }, { cidr: "10.0.0.0/8" }],
        }),
        resource(
          "aws:ec2/route:Route",
          "route",
          { destinationPrefixListId: unknownText, gatewayId: unknownText },
          { sources: { gatewayId: ["gateway"], destinationPrefixListId: ["list"] } },
        ),
      ],
      finds: [["refused", "route", "destinationPrefixListId"]],
    },
    "an internet gateway by its id": {
      resources: [route({ gatewayId: "igw-1" }, [])],
      finds: [["refused", "route", "gatewayId"]],
    },
    "an internet gateway before it exists": {
      resources: [
        resource("aws:ec2/internetGateway:InternetGateway", "igw"),
        route({ gatewayId: unknownText }, ["igw"]),
      ],
      finds: [["refused", "route", "gatewayId"]],
    },
    "a VPN gateway that the stack does not declare": {
      resources: [gateway, route({ gatewayId: "vgw-foreign" }, [])],
      finds: [["refused", "route", "gatewayId"]],
    },
    "a gateway of which nothing is known": {
      resources: [route({ gatewayId: unknownText }, [])],
      finds: [["undetermined", "route", "gatewayId"]],
    },
    "a NAT gateway, known or not": {
      resources: [route({ natGatewayId: unknownText })],
      finds: [["refused", "route", "natGatewayId"]],
    },
    "a peering": {
      resources: [route({ vpcPeeringConnectionId: "pcx-1" }, [])],
      finds: [["refused", "route", "vpcPeeringConnectionId"]],
    },
    "no target at all": { resources: [route({}, [])], finds: [["refused", "route", "gatewayId"]] },
    "an inline network interface": {
      resources: [table({ routes: [{ cidrBlock: "10.20.0.0/16", networkInterfaceId: "eni-1" }] }, [])],
      finds: [["refused", "table", "routes[0].networkInterfaceId"]],
    },
    "inline routes of which nothing is known": {
      resources: [table({ routes: unknownList })],
      finds: [["undetermined", "table", "routes"]],
    },
    "a private block that the VPN does not serve": {
      resources: [vpc, link, gateway, route({ gatewayId: unknownText, destinationCidrBlock: "10.0.0.0/8" })],
      finds: [["refused", "route", "destinationCidrBlock"]],
    },
  },
};
