import {
  type CompositeAlarm,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { type Aws } from "../../aws";
import { block, flag, needText, nonEmpty, numeric, text, textMap, texts } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { tagList } from "../tags";
import { alarmArn, alarmTagging, alarmTags, cloudwatch, deleteAlarm } from "./common";

async function describe(aws: Aws, name: string): Promise<CompositeAlarm | undefined> {
  const request = new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ["CompositeAlarm"] });
  return (await cloudwatch(aws).send(request)).CompositeAlarms?.[0];
}

/** AWS takes the whole alarm at every change; tags are taken at its creation only. */
async function put(aws: Aws, inputs: Props, tags: Readonly<Record<string, string>>): Promise<void> {
  const suppressor = block(inputs, "actionsSuppressor") ?? {};
  await cloudwatch(aws).send(
    new PutCompositeAlarmCommand({
      AlarmName: needText(inputs, "alarmName"),
      AlarmRule: needText(inputs, "alarmRule"),
      AlarmDescription: text(inputs, "alarmDescription"),
      ActionsEnabled: flag(inputs, "actionsEnabled"),
      AlarmActions: nonEmpty(texts(inputs, "alarmActions")),
      OKActions: nonEmpty(texts(inputs, "okActions")),
      InsufficientDataActions: nonEmpty(texts(inputs, "insufficientDataActions")),
      ActionsSuppressor: text(suppressor, "alarm"),
      ActionsSuppressorWaitPeriod: numeric(suppressor, "waitPeriod"),
      ActionsSuppressorExtensionPeriod: numeric(suppressor, "extensionPeriod"),
      Tags: nonEmpty(tagList(tags)),
    }),
  );
}

const suppressorOf = (found: CompositeAlarm): Props | null =>
  found.ActionsSuppressor === undefined
    ? null
    : {
        alarm: found.ActionsSuppressor,
        waitPeriod: found.ActionsSuppressorWaitPeriod,
        extensionPeriod: found.ActionsSuppressorExtensionPeriod,
      };

export const compositeAlarm: ResourceType = {
  token: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  required: ["alarmName", "alarmRule"],
  defaults: { actionsEnabled: true },
  replaceOn: ["actionsEnabled", "alarmName"],
  outputs: ["arn"],
  tagging: alarmTagging,
  async create(aws, inputs) {
    await put(aws, inputs, textMap(inputs, "tagsAll"));
    return needText(inputs, "alarmName");
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    return {
      arn: alarmArn(aws, id),
      alarmName: found.AlarmName,
      alarmRule: found.AlarmRule,
      alarmDescription: found.AlarmDescription ?? null,
      actionsEnabled: found.ActionsEnabled,
      alarmActions: found.AlarmActions ?? [],
      okActions: found.OKActions ?? [],
      insufficientDataActions: found.InsufficientDataActions ?? [],
      actionsSuppressor: suppressorOf(found),
      tagsAll: await alarmTags(aws, id),
    };
  },
  update: (aws, _id, news) => put(aws, news, {}),
  remove: deleteAlarm,
};
