import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson, type Statement, trustJson } from "../iam";

export interface FlowLogsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly account: string;
  readonly region: string;
  readonly logGroupName: string;
  readonly retentionDays: number;
  readonly kmsKeyArn: pulumi.Input<string>;
}

/** Seconds that a record sums up; the other value that the API takes is 600. Source: EC2 API, CreateFlowLogs. */
const aggregationSeconds = 60;

/**
 * What the role of flow logs may do: write to one group. Source: VPC guide, "IAM role for publishing flow logs to
 * CloudWatch Logs", without the right to make groups, which the stack does.
 */
export function flowLogStatements(facts: {
  readonly account: string;
  readonly region: string;
  readonly logGroupName: string;
}): Statement[] {
  const group = `arn:aws:logs:${facts.region}:${facts.account}:log-group:${facts.logGroupName}`;
  return [
    {
      Sid: "WriteFlowLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: [group, `${group}:*`],
    },
    { Sid: "FindTheGroup", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
  ];
}

/** Flow logs of this account and region alone. Source: as above. */
function flowLogTrust({ account, region }: FlowLogsArgs): string {
  const arn = `arn:aws:ec2:${region}:${account}:vpc-flow-log/*`;
  return trustJson("vpc-flow-logs.amazonaws.com", { account, arn });
}

/**
 * A record of everything that passes or is refused in the VPC. Amazon's DNS, metadata, time and DHCP are not in it (VPC
 * guide, "Flow log limitations"): the query log of `ClosedDns` holds the names.
 */
export class FlowLogs extends pulumi.ComponentResource {
  constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:network:FlowLogs", name, {}, opts);
    const parent = { parent: this };
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: args.logGroupName, retentionInDays: args.retentionDays, kmsKeyId: args.kmsKeyArn },
      parent,
    );
    const role = new aws.iam.Role(name, { assumeRolePolicy: flowLogTrust(args) }, parent);
    const rights = new aws.iam.RolePolicy(
      name,
      { role: role.id, policy: policyJson(flowLogStatements(args)) },
      parent,
    );
    new aws.ec2.FlowLog(
      name,
      {
        vpcId: args.vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: logGroup.arn,
        iamRoleArn: role.arn,
        maxAggregationInterval: aggregationSeconds,
        tags: { Name: name },
      },
      { parent: this, dependsOn: [rights] },
    );
    this.registerOutputs({});
  }
}
