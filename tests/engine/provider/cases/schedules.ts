import { type LifeCase } from "../world";
import { makeFunction } from "./functions";
import { trust } from "./identity";

export const scheduleCases: readonly LifeCase[] = [
  {
    token: "aws:scheduler/scheduleGroup:ScheduleGroup",
    prepare: () =>
      Promise.resolve({ inputs: {}, expected: { state: "ACTIVE" }, replacements: { name: "other" } }),
  },
  {
    token: "aws:scheduler/schedule:Schedule",
    async prepare(world) {
      const group = await world.make("aws:scheduler/scheduleGroup:ScheduleGroup", {});
      const made = await makeFunction(world);
      const role = await world.make("aws:iam/role:Role", {
        assumeRolePolicy: trust("scheduler.amazonaws.com"),
      });
      const target = {
        arn: made.text("arn"),
        roleArn: role.text("arn"),
        input: "{}",
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      };
      return {
        inputs: {
          groupName: group.id,
          flexibleTimeWindow: { mode: "OFF" },
          scheduleExpression: "rate(1 minute)",
          target,
        },
        expected: { state: "ENABLED", scheduleExpressionTimezone: "UTC" },
        updates: [
          { state: "DISABLED" },
          { scheduleExpression: "rate(2 minutes)" },
          { target: { ...target, retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 60 } } },
        ],
        replacements: { groupName: "other", name: "other" },
      };
    },
  },
];
