import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const balancer = (loadBalancerType: string) =>
  resource("aws:lb/loadBalancer:LoadBalancer", "balancer", { loadBalancerType });
const endpoint = (vpcEndpointType: string) =>
  resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", { vpcEndpointType });

export const cases: RuleCases = {
  accepts: {
    "a network load balancer and an interface": { resources: [balancer("network"), endpoint("Interface")] },
  },
  refuses: {
    ...refusedTypes({
      "a firewall": "aws:networkfirewall/firewall:Firewall",
      "a firewall's endpoint": "aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation",
    }),
    "a gateway load balancer and its endpoint": {
      resources: [balancer("gateway"), endpoint("GatewayLoadBalancer")],
      finds: [
        ["refused", "endpoint", "vpcEndpointType"],
        ["refused", "balancer", "loadBalancerType"],
      ],
    },
  },
};
