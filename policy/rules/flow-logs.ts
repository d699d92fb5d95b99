import { controls } from "../controls";
import { expect } from "../expect";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Finding, ofTypes, refused, type Rule } from "../rule";

const vpcType = "aws:ec2/vpc:Vpc";
const logType = "aws:ec2/flowLog:FlowLog";
const fix = "Declare aws.ec2.FlowLog for the VPC, with trafficType ALL.";

function check(resource: ResourceFacts): readonly Finding[] {
  if (resource.type !== logType) return [];
  return expect({
    ...{ resource, property: "trafficType", fact: resource.props.text("trafficType"), fix },
    accepts: (type) => type === "ALL",
    absentIs: "refused",
    reason: "What passed and what was refused are both asked for after an incident.",
  });
}

function relate(stack: StackFacts): readonly Finding[] {
  const logs = stack.ofType(logType);
  return stack
    .ofType(vpcType)
    .filter((vpc) => !logs.some((log) => log.sources("vpcId").some(({ urn }) => urn === vpc.urn)))
    .map((vpc) => refused([vpc], "a VPC without flow logs", "Nobody could tell what passed in it.", fix));
}

export const flowLogs: Rule = {
  id: "flow-logs",
  title: "Every VPC has a flow log of all its traffic.",
  control: controls.recorded,
  severity: "medium",
  cause: "A VPC without a flow log, or one that leaves out what passed or what was refused.",
  fix,
  judges: ofTypes(vpcType, logType),
  check,
  relate,
};
