import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16" });
const gateway = (name: string, props: object = {}) =>
  resource("aws:ec2/vpnGateway:VpnGateway", name, { ...props }, { sources: { vpcId: ["vpc"] } });
const attachment = (props: object, sources: Readonly<Record<string, readonly string[]>> = {}) =>
  resource("aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment", "attachment", { ...props }, { sources });

export const cases: RuleCases = {
  accepts: {
    "one gateway, attached to the stack's VPC": {
      resources: [
        vpc,
        gateway("gateway"),
        attachment(
          { vpcId: unknownText, vpnGatewayId: unknownText },
          { vpcId: ["vpc"], vpnGatewayId: ["gateway"] },
        ),
      ],
    },
    "one that names the VPC itself": { resources: [vpc, gateway("gateway", { vpcId: unknownText })] },
  },
  refuses: {
    "two gateways": {
      resources: [gateway("a"), gateway("b")],
      finds: [
        ["refused", "a"],
        ["refused", "b"],
      ],
    },
    "a gateway from outside the stack": {
      resources: [vpc, attachment({ vpcId: unknownText, vpnGatewayId: "vgw-foreign" }, { vpcId: ["vpc"] })],
      finds: [["refused", "attachment", "vpnGatewayId"]],
    },
    "a VPC from outside the stack": {
      resources: [gateway("gateway", { vpcId: "vpc-0123456789abcdef0" })],
      finds: [["refused", "gateway", "vpcId"]],
    },
    "ends of which nothing is known": {
      resources: [attachment({ vpcId: unknownText, vpnGatewayId: unknownText })],
      finds: [
        ["undetermined", "attachment", "vpcId"],
        ["undetermined", "attachment", "vpnGatewayId"],
      ],
    },
  },
};
