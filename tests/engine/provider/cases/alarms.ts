import { type LifeCase, type World } from "../world";

const topicToken = "aws:sns/topic:Topic";

const tunnelAlarm = {
  namespace: "AWS/VPN",
  metricName: "TunnelState",
  dimensions: { VpnId: "vpn-1", TunnelIpAddress: "198.51.100.1" },
  statistic: "Maximum",
  period: 60,
  evaluationPeriods: 3,
  threshold: 1,
  comparisonOperator: "LessThanThreshold",
};

const makeAlarm = (world: World, name: string) =>
  world.make("aws:cloudwatch/metricAlarm:MetricAlarm", { ...tunnelAlarm, name });

const allow = (service: string, action: string, resource: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: action, Resource: resource }],
  });

const logs = (action: string): string => allow("route53.amazonaws.com", action, "*");

export const alarmCases: readonly LifeCase[] = [
  {
    token: "aws:cloudwatch/metricAlarm:MetricAlarm",
    async prepare(world) {
      const topic = await world.make(topicToken, {});
      return {
        inputs: { ...tunnelAlarm, alarmActions: [topic.id] },
        expected: { actionsEnabled: true, treatMissingData: "missing", threshold: 1 },
        updates: [
          { treatMissingData: "breaching" },
          { okActions: [topic.id] },
          { alarmDescription: "the tunnel is down" },
          { dimensions: { VpnId: "vpn-1" } },
          { alarmActions: [] },
        ],
        replacements: { name: "other" },
      };
    },
  },
  {
    token: "aws:cloudwatch/metricAlarm:MetricAlarm",
    prepare: () => {
      const metric = { namespace: "AWS/VPN", metricName: "TunnelState", period: 60, stat: "Maximum" };
      const queries = [
        { id: "up", metric: { ...metric, dimensions: { VpnId: "vpn-1" } } },
        { id: "down", expression: "1 - up", label: "down", returnData: true },
      ];
      const alarm = { evaluationPeriods: 1, threshold: 0, comparisonOperator: "GreaterThanThreshold" };
      return Promise.resolve({
        inputs: { ...alarm, metricQueries: queries },
        updates: [{ threshold: 0.5 }],
      });
    },
  },
  {
    token: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    async prepare(world) {
      await makeAlarm(world, "first");
      await makeAlarm(world, "second");
      const topic = await world.make(topicToken, {});
      return {
        inputs: {
          alarmName: "both",
          alarmRule: "ALARM(first) AND ALARM(second)",
          alarmActions: [topic.id],
        },
        expected: { actionsEnabled: true },
        updates: [
          { alarmRule: "ALARM(first)" },
          { okActions: [topic.id] },
          { actionsSuppressor: { alarm: "second", waitPeriod: 60, extensionPeriod: 60 } },
        ],
        replacements: { alarmName: "other", actionsEnabled: false },
      };
    },
  },
  {
    token: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    // AWS gives revisions to policies of one resource only.
    absent: ["revisionId"],
    prepare: () =>
      Promise.resolve({
        inputs: { policyName: "queries", policyDocument: logs("logs:PutLogEvents") },
        expected: { policyScope: "ACCOUNT" },
        updates: [{ policyDocument: logs("logs:CreateLogStream") }],
        replacements: { policyName: "other" },
      }),
  },
  {
    token: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    async prepare(world) {
      const group = await world.make("aws:cloudwatch/logGroup:LogGroup", {});
      return {
        inputs: { resourceArn: group.text("arn"), policyDocument: logs("logs:PutLogEvents") },
        expected: { policyScope: "RESOURCE", id: group.text("arn") },
        updates: [{ policyDocument: logs("logs:CreateLogStream") }],
      };
    },
  },
  {
    token: topicToken,
    absent: ["beginningArchiveTime"],
    prepare: () => {
      const policy = allow("cloudwatch.amazonaws.com", "sns:Publish", "*");
      return Promise.resolve({
        inputs: { kmsMasterKeyId: "alias/aws/sns", displayName: "alarms" },
        expected: { owner: "123456789012", fifoTopic: false },
        updates: [
          { policy },
          { displayName: undefined },
          { kmsMasterKeyId: "other" },
          { signatureVersion: 2 },
        ],
        replacements: { name: "other", fifoTopic: true },
      });
    },
  },
  {
    token: "aws:sns/topicPolicy:TopicPolicy",
    // A topic always has a policy: deleting this one sets the default.
    permanent: true,
    async prepare(world) {
      const topic = await world.make(topicToken, {});
      return {
        inputs: { arn: topic.id, policy: allow("cloudwatch.amazonaws.com", "sns:Publish", topic.id) },
        expected: { owner: "123456789012", id: topic.id },
        updates: [{ policy: allow("events.amazonaws.com", "sns:Publish", topic.id) }],
        replacements: { arn: "other" },
      };
    },
  },
  {
    token: "aws:sns/topicSubscription:TopicSubscription",
    // One that waits for its confirmation goes with its topic only.
    permanent: true,
    async prepare(world) {
      const topic = await world.make(topicToken, {});
      return {
        inputs: { topic: topic.id, protocol: "email", endpoint: "build@corp.example" },
        expected: { pendingConfirmation: true, confirmationWasAuthenticated: false, ownerId: "123456789012" },
        replacements: { endpoint: "other@corp.example", protocol: "sms", topic: "other" },
      };
    },
  },
  {
    token: "aws:sns/topicSubscription:TopicSubscription",
    async prepare(world) {
      const topic = await world.make(topicToken, {});
      return {
        inputs: {
          topic: topic.id,
          protocol: "sqs",
          endpoint: "arn:aws:sqs:eu-central-1:123456789012:alarms",
        },
        expected: { pendingConfirmation: false },
        updates: [{ rawMessageDelivery: true }, { filterPolicy: JSON.stringify({ level: ["high"] }) }],
      };
    },
  },
];
