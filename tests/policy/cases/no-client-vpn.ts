import { typeCases } from "./typeCases";

export const cases = typeCases(
  { "the site's VPN": "aws:ec2/vpnConnection:VpnConnection" },
  {
    "an endpoint": "aws:ec2clientvpn/endpoint:Endpoint",
    "its association": "aws:ec2clientvpn/networkAssociation:NetworkAssociation",
    "its route": "aws:ec2clientvpn/route:Route",
    "its authorisation": "aws:ec2clientvpn/authorizationRule:AuthorizationRule",
  },
);
