import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const gateway = (props: object) => resource("aws:ec2/natGateway:NatGateway", "nat", { ...props });

export const cases: RuleCases = {
  accepts: {
    "a zonal one, which has a rule of its own": { resources: [gateway({ subnetId: "subnet-1" })] },
    "one that says so, and what AWS's provider answers for it": {
      resources: [gateway({ availabilityMode: "zonal", availabilityZoneAddresses: [] })],
    },
  },
  refuses: {
    "a regional gateway, which needs no subnet": {
      resources: [gateway({ availabilityMode: "regional", vpcId: "vpc-1" })],
      finds: [["refused", "nat", "availabilityMode"]],
    },
    "one with addresses of its own in each zone": {
      resources: [
        gateway({
          availabilityMode: "regional",
          availabilityZoneAddresses: [{ availabilityZone: "eu-central-1a", allocationIds: [unknownText] }],
        }),
      ],
      finds: [
        ["refused", "nat", "availabilityMode"],
        ["refused", "nat", "availabilityZoneAddresses"],
      ],
    },
    "one of which it is not known": {
      resources: [gateway({ availabilityMode: unknownText })],
      finds: [["undetermined", "nat", "availabilityMode"]],
    },
  },
};
