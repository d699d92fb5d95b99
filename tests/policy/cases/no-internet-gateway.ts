import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "the gateway of the VPN": "aws:ec2/vpnGateway:VpnGateway" },
  {
    "an internet gateway that nothing is attached to": "aws:ec2/internetGateway:InternetGateway",
    "an internet gateway's attachment": "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
  },
);
