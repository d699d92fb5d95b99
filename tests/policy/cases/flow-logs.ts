import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16" });
const log = (trafficType: unknown, of: string) =>
  resource("aws:ec2/flowLog:FlowLog", "log", { trafficType }, { sources: { vpcId: [of] } });

export const cases: RuleCases = {
  accepts: {
    "a VPC with a log of all its traffic": { resources: [vpc, log("ALL", "vpc")] },
    "a stack without a VPC": { resources: [] },
  },
  refuses: {
    "a VPC without a log": { resources: [vpc], finds: [["refused", "vpc"]] },
    "a log of another VPC": {
      resources: [vpc, resource("aws:ec2/vpc:Vpc", "other"), log("ALL", "other")],
      finds: [["refused", "vpc"]],
    },
    "a log of what was refused only": {
      resources: [vpc, log("REJECT", "vpc")],
      finds: [["refused", "log", "trafficType"]],
    },
    "records in another account, by its role and its group": {
      resources: [
        vpc,
        {
          ...log("ALL", "vpc"),
          props: {
            trafficType: "ALL",
            deliverCrossAccountRole: "arn:aws:iam::999999999999:role/r",
            logDestination: "arn:aws:logs:us-east-1:999999999999:log-group:g",
          },
        },
      ],
      finds: [
        ["refused", "log", "deliverCrossAccountRole"],
        ["refused", "log", "logDestination"],
      ],
    },
    "a log of what is not known": {
      resources: [vpc, log(unknownText, "vpc")],
      finds: [["undetermined", "log", "trafficType"]],
    },
  },
};
