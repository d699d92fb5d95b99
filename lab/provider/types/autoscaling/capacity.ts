import {
  type AutoScalingGroup,
  DescribeScalingActivitiesCommand,
  type Instance,
} from "@aws-sdk/client-auto-scaling";
import { DescribeTargetHealthCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Aws } from "../../aws";
import { flag, numeric, text } from "../../properties";
import { type Props } from "../../values";
import { until } from "../../wait";
import { elb } from "../lb/common";
import { autoscaling, describe } from "./common";
import { durationSeconds } from "./duration";

/** How long the real provider waits when nothing is said, as its own default says it. */
export const defaultCapacityTimeout = "10m";

const serves = (instance: Instance): boolean =>
  instance.LifecycleState === "InService" && instance.HealthStatus === "Healthy";

/** How many members are healthy in every target group of the group. */
async function healthyTargets(aws: Aws, group: AutoScalingGroup): Promise<number> {
  const answers = await Promise.all(
    (group.TargetGroupARNs ?? []).map((TargetGroupArn) =>
      elb(aws).send(new DescribeTargetHealthCommand({ TargetGroupArn })),
    ),
  );
  const healthy = answers.map(
    ({ TargetHealthDescriptions = [] }) =>
      new Set(
        TargetHealthDescriptions.flatMap(({ Target, TargetHealth }) =>
          TargetHealth?.State === "healthy" ? [Target?.Id] : [],
        ),
      ),
  );
  return (group.Instances ?? []).filter(
    (instance) => serves(instance) && healthy.every((ids) => ids.has(instance.InstanceId)),
  ).length;
}

async function demandNoFailure(aws: Aws, name: string, since: Date): Promise<void> {
  const answer = await autoscaling(aws).send(
    new DescribeScalingActivitiesCommand({ AutoScalingGroupName: name }),
  );
  const failed = answer.Activities?.find(
    ({ StatusCode, StartTime }) => StatusCode === "Failed" && StartTime !== undefined && StartTime >= since,
  );
  if (failed !== undefined)
    throw new Error(
      `The Auto Scaling group ${name} failed: ${failed.StatusMessage ?? failed.Description ?? ""}`,
    );
}

/**
 * Waits until as many members serve as are desired and, where declared, are healthy behind their load balancers.
 * `waitForCapacityTimeout` "0" waits for none of it.
 * @throws when the time is over, or when a launch failed and `ignoreFailedScalingActivities` is not set.
 */
export async function capacityReached(
  aws: Aws,
  name: string,
  inputs: Props,
  since: Date,
  targetProperty: "minElbCapacity" | "waitForElbCapacity",
): Promise<void> {
  const seconds = durationSeconds(text(inputs, "waitForCapacityTimeout") ?? defaultCapacityTimeout);
  if (seconds === 0) return;
  const wantedTargets = numeric(inputs, "waitForElbCapacity") ?? numeric(inputs, targetProperty) ?? 0;
  await until(aws, `the capacity of the Auto Scaling group ${name}`, seconds, async () => {
    if (flag(inputs, "ignoreFailedScalingActivities") !== true) await demandNoFailure(aws, name, since);
    const group = await describe(aws, name);
    if (group === undefined) throw new Error(`The Auto Scaling group ${name} is gone.`);
    const wanted = numeric(inputs, "desiredCapacity") ?? numeric(inputs, "minSize") ?? 0;
    if ((group.Instances ?? []).filter(serves).length < wanted) return undefined;
    return wantedTargets === 0 || (await healthyTargets(aws, group)) >= wantedTargets ? true : undefined;
  });
}
