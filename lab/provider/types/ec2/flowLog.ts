import {
  CreateFlowLogsCommand,
  DeleteFlowLogsCommand,
  DescribeFlowLogsCommand,
  type DestinationOptionsRequest,
  type FlowLog,
  type FlowLogsResourceType,
  type LogDestinationType,
  type TrafficType,
  type UnsuccessfulItem,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { block, numeric, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { awsShape, pulumiShape } from "../naming";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";

/** What a flow log watches: input → the API's kind. */
const watched: Readonly<Record<string, FlowLogsResourceType>> = {
  vpcId: "VPC",
  subnetId: "Subnet",
  eniId: "NetworkInterface",
  transitGatewayId: "TransitGateway",
  transitGatewayAttachmentId: "TransitGatewayAttachment",
};

async function describe(aws: Aws, id: string): Promise<FlowLog | undefined> {
  return (await ec2(aws).send(new DescribeFlowLogsCommand({ FlowLogIds: [id] }))).FlowLogs?.[0];
}

/** AWS answers one failure for each thing to watch, without an error of the call. */
function demandSuccess(failures: readonly UnsuccessfulItem[] | undefined): void {
  const failure = failures?.[0]?.Error;
  if (failure !== undefined)
    throw Object.assign(new Error(failure.Message ?? "refused"), { name: failure.Code ?? "Error" });
}

function watchedProp(resourceId: string | undefined, inputs: Props): Props {
  const key = Object.keys(watched).find((name) => inputs[name] === resourceId);
  return key === undefined ? {} : { [key]: resourceId };
}

export const flowLog: ResourceType = {
  token: "aws:ec2/flowLog:FlowLog",
  defaults: { logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 },
  replaceOn: ["*"],
  outputs: ["arn"],
  chosenByAws: ["logDestination", "logFormat"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const key = given(
      Object.keys(watched).find((name) => inputs[name] !== undefined),
      `one of ${Object.keys(watched).join(", ")}`,
    );
    const destination = block(inputs, "destinationOptions");
    const answer = await ec2(aws).send(
      new CreateFlowLogsCommand({
        ResourceType: watched[key],
        ResourceIds: [text(inputs, key) ?? ""],
        TrafficType: text(inputs, "trafficType") as TrafficType | undefined,
        LogDestinationType: text(inputs, "logDestinationType") as LogDestinationType,
        LogDestination: text(inputs, "logDestination"),
        DeliverLogsPermissionArn: text(inputs, "iamRoleArn"),
        DeliverCrossAccountRole: text(inputs, "deliverCrossAccountRole"),
        LogFormat: text(inputs, "logFormat"),
        MaxAggregationInterval: numeric(inputs, "maxAggregationInterval"),
        DestinationOptions:
          destination === undefined ? undefined : (awsShape(destination) as DestinationOptionsRequest),
        TagSpecifications: tagSpecifications("vpc-flow-log", inputs),
      }),
    );
    demandSuccess(answer.Unsuccessful);
    return given(answer.FlowLogIds?.[0], "a flow log id");
  },
  async read(aws, id, known) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    return {
      arn: aws.arn("ec2", `vpc-flow-log/${id}`),
      ...watchedProp(found.ResourceId, known),
      trafficType: found.TrafficType,
      logDestinationType: found.LogDestinationType,
      logDestination: found.LogDestination,
      iamRoleArn: found.DeliverLogsPermissionArn,
      logFormat: found.LogFormat,
      maxAggregationInterval: found.MaxAggregationInterval,
      destinationOptions:
        found.DestinationOptions === undefined ? undefined : pulumiShape(found.DestinationOptions),
      tagsAll: tagsAll(found.Tags),
    };
  },
  async remove(aws, id) {
    demandSuccess((await ec2(aws).send(new DeleteFlowLogsCommand({ FlowLogIds: [id] }))).Unsuccessful);
  },
};
