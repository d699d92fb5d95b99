import {
  CancelInstanceRefreshCommand,
  DescribeInstanceRefreshesCommand,
  type RefreshPreferences,
  type RefreshStrategy,
  StartInstanceRefreshCommand,
} from "@aws-sdk/client-auto-scaling";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { block, text, texts } from "../../properties";
import { type Props } from "../../values";
import { until } from "../../wait";
import { awsShape } from "../naming";
import { autoscaling } from "./common";

/** Changes that renew the members whatever `triggers` says. */
const always = ["launchConfiguration", "launchTemplate", "mixedInstancesPolicy"];

/** The real provider's, which it always sends; AWS has the same. */
const defaultMinimumPercent = 90;

/** Numbers that Pulumi declares as text. */
const numbers: readonly string[] = ["checkpointDelay", "instanceWarmup"];

/** Whether the change is one after which the declared refresh is started. */
export function refreshIsDue(news: Props, olds: Props): boolean {
  const refresh = block(news, "instanceRefresh");
  if (refresh === undefined) return false;
  return [...always, ...texts(refresh, "triggers")].some((key) => !same(news[key], olds[key]));
}

function preferencesOf(refresh: Props): RefreshPreferences {
  const declared = Object.entries(block(refresh, "preferences") ?? {}).map(([key, value]) => [
    key,
    numbers.includes(key) ? Number(value) : value,
  ]);
  return awsShape({ minHealthyPercentage: defaultMinimumPercent, ...Object.fromEntries(declared) } as Props);
}

async function cancelActive(aws: Aws, name: string): Promise<void> {
  try {
    await autoscaling(aws).send(new CancelInstanceRefreshCommand({ AutoScalingGroupName: name }));
  } catch (error) {
    if (error instanceof Error && error.name.startsWith("ActiveInstanceRefreshNotFound")) return;
    throw error;
  }
  await until(aws, `the instance refresh of ${name} to be cancelled`, 900, async () => {
    const answer = await autoscaling(aws).send(
      new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: name }),
    );
    return answer.InstanceRefreshes?.some(
      ({ Status }) => Status === "Cancelling" || Status === "InProgress",
    ) === true
      ? undefined
      : true;
  });
}

/** Starts the declared refresh, in the place of one that still runs. Its end is not waited for. */
export async function startRefresh(aws: Aws, name: string, news: Props): Promise<void> {
  const refresh = block(news, "instanceRefresh") ?? {};
  await cancelActive(aws, name);
  await autoscaling(aws).send(
    new StartInstanceRefreshCommand({
      AutoScalingGroupName: name,
      Strategy: text(refresh, "strategy") as RefreshStrategy,
      Preferences: preferencesOf(refresh),
    }),
  );
}
