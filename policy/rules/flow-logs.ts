import { controls } from "../controls";
import { expect, expectUnset } from "../expect";
import { namedBy } from "../facts/dns";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { expectOwn } from "../ownReference";
import { type Finding, ofTypes, refused, type Rule } from "../rule";

const vpcType = "aws:ec2/vpc:Vpc";
const logType = "aws:ec2/flowLog:FlowLog";
/** What may hold the records. */
const stores = ["aws:cloudwatch/logGroup:LogGroup", "aws:s3/bucket:Bucket"];
const fix = "Declare aws.ec2.FlowLog for the VPC, with trafficType ALL.";

function check(resource: ResourceFacts): readonly Finding[] {
  if (resource.type !== logType) return [];
  const elsewhere = "deliverCrossAccountRole";
  return [
    ...expect({
      ...{ resource, property: "trafficType", fact: resource.props.text("trafficType"), fix },
      accepts: (type) => type === "ALL",
      absentIs: "refused",
      reason: "What passed and what was refused are both asked for after an incident.",
    }),
    ...expectUnset(
      resource,
      elsewhere,
      resource.props.get(elsewhere),
      "The records tell another account who talks to whom.",
      "Keep the records in the stack's own account.",
    ),
  ];
}

function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  const logs = stack.ofType(logType);
  const logged = new Set(logs.map((log) => namedBy(stack, log, "vpcId", vpcType)?.urn));
  const unlogged = stack
    .ofType(vpcType)
    .filter(({ urn }) => !logged.has(urn))
    .map((vpc) => refused([vpc], "a VPC without flow logs", "Nobody could tell what passed in it.", fix));
  const foreign = logs.flatMap((owner) =>
    ["logDestination", "logGroupName"].flatMap((property) =>
      expectOwn({
        ...{ references, owner, property, fact: owner.props.text(property), types: stores },
        reason: "The records tell whoever holds them who talks to whom.",
        fix: "Name a log group or bucket of this stack.",
      }),
    ),
  );
  return [...unlogged, ...foreign];
}

export const flowLogs: Rule = {
  id: "flow-logs",
  title: "Every VPC has a flow log of all its traffic.",
  control: controls.recorded,
  severity: "medium",
  frameworks: { nist: ["AU-12", "AU-2", "SI-4(4)"], cis: ["3.7"], slsa: [] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
  cause:
    "A VPC without a flow log, one that leaves out what passed or what was refused, or one whose records go elsewhere.",
  fix,
  judges: ofTypes(vpcType, logType),
  check,
  relate,
};
