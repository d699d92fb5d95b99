import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "the VPN": "aws:ec2/vpnConnection:VpnConnection" },
  {
    "a private interface": "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface",
    "a public interface": "aws:directconnect/publicVirtualInterface:PublicVirtualInterface",
    "a transit interface": "aws:directconnect/transitVirtualInterface:TransitVirtualInterface",
    "a hosted interface": "aws:directconnect/hostedPrivateVirtualInterface:HostedPrivateVirtualInterface",
    "a gateway's association": "aws:directconnect/gatewayAssociation:GatewayAssociation",
    "a proposal of one": "aws:directconnect/gatewayAssociationProposal:GatewayAssociationProposal",
  },
);
