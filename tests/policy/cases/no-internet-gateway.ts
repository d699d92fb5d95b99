import { resource, type TestResource } from "../stack";
import { type RuleCases } from "./ruleCases";

const ec2 = (name: string): TestResource =>
  resource(`aws:ec2/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`, name);

const refuse = (name: string) => ({ resources: [ec2(name)], finds: [["refused", name]] as const });

export const cases: RuleCases = {
  accepts: { "the gateway of the VPN": { resources: [ec2("VpnGateway"), ec2("CustomerGateway")] } },
  refuses: {
    "an internet gateway that nothing is attached to": refuse("InternetGateway"),
    "an internet gateway's attachment": refuse("InternetGatewayAttachment"),
    "an egress-only internet gateway": refuse("EgressOnlyInternetGateway"),
    "a NAT gateway, private or public": refuse("NatGateway"),
    "a carrier gateway": refuse("CarrierGateway"),
    "a local gateway's route": refuse("LocalGatewayRoute"),
    "an exclusion from the block on public access": refuse("VpcBlockPublicAccessExclusion"),
  },
};
