import { unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { add, instance, rowOf, template, vmGroup } from "../shapes";

const balancers = rowOf(35, "internal-load-balancer");
const interfaces = rowOf(43, "no-interface-permission");
const buckets = rowOf(59, "closed-buckets");
const others = rowOf(60, "closed-resource-policies");
const [route53, lambda, sns] = [add("route53"), add("lambda"), add("sns")];

const theirs = (service: string, what: string): string => `arn:aws:${service}:us-east-1:999999999999:${what}`;
const changed = (urn: string, props: Readonly<Record<string, unknown>>) => ({ changes: { [urn]: props } });

const queryLog = (props: object, sources = {}) =>
  route53("ResolverQueryLogConfig", "queries", { name: "queries", ...props }, sources);
const alarm = (props: object, sources = {}) =>
  add("cloudwatch")(
    "MetricAlarm",
    "alarm",
    { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, ...props },
    sources,
  );
const subscription = (props: object, sources: Readonly<Record<string, readonly string[]>>) =>
  sns("TopicSubscription", "it", { protocol: "lambda", topic: unknownText, ...props }, sources);

/** What AWS itself carries out of the stack, past all networks. */
export const destinations: readonly EscapeCase[] = [
  ...["accessLogs", "connectionLogs", "healthCheckLogs"].map((logs) =>
    others.escape(
      `a balancer's ${logs} in somebody else's bucket`,
      [],
      changed(own.balancer, { [logs]: { bucket: "theirs", enabled: true } }),
    ),
  ),
  others.escape("what machines ask the resolver, in somebody else's bucket", [
    queryLog({ destinationArn: "arn:aws:s3:::theirs" }),
    route53(
      "ResolverQueryLogConfigAssociation",
      "it",
      { resolverQueryLogConfigId: unknownText, resourceId: unknownText },
      { resolverQueryLogConfigId: ["queries"], resourceId: [own.vpc] },
    ),
  ]),
  others.escape(
    "what machines ask the resolver, in somebody else's stream",
    queryLog({ destinationArn: theirs("firehose", "deliverystream/s") }),
  ),
  others.escape(
    "what machines ask the resolver, by somebody else's configuration",
    route53(
      "ResolverQueryLogConfigAssociation",
      "it",
      { resolverQueryLogConfigId: "rqlc-0123456789abcdef", resourceId: unknownText },
      { resourceId: [own.vpc] },
    ),
  ),
  others.twin(
    "what machines ask the resolver, in a log group of the stack",
    queryLog({ destinationArn: unknownText }, { destinationArn: [own.flowGroup] }),
  ),
  others.escape("an alarm at somebody else's topic", alarm({ alarmActions: [theirs("sns", "t")] })),
  others.escape(
    "the end of an alarm at somebody else's function",
    alarm({ okActions: [theirs("lambda", "function:f")] }),
  ),
  others.escape(
    "an alarm that starts a runbook",
    alarm({ alarmActions: ["arn:aws:ssm-incidents::123456789012:response-plan/open"] }),
  ),
  others.twin("an alarm at the stack's topic, which ends the machine", [
    alarm(
      { alarmActions: [unknownText], okActions: ["arn:aws:automate:us-east-1:ec2:terminate"] },
      { alarmActions: [own.topic] },
    ),
  ]),
  others.escape(
    "a function's dead letters in somebody else's queue",
    [],
    changed(own.scaler, { deadLetterConfig: { targetArn: theirs("sqs", "q") } }),
  ),
  others.escape(
    "a function's log in a group that the stack does not declare",
    [],
    changed(own.scaler, { loggingConfig: { logFormat: "JSON", logGroup: "theirs" } }),
  ),
  others.escape(
    "a function with somebody else's file system",
    [],
    changed(own.scaler, {
      fileSystemConfig: { arn: theirs("elasticfilesystem", "access-point/a"), localMountPath: "/mnt/a" },
    }),
  ),
  ...["onFailure", "onSuccess"].map((end) =>
    others.escape(
      `what a function answers, to somebody else's bus (${end})`,
      lambda(
        "FunctionEventInvokeConfig",
        "it",
        {
          functionName: unknownText,
          destinationConfig: { [end]: { destination: theirs("events", "event-bus/b") } },
        },
        { functionName: [own.scaler] },
      ),
    ),
  ),
  others.escape(
    "a call of somebody else's function",
    lambda("Invocation", "it", { functionName: theirs("lambda", "function:f"), input: "{}" }),
  ),
  others.escape(
    "machines' starts told to somebody else's topic",
    vmGroup("it", {
      initialLifecycleHooks: [
        {
          name: "start",
          lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
          notificationTargetArn: theirs("sns", "t"),
        },
      ],
    }),
  ),
  others.escape(
    "a subscription of which only the VPC is known",
    subscription({ protocol: "sqs", endpoint: unknownText }, { topic: [own.topic], endpoint: [own.vpc] }),
  ),
  others.escape(
    "the stack's function at somebody else's topic",
    subscription({ endpoint: unknownText, topic: theirs("sns", "t") }, { endpoint: [own.scaler] }),
  ),
  others.twin(
    "the stack's function at its topic",
    subscription({ endpoint: unknownText }, { topic: [own.topic], endpoint: [own.scaler] }),
  ),
  others.escape(
    "the stack's secret written into somebody else's",
    add("secretsmanager")("SecretVersion", "it", { secretId: theirs("secretsmanager", "secret:s") }),
  ),

  buckets.escape(
    "logs with readers of their own",
    add("s3")(
      "BucketLogging",
      "it",
      {
        ...{ bucket: unknownText, targetBucket: unknownText, targetPrefix: "p" },
        targetGrants: [{ permission: "READ", grantee: { type: "CanonicalUser", id: "theirs" } }],
      },
      { bucket: [own.bucket], targetBucket: [own.bucket] },
    ),
  ),
  buckets.escape(
    "logs in somebody else's bucket, inside of a bucket",
    [],
    changed(own.bucket, { logging: { targetBucket: "theirs" } }),
  ),

  balancers.escape(
    "machines behind somebody else's balancer",
    vmGroup("it", { targetGroupArns: [theirs("elasticloadbalancing", "targetgroup/t/1")] }),
  ),
  balancers.escape("machines behind a classic balancer", vmGroup("it", { loadBalancers: ["theirs"] })),
  balancers.twin(
    "machines behind the stack's balancer",
    vmGroup("it", { targetGroupArns: [unknownText] }, { targetGroupArns: [own.targetGroup] }),
  ),

  interfaces.escape(
    "a machine in a second network",
    instance("it", {
      secondaryNetworkInterfaces: [{ networkCardIndex: 1, secondarySubnetId: "secondary-subnet-1" }],
    }),
  ),
  interfaces.escape(
    "a template of machines in a second network",
    template(
      "it",
      {
        vpcSecurityGroupIds: [unknownText],
        secondaryInterfaces: [{ networkCardIndex: 1, secondarySubnetId: "secondary-subnet-1" }],
      },
      { vpcSecurityGroupIds: [own.workersGroup] },
    ),
  ),
];
