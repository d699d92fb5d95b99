import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const block = (props: object) =>
  resource("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "block", { ...props });
const console_ = resource("aws:ec2/serialConsoleAccess:SerialConsoleAccess", "console", { enabled: false });
const mode = "internetGatewayBlockMode";

export const cases: RuleCases = {
  accepts: {
    "a block in both directions, among the region's switches": {
      resources: [block({ [mode]: "block-bidirectional" }), console_],
    },
    "an environment that declares no switch of the region": {
      resources: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16" })],
    },
  },
  refuses: {
    "a block that lets packets out": {
      resources: [block({ [mode]: "block-ingress" })],
      finds: [["refused", "block", mode]],
    },
    "a block that is off": { resources: [block({ [mode]: "off" })], finds: [["refused", "block", mode]] },
    "a block that does not say": { resources: [block({})], finds: [["refused", "block", mode]] },
    "a block of which it is not known": {
      resources: [block({ [mode]: unknownText })],
      finds: [["undetermined", "block", mode]],
    },
    "an exclusion, be it for packets out alone": {
      resources: [
        resource("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "hole", {
          internetGatewayExclusionMode: "allow-egress",
        }),
      ],
      finds: [["refused", "hole"]],
    },
    "the region's switches without it": { resources: [console_], finds: [["refused", "console"]] },
  },
};
