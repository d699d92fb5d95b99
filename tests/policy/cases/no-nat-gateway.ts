import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const gateway = (props: object) =>
  resource("aws:ec2/natGateway:NatGateway", "nat", { subnetId: "subnet-1", ...props });

export const cases: RuleCases = {
  accepts: {
    "a regional one, which has a rule of its own": {
      resources: [gateway({ availabilityMode: "regional", connectivityType: "public" })],
    },
  },
  refuses: {
    "a gateway that is public by default": {
      resources: [gateway({})],
      finds: [["refused", "nat", "connectivityType"]],
    },
    "a public gateway with addresses that do not exist yet": {
      resources: [
        gateway({
          connectivityType: "public",
          allocationId: unknownText,
          secondaryAllocationIds: [unknownText],
        }),
      ],
      finds: [
        ["refused", "nat", "connectivityType"],
        ["refused", "nat", "allocationId"],
        ["refused", "nat", "secondaryAllocationIds"],
      ],
    },
    "a private gateway, which hides who talks": {
      resources: [gateway({ connectivityType: "private", availabilityMode: "zonal" })],
      finds: [["refused", "nat", "connectivityType"]],
    },
    "a gateway of which it is not known": {
      resources: [gateway({ connectivityType: unknownText })],
      finds: [["undetermined", "nat", "connectivityType"]],
    },
    "a gateway that may be regional": {
      resources: [gateway({ availabilityMode: unknownText })],
      finds: [["undetermined", "nat", "availabilityMode"]],
    },
    "another address of a gateway": {
      resources: [resource("aws:ec2/natGatewayEipAssociation:NatGatewayEipAssociation", "more")],
      finds: [["refused", "more"]],
    },
  },
};
