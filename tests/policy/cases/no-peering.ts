import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "the VPN": "aws:ec2/vpnConnection:VpnConnection" },
  {
    "a peering": "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
    "its acceptance": "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter",
    "its options": "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions",
  },
);
