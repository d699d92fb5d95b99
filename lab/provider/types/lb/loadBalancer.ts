import { DescribeNetworkInterfacesCommand } from "@aws-sdk/client-ec2";
import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  type EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum,
  type IpAddressType,
  type LoadBalancer,
  type LoadBalancerTypeEnum,
  ModifyLoadBalancerAttributesCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { flag, nonEmpty, text, textMap, texts } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { holdsUnknown, type Props, unknownValue } from "../../values";
import { until } from "../../wait";
import { ec2 } from "../ec2/common";
import { given } from "../given";
import { tagList } from "../tags";
import { arnSuffix, type Attribute, attributeProps, changedAttributes, elb, tagging, tagsOf } from "./common";

/** docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-load-balancer-attributes.html */
const attributes: readonly Attribute[] = [
  { property: "dnsRecordClientRoutingPolicy", key: "dns_record.client_routing_policy", kind: "text" },
  { property: "enableCrossZoneLoadBalancing", key: "load_balancing.cross_zone.enabled", kind: "flag" },
  { property: "enableDeletionProtection", key: "deletion_protection.enabled", kind: "flag" },
  { property: "enableZonalShift", key: "zonal_shift.config.enabled", kind: "flag" },
];
const enforcement = "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic";

async function describe(aws: Aws, arn: string): Promise<LoadBalancer | undefined> {
  const answer = await elb(aws).send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }));
  return answer.LoadBalancers?.[0];
}

async function active(aws: Aws, arn: string): Promise<void> {
  await until(aws, `the load balancer ${arn} to be active`, 600, async () => {
    const code = (await describe(aws, arn))?.State?.Code;
    if (code === "failed") throw new Error(`AWS could not provision the load balancer ${arn}.`);
    return code === "active" ? true : undefined;
  });
}

async function writeAttributes(aws: Aws, arn: string, news: Props, olds: Props): Promise<void> {
  const Attributes = changedAttributes(attributes, news, olds);
  if (Attributes.length > 0)
    await elb(aws).send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: arn, Attributes }));
}

async function writeGroups(aws: Aws, arn: string, news: Props): Promise<void> {
  await elb(aws).send(
    new SetSecurityGroupsCommand({
      LoadBalancerArn: arn,
      SecurityGroups: texts(news, "securityGroups"),
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: text(news, enforcement) as
        EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum | undefined,
    }),
  );
}

/** Groups and subnets stay in use until the interfaces are gone, some time after the load balancer. */
async function interfacesGone(aws: Aws, arn: string): Promise<void> {
  const description = `ELB ${arnSuffix(arn).replace("loadbalancer/", "")}`;
  await until(aws, `the interfaces of ${arn} to be gone`, 2100, async () => {
    const answer = await ec2(aws).send(
      new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "description", Values: [description] }] }),
    );
    return (answer.NetworkInterfaces ?? []).length === 0 ? true : undefined;
  });
}

/** Of a network load balancer subnets can only be added, and whether it has groups is settled at creation. */
function replaceOn(news: Props, olds: Props): string[] {
  const fixed = ["name", "namePrefix", "internal", "loadBalancerType", "customerOwnedIpv4Pool"];
  if (text(news, "loadBalancerType") !== "network") return fixed;
  const settled = (key: string, differs: (before: string[], after: string[]) => boolean): string[] =>
    // What is not known before the update is judged when it is.
    holdsUnknown(news[key]) || !differs(texts(olds, key), texts(news, key)) ? [] : [key];
  return [
    ...fixed,
    ...settled("securityGroups", (before, after) => (before.length === 0) !== (after.length === 0)),
    ...settled("subnets", (before, after) => before.some((subnet) => !after.includes(subnet))),
  ];
}

export const loadBalancer: ResourceType = {
  token: "aws:lb/loadBalancer:LoadBalancer",
  defaults: {
    clientKeepAlive: 3600,
    desyncMitigationMode: "defensive",
    dnsRecordClientRoutingPolicy: "any_availability_zone",
    dropInvalidHeaderFields: false,
    enableCrossZoneLoadBalancing: false,
    enableDeletionProtection: false,
    enableHttp2: true,
    enableTlsVersionAndCipherSuiteHeaders: false,
    enableWafFailOpen: false,
    enableXffClientPort: false,
    enableZonalShift: false,
    idleTimeout: 60,
    loadBalancerType: "application",
    preserveHostHeader: false,
    xffHeaderProcessingMode: "append",
  },
  autoname: { property: "name", maxLength: 32 },
  replaceOn,
  outputs: ["arn", "arnSuffix", "dnsName", "vpcId", "zoneId"],
  chosenByAws: [enforcement, "internal", "ipAddressType", "securityGroups", "subnetMappings", "subnets"],
  tagging,
  check: (inputs) =>
    inputs.loadBalancerType === "network" || inputs.loadBalancerType === unknownValue
      ? []
      : [{ property: "loadBalancerType", reason: "The lab serves network load balancers only." }],
  async create(aws, inputs) {
    const { LoadBalancers } = await elb(aws).send(
      new CreateLoadBalancerCommand({
        Name: text(inputs, "name"),
        Type: text(inputs, "loadBalancerType") as LoadBalancerTypeEnum,
        Scheme: flag(inputs, "internal") === true ? "internal" : "internet-facing",
        IpAddressType: text(inputs, "ipAddressType") as IpAddressType | undefined,
        SecurityGroups: nonEmpty(texts(inputs, "securityGroups")),
        Subnets: texts(inputs, "subnets"),
        Tags: nonEmpty(tagList(textMap(inputs, "tagsAll"))),
      }),
    );
    const arn = aws.acknowledged(given(LoadBalancers?.[0]?.LoadBalancerArn, "a load balancer's ARN"));
    await active(aws, arn);
    await writeAttributes(aws, arn, inputs, {});
    if (text(inputs, enforcement) !== undefined) await writeGroups(aws, arn, inputs);
    return arn;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const [answer, tags] = await Promise.all([
      elb(aws).send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: id })),
      tagsOf(aws, id),
    ]);
    return {
      arn: id,
      arnSuffix: arnSuffix(id).replace("loadbalancer/", ""),
      name: found.LoadBalancerName,
      dnsName: found.DNSName,
      zoneId: found.CanonicalHostedZoneId,
      vpcId: found.VpcId,
      internal: found.Scheme === "internal",
      ipAddressType: found.IpAddressType,
      loadBalancerType: found.Type,
      securityGroups: found.SecurityGroups ?? [],
      subnets: (found.AvailabilityZones ?? []).flatMap((zone) => zone.SubnetId ?? []),
      subnetMappings: (found.AvailabilityZones ?? []).map((zone) => ({ subnetId: zone.SubnetId })),
      [enforcement]: found.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic ?? "",
      ...attributeProps(attributes, answer.Attributes ?? []),
      tagsAll: tags,
    };
  },
  async update(aws, id, news, olds) {
    await writeAttributes(aws, id, news, olds);
    if (!same(news.securityGroups, olds.securityGroups) || !same(news[enforcement], olds[enforcement]))
      await writeGroups(aws, id, news);
    if (!same(news.subnets, olds.subnets))
      await elb(aws).send(new SetSubnetsCommand({ LoadBalancerArn: id, Subnets: texts(news, "subnets") }));
    await active(aws, id);
  },
  async remove(aws, id) {
    await elb(aws).send(new DeleteLoadBalancerCommand({ LoadBalancerArn: id }));
    await interfacesGone(aws, id);
  },
};
