import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "a static route": "aws:ec2/route:Route" },
  {
    "a route server": "aws:vpc/routeServer:RouteServer",
    "its endpoint": "aws:vpc/routeServerEndpoint:RouteServerEndpoint",
    "its peer": "aws:vpc/routeServerPeer:RouteServerPeer",
    "its propagation": "aws:vpc/routeServerPropagation:RouteServerPropagation",
    "its association": "aws:vpc/routeServerVpcAssociation:RouteServerVpcAssociation",
  },
);
