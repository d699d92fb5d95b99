import {
  type AutoScalingGroup,
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { type Aws } from "../../aws";

export const autoscaling = (aws: Aws): AutoScalingClient => aws.client(AutoScalingClient);

/** Undefined when there is none of this name, or when it is being deleted. */
export async function describe(aws: Aws, name: string): Promise<AutoScalingGroup | undefined> {
  const group = await standing(aws, name);
  return group?.Status === undefined || group.Status === "" ? group : undefined;
}

/** The group of this name, also while it is being deleted. */
export async function standing(aws: Aws, name: string): Promise<AutoScalingGroup | undefined> {
  const answer = await autoscaling(aws).send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
  );
  return answer.AutoScalingGroups?.[0];
}
