import { type Fact } from "./facts/fact";
import { insides, topOf } from "./facts/insides";
import { type References, referencesOf } from "./facts/references";
import { type ResourceFacts, type StackFacts } from "./facts/resource";
import { expectOwn } from "./ownReference";
import { type Finding, undetermined } from "./rule";

const types = {
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  bucket: "aws:s3/bucket:Bucket",
  function: "aws:lambda/function:Function",
  key: "aws:kms/key:Key",
  log: "aws:cloudwatch/logGroup:LogGroup",
  queryLog: "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
  secret: "aws:secretsmanager/secret:Secret",
  table: "aws:dynamodb/table:Table",
  topic: "aws:sns/topic:Topic",
} as const;

/** Where a resource names what takes its records, messages or contents. */
interface Destination {
  /** As `insides` reads it; empty: the resource itself. */
  readonly at: string;
  /** A text, or a list of texts. */
  readonly property: string;
  /** What of the stack it may be; none: nothing that the stack may have takes it. */
  readonly wanted: readonly string[];
}

const to = (path: string, ...wanted: readonly string[]): Destination => {
  const at = path.lastIndexOf(".");
  return { at: path.slice(0, Math.max(at, 0)), property: path.slice(at + 1), wanted };
};

const actions = [types.topic, types.function];

/**
 * Places by which AWS itself carries something away, past all networks: what a machine asks a balancer or the resolver for stands in their logs, and a
 * name that the firewall refuses is logged, too. Source: Pulumi registry, page of each type.
 */
const destinations: Readonly<Record<string, readonly Destination[]>> = {
  "aws:lb/loadBalancer:LoadBalancer": ["accessLogs", "connectionLogs", "healthCheckLogs"].map((logs) =>
    to(`${logs}.bucket`, types.bucket),
  ),
  [types.queryLog]: [to("destinationArn", types.log, types.bucket)],
  "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": [
    to("resolverQueryLogConfigId", types.queryLog),
  ],
  [types.alarm]: ["alarmActions", "okActions", "insufficientDataActions"].map((name) => to(name, ...actions)),
  [types.function]: [
    to("deadLetterConfig.targetArn", types.topic),
    to("loggingConfig.logGroup", types.log),
    to("fileSystemConfig.arn"),
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
    to("functionName", types.function),
    to("destinationConfig.onFailure.destination", ...actions),
    to("destinationConfig.onSuccess.destination", ...actions),
  ],
  "aws:lambda/invocation:Invocation": [to("functionName", types.function)],
  "aws:scheduler/schedule:Schedule": [to("target.arn", ...actions), to("target.deadLetterConfig.arn")],
  "aws:autoscaling/group:Group": [to("initialLifecycleHooks[].notificationTargetArn", types.topic)],
  "aws:sns/topicSubscription:TopicSubscription": [to("topic", types.topic)],
  "aws:sns/topicPolicy:TopicPolicy": [to("arn", types.topic)],
  "aws:kms/keyPolicy:KeyPolicy": [to("keyId", types.key)],
  "aws:secretsmanager/secretPolicy:SecretPolicy": [to("secretArn", types.secret)],
  "aws:secretsmanager/secretVersion:SecretVersion": [to("secretId", types.secret)],
  "aws:dynamodb/tableItem:TableItem": [to("tableName", types.table)],
};

/** What CloudWatch itself may do to a machine: it ends or starts it again. Source: CloudWatch guide, "Add stop, terminate, reboot, or recover actions". */
const ownActions = /^arn:aws[a-z-]*:automate:[a-z0-9-]*:ec2:(?:recover|reboot|stop|terminate)$/;

const reason = "Something of the stack would be carried out of it, past all networks.";
const fix = "Name a bucket, log group, topic, function or other resource of this stack.";

/** True if a type names something to which AWS carries what the stack holds. */
export function isSender(type: string): boolean {
  return Object.hasOwn(destinations, type);
}

/** Everything to which AWS would carry something of the stack and that the stack does not declare. */
export function foreignDestinations(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  return Object.entries(destinations).flatMap(([type, places]) =>
    stack.ofType(type).flatMap((owner) => places.flatMap((place) => judge(references, owner, place))),
  );
}

function judge(
  references: References,
  owner: ResourceFacts,
  { at, property, wanted }: Destination,
): readonly Finding[] {
  return insides(owner.props, at).flatMap((inside): readonly Finding[] => {
    if ("unknown" in inside) return [undetermined([owner, inside.path], inside.unknown, reason, fix)];
    const path = `${inside.path}${property}`;
    const one = (fact: Fact<string>, where: string): readonly Finding[] =>
      fact.state === "known" && ownActions.test(fact.value)
        ? []
        : expectOwn({
            ...{ references, owner, property: topOf(path), path: where, fact, types: wanted, reason, fix },
          });
    const value = inside.props.get(property);
    if (value.state !== "known" || !Array.isArray(value.value))
      return one(value.state === "known" ? inside.props.text(property) : value, path);
    const list = inside.props.texts(property);
    return list.state === "known"
      ? list.value.flatMap((fact, index) => one(fact, `${path}[${index}]`))
      : [undetermined([owner, path], { state: "unknown", why: "cannot be read" }, reason, fix)];
  });
}
