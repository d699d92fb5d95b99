import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  type ProtocolEnum,
  type TargetGroup,
  type TargetTypeEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { block, flag, nonEmpty, numeric, text, textMap } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { given } from "../given";
import { tagList } from "../tags";
import { arnSuffix, type Attribute, attributeProps, changedAttributes, elb, tagging, tagsOf } from "./common";

/** docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html */
const attributes: readonly Attribute[] = [
  {
    property: "connectionTermination",
    key: "deregistration_delay.connection_termination.enabled",
    kind: "flag",
  },
  { property: "deregistrationDelay", key: "deregistration_delay.timeout_seconds", kind: "number" },
  { property: "loadBalancingCrossZoneEnabled", key: "load_balancing.cross_zone.enabled", kind: "text" },
  { property: "preserveClientIp", key: "preserve_client_ip.enabled", kind: "text" },
  { property: "proxyProtocolV2", key: "proxy_protocol_v2.enabled", kind: "flag" },
];

async function describe(aws: Aws, arn: string): Promise<TargetGroup | undefined> {
  const answer = await elb(aws).send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }));
  return answer.TargetGroups?.[0];
}

/** A health check as the service takes it, with the real provider's defaults, which are not the service's. */
function healthCheck(inputs: Props): {
  HealthCheckEnabled?: boolean;
  HealthCheckPath?: string;
  HealthCheckPort?: string;
  HealthCheckProtocol?: ProtocolEnum;
  HealthCheckIntervalSeconds?: number;
  HealthCheckTimeoutSeconds?: number;
  HealthyThresholdCount?: number;
  UnhealthyThresholdCount?: number;
  Matcher?: { HttpCode: string };
} {
  const check = block(inputs, "healthCheck");
  if (check === undefined) return {};
  const [path, matcher, timeout] = [text(check, "path"), text(check, "matcher"), numeric(check, "timeout")];
  return {
    HealthCheckEnabled: flag(check, "enabled") ?? true,
    HealthCheckPort: text(check, "port") ?? "traffic-port",
    HealthCheckProtocol: (text(check, "protocol") ?? "HTTP") as ProtocolEnum,
    HealthCheckIntervalSeconds: numeric(check, "interval") ?? 30,
    HealthyThresholdCount: numeric(check, "healthyThreshold") ?? 3,
    UnhealthyThresholdCount: numeric(check, "unhealthyThreshold") ?? 3,
    ...(path === undefined ? {} : { HealthCheckPath: path }),
    ...(timeout === undefined ? {} : { HealthCheckTimeoutSeconds: timeout }),
    ...(matcher === undefined ? {} : { Matcher: { HttpCode: matcher } }),
  };
}

const healthCheckProps = (found: TargetGroup): Props => ({
  enabled: found.HealthCheckEnabled,
  healthyThreshold: found.HealthyThresholdCount,
  interval: found.HealthCheckIntervalSeconds,
  matcher: found.Matcher?.HttpCode ?? "",
  path: found.HealthCheckPath ?? "",
  port: found.HealthCheckPort,
  protocol: found.HealthCheckProtocol,
  timeout: found.HealthCheckTimeoutSeconds,
  unhealthyThreshold: found.UnhealthyThresholdCount,
});

async function writeAttributes(aws: Aws, arn: string, news: Props, olds: Props): Promise<void> {
  const Attributes = changedAttributes(attributes, news, olds);
  if (Attributes.length > 0)
    await elb(aws).send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes }));
}

export const targetGroup: ResourceType = {
  token: "aws:lb/targetGroup:TargetGroup",
  defaults: {
    deregistrationDelay: 300,
    lambdaMultiValueHeadersEnabled: false,
    proxyProtocolV2: false,
    slowStart: 0,
    targetType: "instance",
  },
  autoname: { property: "name", maxLength: 32 },
  replaceOn: [
    "ipAddressType",
    "name",
    "namePrefix",
    "port",
    "protocol",
    "protocolVersion",
    "targetControlPort",
    "targetType",
    "vpcId",
  ],
  outputs: ["arn", "arnSuffix", "loadBalancerArns"],
  chosenByAws: [
    "connectionTermination",
    "healthCheck",
    "ipAddressType",
    "loadBalancingCrossZoneEnabled",
    "preserveClientIp",
  ],
  tagging,
  async create(aws, inputs) {
    const { TargetGroups } = await elb(aws).send(
      new CreateTargetGroupCommand({
        Name: text(inputs, "name"),
        Port: numeric(inputs, "port"),
        Protocol: text(inputs, "protocol") as ProtocolEnum | undefined,
        TargetType: text(inputs, "targetType") as TargetTypeEnum | undefined,
        VpcId: text(inputs, "vpcId"),
        ...healthCheck(inputs),
        Tags: nonEmpty(tagList(textMap(inputs, "tagsAll"))),
      }),
    );
    const arn = aws.acknowledged(given(TargetGroups?.[0]?.TargetGroupArn, "a target group's ARN"));
    await writeAttributes(aws, arn, inputs, {});
    return arn;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const [answer, tags] = await Promise.all([
      elb(aws).send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: id })),
      tagsOf(aws, id),
    ]);
    return {
      arn: id,
      arnSuffix: arnSuffix(id),
      name: found.TargetGroupName,
      port: found.Port,
      protocol: found.Protocol,
      targetType: found.TargetType,
      vpcId: found.VpcId,
      ipAddressType: found.IpAddressType ?? "ipv4",
      loadBalancerArns: found.LoadBalancerArns ?? [],
      healthCheck: healthCheckProps(found),
      ...attributeProps(attributes, answer.Attributes ?? []),
      tagsAll: tags,
    };
  },
  async update(aws, id, news, olds) {
    await writeAttributes(aws, id, news, olds);
    if (!same(news.healthCheck, olds.healthCheck) && block(news, "healthCheck") !== undefined)
      await elb(aws).send(new ModifyTargetGroupCommand({ TargetGroupArn: id, ...healthCheck(news) }));
  },
  async remove(aws, id) {
    await elb(aws).send(new DeleteTargetGroupCommand({ TargetGroupArn: id }));
  },
};
