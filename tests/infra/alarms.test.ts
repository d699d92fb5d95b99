import { expect } from "chai";
import { Alarms } from "../../infra/alarms/alarms";
import { EncryptionKey } from "../../infra/security/encryptionKey";
import { physicalNames } from "../../infra/names";
import { alarms as group } from "../../infra/settings/groups/alarms";
import { type Problem } from "../../infra/settings/problem";
import { ofType, one, policyOf, type Recorded, record } from "./mocks";

const account = "111122223333";
const region = "us-east-1";
const names = physicalNames("staging");
const tunnels = (["main", "spare"] as const).flatMap((gateway) =>
  ([1, 2] as const).map((number) => ({
    gateway,
    number,
    connectionId: `vpn-${gateway}`,
    outsideAddress: `198.51.100.${gateway === "main" ? number : number + 2}`,
  })),
);
const alarmsOf = (email: string | null) =>
  record(
    () =>
      new Alarms("alarms", {
        environment: "staging",
        account,
        region,
        settings: { email },
        names,
        kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/k",
        tunnels,
        functionName: "overflow-staging-scaler",
        mirrors: [{ level: "try", balancer: "net/mirror-try/1", targets: "targetgroup/mirror-try/2" }],
      }),
  );

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly returnData: boolean;
  readonly metric?: { readonly dimensions: Readonly<Record<string, string>>; readonly stat: string };
}

describe("alarms", () => {
  let recorded: Recorded[] = [];
  const alarm = (label: string) =>
    one(recorded, "cloudwatch/metricAlarm:MetricAlarm", `alarms-${label}`).inputs;
  before(async () => {
    recorded = await alarmsOf("buildduty@corp.example");
  });

  it("are one for each tunnel, one for the link, two for the scaler and one for each level's mirrors, and all tell of the end, too", () => {
    const all = ofType(recorded, "cloudwatch/metricAlarm:MetricAlarm");
    expect(all.map(({ inputs }) => inputs["name"])).to.have.members(
      [
        ...["tunnel-main-1", "tunnel-main-2", "tunnel-spare-1", "tunnel-spare-2"],
        ...["link", "scaler-errors", "scaler-silent", "mirror-try"],
      ].map((label) => `overflow-staging-${label}`),
    );
    for (const { inputs } of all) {
      expect(inputs["alarmActions"]).to.deep.equal(["arn:aws:mock:::alarms"]);
      expect(inputs["okActions"]).to.deep.equal(["arn:aws:mock:::alarms"]);
    }
  });

  it("go off when a tunnel is down, or AWS says nothing of it", () => {
    expect(alarm("tunnel-spare-1")).to.deep.include({
      namespace: "AWS/VPN",
      metricName: "TunnelState",
      dimensions: { VpnId: "vpn-spare", TunnelIpAddress: "198.51.100.3" },
      statistic: "Minimum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 300,
      treatMissingData: "breaching",
    });
  });

  it("tell that the link is gone once the best of all tunnels is down", () => {
    const link = alarm("link");
    expect(link).to.include({
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
    });
    const [best, ...others] = link["metricQueries"] as readonly Query[];
    expect(best).to.include({ expression: "MAX([t0, t1, t2, t3])", returnData: true });
    expect(others.map(({ id }) => id)).to.deep.equal(["t0", "t1", "t2", "t3"]);
    expect(others.map(({ metric }) => metric?.dimensions["TunnelIpAddress"])).to.deep.equal(
      tunnels.map(({ outsideAddress }) => outsideAddress),
    );
    for (const query of others)
      expect([query.returnData, query.metric?.stat]).to.deep.equal([false, "Maximum"]);
  });

  it("go off when the scaler fails, and when it does not run at all", () => {
    const dimensions = { FunctionName: "overflow-staging-scaler" };
    expect(alarm("scaler-errors")).to.deep.include({
      metricName: "Errors",
      dimensions,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treatMissingData: "notBreaching",
    });
    expect(alarm("scaler-silent")).to.deep.include({
      metricName: "Invocations",
      dimensions,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
    });
  });

  it("go off when no mirror of a level serves in any zone, or there is no balancer that says so", () => {
    expect(alarm("mirror-try")).to.deep.include({
      namespace: "AWS/NetworkELB",
      metricName: "HealthyHostCount",
      dimensions: { LoadBalancer: "net/mirror-try/1", TargetGroup: "targetgroup/mirror-try/2" },
      statistic: "Maximum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
    });
  });

  it("go to an encrypted topic that only this environment's alarms may publish to", () => {
    const topic = one(recorded, "sns/topic:Topic");
    expect(topic.inputs).to.include({
      name: "overflow-staging-alarms",
      kmsMasterKeyId: "arn:aws:kms:us-east-1:111122223333:key/k",
    });
    expect(policyOf(topic).Statement).to.deep.equal([
      {
        Sid: "AlarmsOfThisEnvironment",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: `arn:aws:sns:${region}:${account}:overflow-staging-alarms`,
        Condition: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:overflow-staging-*` },
        },
      },
      {
        Sid: "NoPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: `arn:aws:sns:${region}:${account}:overflow-staging-alarms`,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("may use the key for those messages, as without it none would arrive", async () => {
    const made = await record(
      () =>
        new EncryptionKey("key", {
          account,
          region,
          alias: names.keyAlias,
          logGroups: [],
          alarmNames: names.alarmNames,
          autoScaling: false,
          deletionDays: 7,
        }),
    );
    const statements = policyOf(one(made, "kms/key:Key")).Statement;
    expect(statements.find(({ Sid }) => Sid === "MessagesOfTheseAlarms")).to.deep.include({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:overflow-staging-*` },
      },
    });
  });

  it("are mailed to the declared address, and to nobody without one", async () => {
    const subscription = one(recorded, "sns/topicSubscription:TopicSubscription").inputs;
    expect(subscription).to.deep.equal({
      topic: "arn:aws:mock:::alarms",
      protocol: "email",
      endpoint: "buildduty@corp.example",
    });
    expect(ofType(await alarmsOf(null), "sns/topicSubscription:TopicSubscription")).to.deep.equal([]);
  });

  it("refuse what is no mail address, and read none as nobody", () => {
    const read = (email: unknown) => {
      const problems: Problem[] = [];
      const value = group.read({ email }, { path: "overflow:alarms", file: "Pulumi.staging.yaml", problems });
      return { value, problems: problems.map(({ path, allowed }) => `${path}: ${allowed}`) };
    };
    expect(read("none")).to.deep.equal({ value: { email: null }, problems: [] });
    for (const email of ["buildduty", "a@b", "a b@corp.example", "", undefined])
      expect(read(email)).to.deep.equal({
        value: undefined,
        problems: ["overflow:alarms.email: one mail address, or none"],
      });
  });
});
