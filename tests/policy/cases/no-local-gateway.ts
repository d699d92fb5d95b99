import { resource, unknownNumber, unknownObject, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const subnet = (props: object) => resource("aws:ec2/subnet:Subnet", "subnet", { ...props });
const refuse = (type: string) => ({ resources: [resource(type, "it")], finds: [["refused", "it"]] as const });

export const cases: RuleCases = {
  accepts: {
    "a subnet of the region, and what AWS's provider answers for it": {
      resources: [
        subnet({
          ...{ mapCustomerOwnedIpOnLaunch: false, customerOwnedIpv4Pool: "" },
          ...{ enableLniAtDeviceIndex: 0, outpostArn: "" },
        }),
      ],
    },
    "a load balancer of the region": {
      resources: [resource("aws:lb/loadBalancer:LoadBalancer", "balancer", { customerOwnedIpv4Pool: "" })],
    },
  },
  refuses: {
    "a local gateway's route": refuse("aws:ec2/localGatewayRoute:LocalGatewayRoute"),
    "a local gateway's table": refuse("aws:ec2/localGatewayRouteTable:LocalGatewayRouteTable"),
    "its association with a VPC": refuse(
      "aws:ec2/localGatewayRouteTableVpcAssociation:LocalGatewayRouteTableVpcAssociation",
    ),
    "a subnet with an Outpost's address pool": {
      resources: [subnet({ customerOwnedIpv4Pool: unknownText, mapCustomerOwnedIpOnLaunch: true })],
      finds: [
        ["refused", "subnet", "mapCustomerOwnedIpOnLaunch"],
        ["refused", "subnet", "customerOwnedIpv4Pool"],
      ],
    },
    "local network interfaces, and a subnet on an Outpost": {
      resources: [subnet({ enableLniAtDeviceIndex: 1, outpostArn: "arn:aws:outposts:::outpost/op-1" })],
      finds: [
        ["refused", "subnet", "enableLniAtDeviceIndex"],
        ["refused", "subnet", "outpostArn"],
      ],
    },
    "a subnet of which it is not known": {
      resources: [subnet({ enableLniAtDeviceIndex: unknownNumber })],
      finds: [["undetermined", "subnet", "enableLniAtDeviceIndex"]],
    },
    "a route to one, of its own or inline": {
      resources: [
        resource("aws:ec2/route:Route", "route", { localGatewayId: "lgw-1" }),
        resource("aws:ec2/routeTable:RouteTable", "table", {
          routes: [{ localGatewayId: unknownText }, unknownObject],
        }),
      ],
      finds: [
        ["refused", "route", "localGatewayId"],
        ["refused", "table", "routes[0].localGatewayId"],
        ["undetermined", "table", "routes[1]"],
      ],
    },
    "a load balancer with an Outpost's addresses": {
      resources: [
        resource("aws:lb/loadBalancer:LoadBalancer", "balancer", { customerOwnedIpv4Pool: "ipv4pool-1" }),
      ],
      finds: [["refused", "balancer", "customerOwnedIpv4Pool"]],
    },
  },
};
