import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";

const type = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway";

export const cases: RuleCases = {
  accepts: {
    "the gateway of the VPN": { resources: [resource("aws:ec2/vpnGateway:VpnGateway", "gateway")] },
  },
  refuses: {
    "an egress-only internet gateway": {
      resources: [resource(type, "it", { vpcId: "vpc-1" })],
      finds: [["refused", "it"]],
    },
    "one that names no VPC yet": { resources: [resource(type, "it")], finds: [["refused", "it"]] },
  },
};
