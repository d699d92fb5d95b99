import { resource, unknownFlag, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const instance = (props: object) => resource("aws:ec2/instance:Instance", "vm", { ...props });
const nic = (props: object) => resource("aws:ec2/networkInterface:NetworkInterface", "nic", { ...props });

export const cases: RuleCases = {
  accepts: {
    "machines and interfaces that say nothing, as AWS then checks": { resources: [instance({}), nic({})] },
    "those that say so": { resources: [instance({ sourceDestCheck: true }), nic({ sourceDestCheck: true })] },
    "an interface that AWS made for a service, which nobody else can change": {
      resources: [
        nic({ sourceDestCheck: false, interfaceType: "nat_gateway" }),
        resource("aws:ec2/networkInterface:NetworkInterface", "balancer", {
          ...{ sourceDestCheck: false, interfaceType: "interface", requesterManaged: true },
        }),
      ],
    },
    "a route to the VPN, and what AWS's provider answers for it": {
      resources: [
        resource("aws:ec2/route:Route", "route", {
          gatewayId: unknownText,
          networkInterfaceId: "",
          instanceId: "",
        }),
      ],
    },
  },
  refuses: {
    "a machine that passes on what others send": {
      resources: [instance({ sourceDestCheck: false })],
      finds: [["refused", "vm", "sourceDestCheck"]],
    },
    "an interface that does": {
      resources: [nic({ sourceDestCheck: false, interfaceType: "interface", requesterManaged: false })],
      finds: [["refused", "nic", "sourceDestCheck"]],
    },
    "a spot machine that does": {
      resources: [
        resource("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "spot", { sourceDestCheck: false }),
      ],
      finds: [["refused", "spot", "sourceDestCheck"]],
    },
    "what is not known of it": {
      resources: [
        instance({ sourceDestCheck: unknownFlag }),
        resource("aws:ec2/routeTable:RouteTable", "table", { routes: unknownList }),
      ],
      finds: [
        ["undetermined", "vm", "sourceDestCheck"],
        ["undetermined", "table", "routes"],
      ],
    },
    "a route to an interface, of its own or inline": {
      resources: [
        resource("aws:ec2/route:Route", "route", { networkInterfaceId: unknownText }),
        resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
          routes: [{ cidrBlock: "10.20.0.0/16", networkInterfaceId: "eni-1" }],
        }),
        resource("aws:ec2/routeTable:RouteTable", "table", { routes: [{ instanceId: "i-1" }] }),
      ],
      finds: [
        ["refused", "main", "routes[0].networkInterfaceId"],
        ["refused", "route", "networkInterfaceId"],
        ["refused", "table", "routes[0].instanceId"],
      ],
    },
  },
};
