import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AlarmTopic } from "./alarmTopic";
import { type AlarmSettings } from "../settings/groups/alarms";

/** One tunnel of the link. */
export interface WatchedTunnel {
  /** The gateway's name in the settings, and which of its tunnels: part of names, so it stays as it is. */
  readonly gateway: string;
  readonly number: 1 | 2;
  readonly connectionId: pulumi.Input<string>;
  readonly outsideAddress: pulumi.Input<string>;
}

/** The mirrors of one trust level. */
export interface WatchedMirrors {
  readonly level: string;
  /** As metrics name the load balancer and its target group. */
  readonly balancer: pulumi.Input<string>;
  readonly targets: pulumi.Input<string>;
}

export interface AlarmsArgs {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly settings: AlarmSettings;
  /** `physicalNames`: what the key admits. */
  readonly names: { readonly alarmNames: string; readonly alarmTopicName: string };
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Four at most for two gateways; a metric query takes ten. */
  readonly tunnels: readonly WatchedTunnel[];
  readonly functionName: pulumi.Input<string>;
  readonly mirrors: readonly WatchedMirrors[];
}

/** Seconds between two data points that AWS sends of a tunnel. Source: VPN guide, "Monitor VPN tunnels using CloudWatch". */
const tunnelPeriodSeconds = 300;

/** The scaler is woken every minute: five wake-ups. */
const scalerPeriodSeconds = 300;

const tunnelMetric = { namespace: "AWS/VPN", metricName: "TunnelState" } as const;

/** A load balancer sends a data point a minute; a mirror that is replaced is missing for less than five. */
const mirrorPeriodSeconds = 300;

/** Of a tunnel, 1: up (with BGP: established), 0: down; of mirrors: none. Source: VPN guide, "VPN metrics and dimensions". */
const belowUp = { comparisonOperator: "LessThanThreshold", threshold: 1 } as const;

/**
 * Tells when a tunnel, the whole link, the scaler or a level's mirrors are out. Silence counts as an outage where AWS sends data without
 * being asked: a metric that ends is no good news.
 */
export class Alarms extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:alarms:Alarms", name, {}, opts);
    const { environment, names, settings, tunnels } = args;
    const topic = new AlarmTopic(
      name,
      {
        account: args.account,
        region: args.region,
        topicName: names.alarmTopicName,
        alarmNames: names.alarmNames,
        kmsKeyArn: args.kmsKeyArn,
        email: settings.email,
      },
      { parent: this },
    );
    const alarm = (label: string, what: Omit<aws.cloudwatch.MetricAlarmArgs, "name">) =>
      new aws.cloudwatch.MetricAlarm(
        `${name}-${label}`,
        {
          name: `overflow-${environment}-${label}`,
          evaluationPeriods: 1,
          alarmActions: [topic.arn],
          okActions: [topic.arn],
          ...what,
        },
        { parent: this },
      );

    for (const { gateway, number, connectionId, outsideAddress } of tunnels) {
      alarm(`tunnel-${gateway}-${number}`, {
        alarmDescription: `Tunnel ${number} to gateway ${gateway} is down. Builds go on over the other; see overflow gateway ${environment}.`,
        ...tunnelMetric,
        dimensions: { VpnId: connectionId, TunnelIpAddress: outsideAddress },
        statistic: "Minimum",
        period: tunnelPeriodSeconds,
        ...belowUp,
        treatMissingData: "breaching",
      });
    }
    const ids = tunnels.map((_, index) => `t${index}`);
    alarm("link", {
      alarmDescription: "Every tunnel is down: workers have lost the master, and the scaler its queue.",
      metricQueries: [
        { id: "best", expression: `MAX([${ids.join(", ")}])`, label: "best tunnel", returnData: true },
        ...tunnels.map(({ connectionId, outsideAddress }, index) => ({
          id: `t${index}`,
          metric: {
            ...tunnelMetric,
            dimensions: { VpnId: connectionId, TunnelIpAddress: outsideAddress },
            stat: "Maximum",
            period: tunnelPeriodSeconds,
          },
          returnData: false,
        })),
      ],
      ...belowUp,
      treatMissingData: "breaching",
    });

    const scaler = {
      namespace: "AWS/Lambda",
      dimensions: { FunctionName: args.functionName },
      statistic: "Sum",
      period: scalerPeriodSeconds,
    };
    alarm("scaler-errors", {
      alarmDescription: "A run of the scaler ended by an error; its log says why. The next run takes over.",
      ...scaler,
      metricName: "Errors",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treatMissingData: "notBreaching",
    });
    // Covers throttling and a disabled schedule as well: a call that is thrown away is no invocation.
    alarm("scaler-silent", {
      alarmDescription: "The scaler has not run for five minutes: nothing starts or stops VMs.",
      ...scaler,
      metricName: "Invocations",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
    });
    for (const { level, balancer, targets } of args.mirrors) {
      // The best node of the balancer: it looks at the mirrors of its own zone. Source: NLB guide, "CloudWatch metrics".
      alarm(`mirror-${level}`, {
        alarmDescription: `No mirror of trust level ${level} serves: builds fetch from the origins, over the link.`,
        namespace: "AWS/NetworkELB",
        metricName: "HealthyHostCount",
        dimensions: { LoadBalancer: balancer, TargetGroup: targets },
        statistic: "Maximum",
        period: mirrorPeriodSeconds,
        ...belowUp,
        treatMissingData: "breaching",
      });
    }
    this.topicArn = topic.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }
}
