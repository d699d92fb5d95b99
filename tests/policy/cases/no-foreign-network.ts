import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";

const refuse = (type: string) => ({ resources: [resource(type, "it")], finds: [["refused", "it"]] as const });

export const cases: RuleCases = {
  accepts: { "the VPN": { resources: [resource("aws:ec2/vpnConnection:VpnConnection", "link")] } },
  refuses: {
    "a peering": refuse("aws:ec2/vpcPeeringConnection:VpcPeeringConnection"),
    "a transit gateway's attachment": refuse("aws:ec2transitgateway/vpcAttachment:VpcAttachment"),
    "a client VPN": refuse("aws:ec2clientvpn/endpoint:Endpoint"),
    "a Direct Connect link": refuse("aws:directconnect/publicVirtualInterface:PublicVirtualInterface"),
  },
};
