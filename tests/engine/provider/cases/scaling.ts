import { type LifeCase, type Part, type World } from "../world";
import { targetGroupInputs } from "./balancers";

const token = { group: "aws:autoscaling/group:Group", policy: "aws:autoscaling/policy:Policy" };

interface Ground {
  readonly vpc: Part;
  readonly subnet: Part;
  readonly template: Part;
}

const ground = async (world: World): Promise<Ground> => {
  const vpc = await world.vpc();
  const subnet = await world.subnet(vpc);
  const template = await world.make("aws:ec2/launchTemplate:LaunchTemplate", {
    imageId: "ami-0123456789abcdef0",
    instanceType: "m7i.large",
    userData: "e30=",
  });
  return { vpc, subnet, template };
};

const tag = (key: string, value: string, propagateAtLaunch = true): Record<string, string | boolean> => ({
  key,
  value,
  propagateAtLaunch,
});

export const scalingCases: readonly LifeCase[] = [
  {
    token: token.group,
    async prepare(world) {
      const { vpc, subnet, template } = await ground(world);
      const other = await world.subnet(vpc, "10.130.2.0/24");
      const targets = await world.make("aws:lb/targetGroup:TargetGroup", targetGroupInputs(vpc));
      const launchTemplate = { id: template.id, version: "1" };
      return {
        inputs: {
          minSize: 1,
          maxSize: 2,
          desiredCapacity: 1,
          vpcZoneIdentifiers: [subnet.id],
          launchTemplate,
          targetGroupArns: [targets.id],
          healthCheckType: "ELB",
          healthCheckGracePeriod: 60,
          forceDelete: true,
          instanceRefresh: {
            strategy: "Rolling",
            preferences: { minHealthyPercentage: 50, instanceWarmup: "0" },
            triggers: ["tags"],
          },
          tags: [tag("Name", "mirror"), tag("overflow:role", "mirror", false)],
        },
        expected: { waitForCapacityTimeout: "10m", defaultCooldown: 300, warmPoolSize: 0 },
        updates: [
          { desiredCapacity: 2 },
          { launchTemplate: { id: template.id, version: "$Latest" } },
          { tags: [tag("Name", "mirror"), tag("overflow:level", "try")] },
          { targetGroupArns: [] },
          { vpcZoneIdentifiers: [subnet.id, other.id] },
          { minSize: 0, desiredCapacity: 0 },
        ],
        replacements: { name: "other", namePrefix: "other-" },
      };
    },
  },
  {
    // Nothing is waited for, and its one member is drained before it is deleted.
    token: token.group,
    async prepare(world) {
      const { subnet, template } = await ground(world);
      return {
        inputs: {
          minSize: 1,
          maxSize: 1,
          vpcZoneIdentifiers: [subnet.id],
          launchTemplate: { name: template.text("name"), version: "$Default" },
          waitForCapacityTimeout: "0",
        },
        expected: { desiredCapacity: 1, healthCheckType: "EC2", targetGroupArns: [] },
      };
    },
  },
  {
    token: token.policy,
    async prepare(world) {
      const { subnet, template } = await ground(world);
      const group = await world.make(token.group, {
        minSize: 0,
        maxSize: 4,
        desiredCapacity: 0,
        vpcZoneIdentifiers: [subnet.id],
        launchTemplate: { id: template.id, version: "1" },
      });
      const tracking = (targetValue: number): Record<string, number | Record<string, string>> => ({
        targetValue,
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
      });
      return {
        inputs: {
          autoscalingGroupName: group.id,
          policyType: "TargetTrackingScaling",
          targetTrackingConfiguration: tracking(60),
        },
        updates: [{ targetTrackingConfiguration: tracking(40) }],
        replacements: { autoscalingGroupName: "other", policyType: "SimpleScaling", name: "other" },
      };
    },
  },
];
