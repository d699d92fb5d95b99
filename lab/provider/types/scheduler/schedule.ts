import {
  type ActionAfterCompletion,
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  type FlexibleTimeWindow,
  GetScheduleCommand,
  type ScheduleState,
  type Target,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { block, needText, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { awsShape, pulumiShape } from "../naming";
import { scheduler } from "./common";

/** The group of schedules that name none. */
const defaultGroup = "default";

/** `<group>/<name>`, as the real provider has it. */
function parts(id: string): { GroupName: string; Name: string } {
  const [GroupName = "", Name = ""] = id.split("/");
  return { GroupName, Name };
}

const moment = (inputs: Props, key: string): Date | undefined => {
  const value = text(inputs, key);
  return value === undefined ? undefined : new Date(value);
};

/** An update replaces a schedule's settings as a whole. */
function request(inputs: Props): CreateScheduleInput {
  return {
    Name: needText(inputs, "name"),
    GroupName: text(inputs, "groupName") ?? defaultGroup,
    ActionAfterCompletion: text(inputs, "actionAfterCompletion") as ActionAfterCompletion | undefined,
    Description: text(inputs, "description"),
    EndDate: moment(inputs, "endDate"),
    FlexibleTimeWindow: awsShape(block(inputs, "flexibleTimeWindow") ?? {}) as unknown as FlexibleTimeWindow,
    KmsKeyArn: text(inputs, "kmsKeyArn"),
    ScheduleExpression: needText(inputs, "scheduleExpression"),
    ScheduleExpressionTimezone: text(inputs, "scheduleExpressionTimezone"),
    StartDate: moment(inputs, "startDate"),
    State: text(inputs, "state") as ScheduleState | undefined,
    Target: awsShape(block(inputs, "target") ?? {}) as unknown as Target,
  };
}

export const schedule: ResourceType = {
  token: "aws:scheduler/schedule:Schedule",
  required: ["flexibleTimeWindow", "scheduleExpression", "target"],
  defaults: { actionAfterCompletion: "NONE", scheduleExpressionTimezone: "UTC", state: "ENABLED" },
  autoname: { property: "name", maxLength: 64 },
  replaceOn: ["groupName", "name", "namePrefix"],
  outputs: ["arn"],
  chosenByAws: ["groupName"],
  async create(aws, inputs) {
    const settings = request(inputs);
    await scheduler(aws).send(new CreateScheduleCommand(settings));
    return `${settings.GroupName ?? defaultGroup}/${settings.Name ?? ""}`;
  },
  async read(aws, id) {
    const found = await scheduler(aws).send(new GetScheduleCommand(parts(id)));
    return {
      arn: found.Arn,
      name: found.Name,
      groupName: found.GroupName,
      actionAfterCompletion: found.ActionAfterCompletion,
      description: found.Description,
      endDate: found.EndDate?.toISOString(),
      flexibleTimeWindow:
        found.FlexibleTimeWindow === undefined ? undefined : pulumiShape(found.FlexibleTimeWindow),
      kmsKeyArn: found.KmsKeyArn,
      scheduleExpression: found.ScheduleExpression,
      scheduleExpressionTimezone: found.ScheduleExpressionTimezone,
      startDate: found.StartDate?.toISOString(),
      state: found.State,
      target: found.Target === undefined ? undefined : pulumiShape(found.Target),
    };
  },
  async update(aws, _id, news) {
    await scheduler(aws).send(new UpdateScheduleCommand(request(news)));
  },
  async remove(aws, id) {
    await scheduler(aws).send(new DeleteScheduleCommand(parts(id)));
  },
};
