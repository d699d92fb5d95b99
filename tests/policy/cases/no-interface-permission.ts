import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const inSecond = [{ networkCardIndex: 1, secondarySubnetId: "secondary-subnet-1" }];

export const cases: RuleCases = {
  accepts: {
    "a subnet": { resources: [resource("aws:ec2/subnet:Subnet", "it")] },
    "machines of one network": {
      resources: [
        resource("aws:ec2/instance:Instance", "it", { secondaryNetworkInterfaces: [] }),
        resource("aws:ec2/launchTemplate:LaunchTemplate", "template"),
      ],
    },
  },
  refuses: {
    ...refusedTypes({
      "a permission": "aws:ec2/networkInterfacePermission:NetworkInterfacePermission",
      "a secondary network": "aws:ec2/secondaryNetwork:SecondaryNetwork",
      "an Oracle network": "aws:odb/networkPeeringConnection:NetworkPeeringConnection",
    }),
    "machines in a second network": {
      resources: [
        resource("aws:ec2/instance:Instance", "it", { secondaryNetworkInterfaces: inSecond }),
        resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { secondaryInterfaces: inSecond }),
      ],
      finds: [
        ["refused", "it", "secondaryNetworkInterfaces"],
        ["refused", "template", "secondaryInterfaces"],
      ],
    },
    "machines that may be in a second network": {
      resources: [resource("aws:ec2/instance:Instance", "it", { secondaryNetworkInterfaces: unknownText })],
      finds: [["refused", "it", "secondaryNetworkInterfaces"]],
    },
  },
};
