import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "the VPN": "aws:ec2/vpnConnection:VpnConnection" },
  {
    "an instance connect endpoint": "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
    "a share with another account": "aws:ram/resourceShare:ResourceShare",
    "a load balancer": "aws:alb/loadBalancer:LoadBalancer",
    "a traffic mirror": "aws:ec2/trafficMirrorSession:TrafficMirrorSession",
  },
);
