import {
  DeletePolicyCommand,
  DescribePoliciesCommand,
  PutScalingPolicyCommand,
  type ScalingPolicy,
  type TargetTrackingConfiguration,
} from "@aws-sdk/client-auto-scaling";
import { type Aws } from "../../aws";
import { block, flag, needText, numeric, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { awsShape, pulumiShape } from "../naming";
import { autoscaling } from "./common";

async function describe(aws: Aws, groupName: string, name: string): Promise<ScalingPolicy | undefined> {
  const answer = await autoscaling(aws).send(
    new DescribePoliciesCommand({ AutoScalingGroupName: groupName, PolicyNames: [name] }),
  );
  return answer.ScalingPolicies?.[0];
}

async function write(aws: Aws, inputs: Props): Promise<void> {
  const tracking = block(inputs, "targetTrackingConfiguration");
  await autoscaling(aws).send(
    new PutScalingPolicyCommand({
      AutoScalingGroupName: needText(inputs, "autoscalingGroupName"),
      PolicyName: needText(inputs, "name"),
      PolicyType: text(inputs, "policyType"),
      AdjustmentType: text(inputs, "adjustmentType"),
      Cooldown: numeric(inputs, "cooldown"),
      Enabled: flag(inputs, "enabled") ?? true,
      EstimatedInstanceWarmup: numeric(inputs, "estimatedInstanceWarmup"),
      ScalingAdjustment: numeric(inputs, "scalingAdjustment"),
      TargetTrackingConfiguration:
        tracking === undefined ? undefined : (awsShape(tracking) as unknown as TargetTrackingConfiguration),
    }),
  );
}

/** Its id is its name; it is imported as `group/policy`. */
export const policy: ResourceType = {
  token: "aws:autoscaling/policy:Policy",
  required: ["autoscalingGroupName"],
  defaults: { enabled: true, policyType: "SimpleScaling" },
  autoname: { property: "name", maxLength: 255 },
  replaceOn: ["autoscalingGroupName", "name", "policyType"],
  outputs: ["arn"],
  chosenByAws: ["metricAggregationType"],
  async create(aws, inputs) {
    await write(aws, inputs);
    return needText(inputs, "name");
  },
  async read(aws, id, known) {
    const [first = id, second] = id.split("/");
    const group = text(known, "autoscalingGroupName") ?? first;
    const found = await describe(aws, group, second ?? id);
    if (found === undefined) return undefined;
    return {
      arn: found.PolicyARN,
      name: found.PolicyName,
      autoscalingGroupName: found.AutoScalingGroupName,
      policyType: found.PolicyType,
      adjustmentType: found.AdjustmentType,
      cooldown: found.Cooldown,
      estimatedInstanceWarmup: found.EstimatedInstanceWarmup,
      metricAggregationType: found.MetricAggregationType ?? "",
      scalingAdjustment: found.ScalingAdjustment,
      targetTrackingConfiguration:
        found.TargetTrackingConfiguration === undefined
          ? undefined
          : pulumiShape(found.TargetTrackingConfiguration),
    };
  },
  update: (aws, _id, news) => write(aws, news),
  async remove(aws, id, state) {
    const call = { AutoScalingGroupName: needText(state, "autoscalingGroupName"), PolicyName: id };
    await autoscaling(aws).send(new DeletePolicyCommand(call));
  },
};
