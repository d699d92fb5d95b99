import {
  type ComparisonOperator,
  DescribeAlarmsCommand,
  type Dimension,
  type MetricAlarm,
  type MetricDataQuery,
  PutMetricAlarmCommand,
  type StandardUnit,
  type Statistic,
} from "@aws-sdk/client-cloudwatch";
import { type Aws } from "../../aws";
import { block, blocks, flag, needText, nonEmpty, numeric, text, textMap, texts } from "../../properties";
import { type CheckFailure, type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { tagList } from "../tags";
import { alarmArn, alarmTagging, alarmTags, cloudwatch, deleteAlarm } from "./common";

async function describe(aws: Aws, name: string): Promise<MetricAlarm | undefined> {
  const request = new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ["MetricAlarm"] });
  return (await cloudwatch(aws).send(request)).MetricAlarms?.[0];
}

const dimensionList = (dimensions: Readonly<Record<string, string>>): Dimension[] =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

const dimensionMap = (dimensions: readonly Dimension[] | undefined): Props =>
  Object.fromEntries(
    (dimensions ?? []).flatMap(({ Name, Value }) => (Name === undefined ? [] : [[Name, Value]])),
  );

function queryOf(inputs: Props): MetricDataQuery {
  const metric = block(inputs, "metric");
  return {
    Id: needText(inputs, "id"),
    AccountId: text(inputs, "accountId"),
    Expression: text(inputs, "expression"),
    Label: text(inputs, "label"),
    Period: numeric(inputs, "period"),
    ReturnData: flag(inputs, "returnData") ?? false,
    MetricStat:
      metric === undefined
        ? undefined
        : {
            Metric: {
              MetricName: needText(metric, "metricName"),
              Namespace: text(metric, "namespace"),
              Dimensions: nonEmpty(dimensionList(textMap(metric, "dimensions"))),
            },
            Period: numeric(metric, "period"),
            Stat: needText(metric, "stat"),
            Unit: text(metric, "unit") as StandardUnit | undefined,
          },
  };
}

function queryProps({ MetricStat, ...query }: MetricDataQuery): Props {
  return {
    id: query.Id,
    accountId: query.AccountId,
    expression: query.Expression,
    label: query.Label,
    period: query.Period,
    returnData: query.ReturnData ?? false,
    metric:
      MetricStat === undefined
        ? undefined
        : {
            metricName: MetricStat.Metric?.MetricName,
            namespace: MetricStat.Metric?.Namespace,
            dimensions: dimensionMap(MetricStat.Metric?.Dimensions),
            period: MetricStat.Period,
            stat: MetricStat.Stat,
            unit: MetricStat.Unit,
          },
  };
}

/** AWS takes the whole alarm at every change; tags are taken at its creation only. */
async function put(aws: Aws, inputs: Props, tags: Readonly<Record<string, string>>): Promise<void> {
  await cloudwatch(aws).send(
    new PutMetricAlarmCommand({
      AlarmName: needText(inputs, "name"),
      AlarmDescription: text(inputs, "alarmDescription"),
      ActionsEnabled: flag(inputs, "actionsEnabled"),
      AlarmActions: nonEmpty(texts(inputs, "alarmActions")),
      OKActions: nonEmpty(texts(inputs, "okActions")),
      InsufficientDataActions: nonEmpty(texts(inputs, "insufficientDataActions")),
      ComparisonOperator: text(inputs, "comparisonOperator") as ComparisonOperator | undefined,
      DatapointsToAlarm: numeric(inputs, "datapointsToAlarm"),
      Dimensions: nonEmpty(dimensionList(textMap(inputs, "dimensions"))),
      EvaluateLowSampleCountPercentile: text(inputs, "evaluateLowSampleCountPercentiles"),
      EvaluationPeriods: numeric(inputs, "evaluationPeriods"),
      ExtendedStatistic: text(inputs, "extendedStatistic"),
      MetricName: text(inputs, "metricName"),
      Metrics: nonEmpty(blocks(inputs, "metricQueries").map(queryOf)),
      Namespace: text(inputs, "namespace"),
      Period: numeric(inputs, "period"),
      Statistic: text(inputs, "statistic") as Statistic | undefined,
      Threshold: numeric(inputs, "threshold"),
      ThresholdMetricId: text(inputs, "thresholdMetricId"),
      TreatMissingData: text(inputs, "treatMissingData"),
      Unit: text(inputs, "unit") as StandardUnit | undefined,
      Tags: nonEmpty(tagList(tags)),
    }),
  );
}

function check(inputs: Props): CheckFailure[] {
  const statistics = ["statistic", "extendedStatistic"].filter((key) => inputs[key] !== undefined);
  if (inputs.metricName === undefined || statistics.length === 1) return [];
  const reason = 'A metric needs exactly one of "statistic" and "extendedStatistic".';
  return [{ property: "statistic", reason }];
}

export const metricAlarm: ResourceType = {
  token: "aws:cloudwatch/metricAlarm:MetricAlarm",
  defaults: { actionsEnabled: true, treatMissingData: "missing" },
  autoname: { property: "name" },
  replaceOn: ["name"],
  outputs: ["arn"],
  chosenByAws: ["evaluateLowSampleCountPercentiles"],
  tagging: alarmTagging,
  check,
  async create(aws, inputs) {
    await put(aws, inputs, textMap(inputs, "tagsAll"));
    return needText(inputs, "name");
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    return {
      arn: alarmArn(aws, id),
      name: found.AlarmName,
      alarmDescription: found.AlarmDescription ?? null,
      actionsEnabled: found.ActionsEnabled,
      alarmActions: found.AlarmActions ?? [],
      okActions: found.OKActions ?? [],
      insufficientDataActions: found.InsufficientDataActions ?? [],
      comparisonOperator: found.ComparisonOperator,
      datapointsToAlarm: found.DatapointsToAlarm ?? null,
      dimensions: dimensionMap(found.Dimensions),
      evaluateLowSampleCountPercentiles: found.EvaluateLowSampleCountPercentile ?? "",
      evaluationPeriods: found.EvaluationPeriods,
      extendedStatistic: found.ExtendedStatistic ?? null,
      metricName: found.MetricName ?? null,
      metricQueries: (found.Metrics ?? []).map(queryProps),
      namespace: found.Namespace ?? null,
      period: found.Period ?? null,
      statistic: found.Statistic ?? null,
      threshold: found.Threshold ?? null,
      thresholdMetricId: found.ThresholdMetricId ?? null,
      treatMissingData: found.TreatMissingData ?? "missing",
      unit: found.Unit ?? null,
      tagsAll: await alarmTags(aws, id),
    };
  },
  update: (aws, _id, news) => put(aws, news, {}),
  remove: deleteAlarm,
};
