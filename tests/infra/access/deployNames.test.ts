import { expect } from "chai";
import { type Recorded } from "../mocks";
import { deployRole } from "./deploy";
import { account, isAllowed } from "./evaluator";
import { recordStack } from "./stack";

const regional = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${account}:${rest}`;

/** A name as Pulumi makes it where the stack gives none. */
const nameOf = ({ name, inputs }: Recorded, key = "name") => {
  const given = inputs[key];
  return typeof given === "string" ? given : `${name}-1a2b3c4`;
};

/** What the AWS provider gives everything that bears tags. */
const marked = { "aws:RequestTag/overflow:managed-by": "stack" };
const internal = { "elasticloadbalancing:Scheme": "internal" };

interface Making {
  readonly action: string;
  readonly arn: (resource: Recorded) => string;
  readonly context?: Readonly<Record<string, string>>;
}

/** For each type that AWS knows by name or path: the call that makes it, and the ARN that it asks for. */
const makings: Readonly<Record<string, Making>> = {
  "aws:autoscaling/group:Group": {
    action: "autoscaling:CreateAutoScalingGroup",
    arn: (group) => regional("autoscaling", `autoScalingGroup:0-1:autoScalingGroupName/${nameOf(group)}`),
    context: marked,
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    action: "logs:CreateLogGroup",
    arn: (group) => regional("logs", `log-group:${nameOf(group)}`),
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    action: "cloudwatch:PutMetricAlarm",
    arn: (alarm) => regional("cloudwatch", `alarm:${nameOf(alarm)}`),
  },
  "aws:dynamodb/table:Table": {
    action: "dynamodb:CreateTable",
    arn: (table) => regional("dynamodb", `table/${nameOf(table)}`),
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    action: "iam:CreateInstanceProfile",
    arn: (profile) =>
      `arn:aws:iam::${account}:instance-profile${String(profile.inputs["path"])}${nameOf(profile)}`,
  },
  "aws:iam/role:Role": {
    action: "iam:DeleteRole",
    arn: (role) => `arn:aws:iam::${account}:role${String(role.inputs["path"])}${nameOf(role)}`,
  },
  "aws:kms/alias:Alias": {
    action: "kms:CreateAlias",
    arn: (alias) => regional("kms", nameOf(alias)),
  },
  "aws:lambda/function:Function": {
    action: "lambda:CreateFunction",
    arn: (made) => regional("lambda", `function:${nameOf(made)}`),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    action: "elasticloadbalancing:CreateLoadBalancer",
    arn: (balancer) =>
      regional("elasticloadbalancing", `loadbalancer/net/${nameOf(balancer)}/0123456789abcdef`),
    context: { ...marked, ...internal },
  },
  "aws:lb/targetGroup:TargetGroup": {
    action: "elasticloadbalancing:CreateTargetGroup",
    arn: (group) => regional("elasticloadbalancing", `targetgroup/${nameOf(group)}/0123456789abcdef`),
    context: marked,
  },
  "aws:s3/bucket:Bucket": {
    action: "s3:CreateBucket",
    arn: (bucket) => `arn:aws:s3:::${nameOf(bucket, "bucket")}`,
  },
  "aws:scheduler/schedule:Schedule": {
    action: "scheduler:CreateSchedule",
    arn: (schedule) => regional("scheduler", `schedule/default/${nameOf(schedule)}`),
  },
  "aws:secretsmanager/secret:Secret": {
    action: "secretsmanager:CreateSecret",
    arn: (secret) => regional("secretsmanager", `secret:${nameOf(secret)}-AbCdEf`),
    context: marked,
  },
  "aws:sns/topic:Topic": { action: "sns:CreateTopic", arn: (topic) => regional("sns", nameOf(topic)) },
};

describe("the deploy role knows what stacks make by its name", () => {
  for (const stack of ["staging", "production"]) {
    it(stack, async () => {
      const recorded = await recordStack(stack, (config) => (config["overflow:account"] = account));
      const seen = new Set<string>();
      for (const resource of recorded) {
        const making = makings[resource.type];
        if (making === undefined) continue;
        seen.add(resource.type);
        const on = making.arn(resource);
        const call = { action: making.action, on, context: making.context ?? {} };
        // KMS asks the account's policies only because the key's policy says so.
        const resourcePolicy = resource.type === "aws:kms/alias:Alias" ? rootDecides : undefined;
        expect(
          await isAllowed(deployRole(false), { ...call, resourcePolicy }),
          `${making.action} ${on}`,
        ).to.equal(true);
      }
      expect([...seen]).to.have.members(Object.keys(makings));
    });
  }
});

const rootDecides = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
  ],
});
