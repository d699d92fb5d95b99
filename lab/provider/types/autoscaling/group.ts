import {
  AttachLoadBalancerTargetGroupsCommand,
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  DeleteTagsCommand,
  DetachLoadBalancerTargetGroupsCommand,
  type LaunchTemplateSpecification,
  type Tag,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { block, blocks, flag, needText, nonEmpty, numeric, text, texts } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { until, untilGone } from "../../wait";
import { capacityReached, defaultCapacityTimeout } from "./capacity";
import { autoscaling, describe, standing } from "./common";
import { refreshIsDue, startRefresh } from "./refresh";

/** Inputs that one UpdateAutoScalingGroup writes. */
const updated: readonly string[] = [
  "defaultCooldown",
  "defaultInstanceWarmup",
  "desiredCapacity",
  "healthCheckGracePeriod",
  "healthCheckType",
  "launchTemplate",
  "maxInstanceLifetime",
  "maxSize",
  "minSize",
  "protectFromScaleIn",
  "terminationPolicies",
  "vpcZoneIdentifiers",
];

function templateOf(inputs: Props): LaunchTemplateSpecification | undefined {
  const template = block(inputs, "launchTemplate");
  if (template === undefined) return undefined;
  const id = text(template, "id");
  return {
    // The service takes one of them; both come back.
    ...(id === undefined ? { LaunchTemplateName: text(template, "name") } : { LaunchTemplateId: id }),
    Version: text(template, "version"),
  };
}

const settingsOf = (inputs: Props) => ({
  MinSize: numeric(inputs, "minSize"),
  MaxSize: numeric(inputs, "maxSize"),
  DesiredCapacity: numeric(inputs, "desiredCapacity"),
  DefaultCooldown: numeric(inputs, "defaultCooldown"),
  DefaultInstanceWarmup: numeric(inputs, "defaultInstanceWarmup"),
  HealthCheckGracePeriod: numeric(inputs, "healthCheckGracePeriod"),
  HealthCheckType: text(inputs, "healthCheckType"),
  LaunchTemplate: templateOf(inputs),
  MaxInstanceLifetime: numeric(inputs, "maxInstanceLifetime"),
  NewInstancesProtectedFromScaleIn: flag(inputs, "protectFromScaleIn") ?? false,
  TerminationPolicies: nonEmpty(texts(inputs, "terminationPolicies")),
  VPCZoneIdentifier: nonEmpty(texts(inputs, "vpcZoneIdentifiers"))?.join(","),
});

const tagsOf = (name: string, inputs: Props): Tag[] =>
  blocks(inputs, "tags").map((tag) => ({
    ResourceId: name,
    ResourceType: "auto-scaling-group",
    Key: needText(tag, "key"),
    Value: text(tag, "value") ?? "",
    PropagateAtLaunch: flag(tag, "propagateAtLaunch") ?? false,
  }));

async function writeTags(aws: Aws, name: string, news: Props, olds: Props): Promise<void> {
  const after = tagsOf(name, news);
  const gone = tagsOf(name, olds).filter((tag) => !after.some(({ Key }) => Key === tag.Key));
  if (gone.length > 0) await autoscaling(aws).send(new DeleteTagsCommand({ Tags: gone }));
  if (after.length > 0) await autoscaling(aws).send(new CreateOrUpdateTagsCommand({ Tags: after }));
}

async function writeTargetGroups(aws: Aws, name: string, news: Props, olds: Props): Promise<void> {
  const [before, after] = [texts(olds, "targetGroupArns"), texts(news, "targetGroupArns")];
  const gone = before.filter((arn) => !after.includes(arn));
  const added = after.filter((arn) => !before.includes(arn));
  const call = { AutoScalingGroupName: name };
  if (gone.length > 0)
    await autoscaling(aws).send(
      new DetachLoadBalancerTargetGroupsCommand({ ...call, TargetGroupARNs: gone }),
    );
  if (added.length > 0)
    await autoscaling(aws).send(
      new AttachLoadBalancerTargetGroupsCommand({ ...call, TargetGroupARNs: added }),
    );
}

const propsOf = (found: AutoScalingGroup): Props => ({
  arn: found.AutoScalingGroupARN,
  name: found.AutoScalingGroupName,
  availabilityZones: found.AvailabilityZones ?? [],
  defaultCooldown: found.DefaultCooldown,
  defaultInstanceWarmup: found.DefaultInstanceWarmup ?? 0,
  desiredCapacity: found.DesiredCapacity,
  healthCheckGracePeriod: found.HealthCheckGracePeriod,
  healthCheckType: found.HealthCheckType,
  launchTemplate:
    found.LaunchTemplate === undefined
      ? null
      : {
          id: found.LaunchTemplate.LaunchTemplateId,
          name: found.LaunchTemplate.LaunchTemplateName,
          version: found.LaunchTemplate.Version ?? "",
        },
  maxInstanceLifetime: found.MaxInstanceLifetime ?? 0,
  maxSize: found.MaxSize,
  minSize: found.MinSize,
  predictedCapacity: found.PredictedCapacity ?? 0,
  protectFromScaleIn: found.NewInstancesProtectedFromScaleIn ?? false,
  serviceLinkedRoleArn: found.ServiceLinkedRoleARN,
  targetGroupArns: found.TargetGroupARNs ?? [],
  terminationPolicies: found.TerminationPolicies,
  vpcZoneIdentifiers: (found.VPCZoneIdentifier ?? "").split(",").filter((id) => id !== ""),
  warmPoolSize: found.WarmPoolSize ?? 0,
  tags: (found.Tags ?? []).map((tag) => ({
    key: tag.Key,
    value: tag.Value,
    propagateAtLaunch: tag.PropagateAtLaunch,
  })),
});

/** Without `forceDelete` the members go first, one wait for all. */
async function drain(aws: Aws, name: string): Promise<void> {
  await autoscaling(aws).send(
    new UpdateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      MinSize: 0,
      MaxSize: 0,
      DesiredCapacity: 0,
    }),
  );
  await until(aws, `the members of ${name} to be gone`, 600, async () =>
    ((await describe(aws, name))?.Instances ?? []).length === 0 ? true : undefined,
  );
}

function check(inputs: Props): CheckFailure[] {
  if (inputs.launchTemplate !== undefined) return [];
  return [{ property: "launchTemplate", reason: "The lab serves groups with a launch template only." }];
}

export const group: ResourceType = {
  token: "aws:autoscaling/group:Group",
  required: ["maxSize", "minSize"],
  defaults: {
    forceDelete: false,
    forceDeleteWarmPool: false,
    healthCheckGracePeriod: 300,
    ignoreFailedScalingActivities: false,
    metricsGranularity: "1Minute",
    protectFromScaleIn: false,
    waitForCapacityTimeout: defaultCapacityTimeout,
  },
  autoname: { property: "name", maxLength: 255 },
  replaceOn: ["name", "namePrefix"],
  outputs: ["arn", "predictedCapacity", "warmPoolSize"],
  chosenByAws: [
    "availabilityZones",
    "defaultCooldown",
    "desiredCapacity",
    "healthCheckType",
    "serviceLinkedRoleArn",
    "targetGroupArns",
    "vpcZoneIdentifiers",
  ],
  ordered: ["terminationPolicies"],
  check,
  async create(aws, inputs) {
    const name = needText(inputs, "name");
    const since = new Date();
    const { MinSize, MaxSize, ...settings } = settingsOf(inputs);
    await autoscaling(aws).send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: name,
        ...settings,
        MinSize,
        MaxSize,
        TargetGroupARNs: nonEmpty(texts(inputs, "targetGroupArns")),
        Tags: nonEmpty(tagsOf(name, inputs)),
      }),
    );
    aws.acknowledged(name);
    await capacityReached(aws, name, inputs, since, "minElbCapacity");
    return name;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    return found === undefined ? undefined : propsOf(found);
  },
  async update(aws, id, news, olds) {
    const since = new Date();
    const differs = (key: string): boolean => !same(news[key], olds[key]);
    if (updated.some(differs))
      await autoscaling(aws).send(
        new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: id, ...settingsOf(news) }),
      );
    if (differs("tags")) await writeTags(aws, id, news, olds);
    if (differs("targetGroupArns")) await writeTargetGroups(aws, id, news, olds);
    if (refreshIsDue(news, olds)) await startRefresh(aws, id, news);
    if (["desiredCapacity", "minSize", "waitForElbCapacity"].some(differs))
      await capacityReached(aws, id, news, since, "waitForElbCapacity");
  },
  async remove(aws, id, state) {
    const ForceDelete = flag(state, "forceDelete") ?? false;
    const found = await standing(aws, id);
    if (found === undefined) return;
    if (!ForceDelete) await drain(aws, id);
    await autoscaling(aws).send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: id, ForceDelete }));
    await untilGone(aws, `the Auto Scaling group ${id}`, 600, () => standing(aws, id));
  },
};
