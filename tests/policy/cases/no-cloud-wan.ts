import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "the VPN": "aws:ec2/vpnConnection:VpnConnection" },
  {
    "an attachment of a VPC": "aws:networkmanager/vpcAttachment:VpcAttachment",
    "an attachment of a VPN": "aws:networkmanager/siteToSiteVpnAttachment:SiteToSiteVpnAttachment",
    "a connect attachment": "aws:networkmanager/connectAttachment:ConnectAttachment",
    "a peering with a transit gateway": "aws:networkmanager/transitGatewayPeering:TransitGatewayPeering",
    "an attachment of a Direct Connect gateway": "aws:networkmanager/dxGatewayAttachment:DxGatewayAttachment",
    "a core network": "aws:networkmanager/coreNetwork:CoreNetwork",
  },
);
