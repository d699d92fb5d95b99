import { resource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16", id: "vpc-1" });
const type = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const group = (props: object) =>
  resource(type, "group", { vpcId: unknownText, ...props }, { sources: { vpcId: ["vpc"] } });

export const cases: RuleCases = {
  accepts: {
    "an empty group of a VPC that does not exist yet": {
      resources: [vpc, group({ ingress: [], egress: [] })],
    },
    "an empty group that names its VPC by id": {
      resources: [vpc, resource(type, "group", { vpcId: "vpc-1" })],
    },
    "a stack without a VPC": { resources: [] },
  },
  refuses: {
    "a VPC whose default group is not declared": { resources: [vpc], finds: [["refused", "vpc"]] },
    "a default group of another VPC": {
      resources: [vpc, resource(type, "group", { vpcId: "vpc-2" })],
      finds: [["refused", "vpc"]],
    },
    "a default group with rules": {
      resources: [vpc, group({ egress: [{ protocol: "-1", self: true }] })],
      finds: [["refused", "group", "egress"]],
    },
    "a default group of whose rules nothing is known": {
      resources: [vpc, group({ ingress: unknownList })],
      finds: [["undetermined", "group", "ingress"]],
    },
  },
};
