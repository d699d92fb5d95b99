import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson, trustJson } from "../iam";
import { type physicalNames } from "../names";
import { scalerCeiling, scalerStatements } from "./scalerPolicy";
import { type ScalerReach } from "./scalerReach";
import { ScalerStore } from "./scalerStore";

export interface ScalerServiceArgs {
  readonly names: ReturnType<typeof physicalNames>;
  readonly environment: string;
  /** Zip whose root holds `index.js` with the export `handler`. */
  readonly code: pulumi.asset.Archive;
  readonly document: pulumi.Input<string>;
  readonly reach: pulumi.Input<ScalerReach>;
  readonly account: string;
  readonly region: string;
  readonly subnetIds: pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
  /** Group that the function's interfaces get when it is removed, so that theirs is free. */
  readonly emptyGroupId: pulumi.Input<string>;
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  readonly protect: boolean;
}

/** A run ends itself 15 s before this, or when its successor is there. */
const functionTimeoutSeconds = 180;

/** The run that leads, and its successor while they hand over. */
const concurrentRuns = 2;

/** Age at which a wake-up is worth nothing: the next one is due. */
const wakeUpAgeSeconds = 60;

/**
 * The scaler: a Lambda function in the VPC, woken every minute. Wake-ups are never retried, at neither of the two layers
 * that would (the schedule's own retries, and the queue of asynchronous calls): the next minute brings another.
 */
export class ScalerService extends pulumi.ComponentResource {
  readonly functionName: pulumi.Output<string>;
  readonly tableName: pulumi.Output<string>;

  constructor(name: string, args: ScalerServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("overflow:scaler:ScalerService", name, {}, opts);
    const parent = { parent: this };
    const store = new ScalerStore(
      name,
      {
        tableName: args.names.tableName,
        document: args.document,
        kmsKeyArn: args.kmsKeyArn,
        protect: args.protect,
      },
      parent,
    );
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      {
        name: args.names.functionLogGroup,
        retentionInDays: args.logRetentionDays,
        kmsKeyId: args.kmsKeyArn,
      },
      parent,
    );
    const role = new aws.iam.Role(name, { assumeRolePolicy: trustJson("lambda.amazonaws.com") }, parent);
    const rights = new aws.iam.RolePolicy(
      name,
      {
        role: role.id,
        policy: pulumi.output(args.reach).apply((reach) => policyJson(scalerStatements(reach))),
      },
      parent,
    );
    const ceiling = new aws.iam.RolePolicy(
      `${name}-ceiling`,
      { role: role.id, policy: scalerCeiling(args) },
      parent,
    );
    const scaler = new aws.lambda.Function(
      name,
      {
        name: args.names.functionName,
        description: `overflow's scaler (${args.environment})`,
        role: role.arn,
        runtime: "nodejs22.x",
        handler: "index.handler",
        code: args.code,
        memorySize: 512,
        timeout: functionTimeoutSeconds,
        reservedConcurrentExecutions: concurrentRuns,
        environment: {
          variables: {
            OVERFLOW_TABLE: args.names.tableName,
            OVERFLOW_ENVIRONMENT: args.environment,
            // DynamoDB under its regional name, which the DNS firewall lists and the gateway endpoint serves; else the SDK prefers a
            // name of the account's own. Source: SDK reference, "Account-based endpoints".
            AWS_ACCOUNT_ID_ENDPOINT_MODE: "disabled",
          },
        },
        vpcConfig: { subnetIds: args.subnetIds, securityGroupIds: [args.securityGroupId] },
        replaceSecurityGroupsOnDestroy: true,
        replacementSecurityGroupIds: [args.emptyGroupId],
      },
      // The rights must be there while Lambda makes and removes the function's interfaces, the group before the first log.
      { parent: this, dependsOn: [rights, ceiling, logGroup, store.document] },
    );
    new aws.lambda.FunctionEventInvokeConfig(
      name,
      { functionName: scaler.name, maximumRetryAttempts: 0, maximumEventAgeInSeconds: wakeUpAgeSeconds },
      parent,
    );
    this.wake(name, scaler, args);
    this.functionName = scaler.name;
    this.tableName = store.tableName;
    this.registerOutputs({ functionName: this.functionName, tableName: this.tableName });
  }

  /** The schedule, and the role with which it may call this function and nothing else. */
  private wake(
    name: string,
    scaler: aws.lambda.Function,
    { account, region, names }: ScalerServiceArgs,
  ): void {
    const parent = { parent: this };
    const label = `${name}-wake`;
    // A schedule's group is what the service names, not the schedule. Source: Scheduler guide, "Confused deputy prevention".
    const source = { account, arn: `arn:aws:scheduler:${region}:${account}:schedule-group/default` };
    const assumeRolePolicy = trustJson("scheduler.amazonaws.com", source);
    const role = new aws.iam.Role(label, { assumeRolePolicy }, parent);
    // By its name, which is known before the function is there: so is what the role may do.
    const Resource = `arn:aws:lambda:${region}:${account}:function:${names.functionName}`;
    const policy = policyJson([
      { Sid: "WakeTheScaler", Effect: "Allow", Action: "lambda:InvokeFunction", Resource },
    ]);
    const rights = new aws.iam.RolePolicy(label, { role: role.id, policy }, parent);
    new aws.scheduler.Schedule(
      label,
      {
        description: "Wakes the scaler; it ticks within its run",
        scheduleExpression: "rate(1 minute)",
        flexibleTimeWindow: { mode: "OFF" },
        state: "ENABLED",
        target: {
          arn: scaler.arn,
          roleArn: role.arn,
          input: "{}",
          retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: wakeUpAgeSeconds },
        },
      },
      { parent: this, dependsOn: [rights] },
    );
  }
}
