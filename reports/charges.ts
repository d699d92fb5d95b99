/** How AWS charges: by the month or hour, by use, not at all; or nobody has looked. */
export type Charge = "fixed" | "use" | "none" | "unknown";

/** Types that cost as long as they are there. */
const fixed = [
  "autoscaling/group:Group",
  "cloudwatch/metricAlarm:MetricAlarm",
  "ec2/vpcEndpoint:VpcEndpoint",
  "ec2/vpnConnection:VpnConnection",
  "kms/key:Key",
  "lambda/function:Function",
  "lb/loadBalancer:LoadBalancer",
  "route53/resolverEndpoint:ResolverEndpoint",
  "route53/resolverFirewallDomainList:ResolverFirewallDomainList",
  "route53/zone:Zone",
  "secretsmanager/secret:Secret",
];

/** Types that cost by what goes through them or lies in them. */
const byUse = [
  "cloudwatch/logGroup:LogGroup",
  "dynamodb/table:Table",
  "s3/bucket:Bucket",
  "scheduler/schedule:Schedule",
  "sns/topic:Topic",
];

/** Settings, rights and parts of the above. */
const withoutCharge = [
  "cloudwatch/logResourcePolicy:LogResourcePolicy",
  "dynamodb/tableItem:TableItem",
  "ebs/encryptionByDefault:EncryptionByDefault",
  "ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  "ec2/customerGateway:CustomerGateway",
  "ec2/defaultNetworkAcl:DefaultNetworkAcl",
  "ec2/defaultRouteTable:DefaultRouteTable",
  "ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "ec2/flowLog:FlowLog",
  "ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  "ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
  "ec2/launchTemplate:LaunchTemplate",
  "ec2/networkAcl:NetworkAcl",
  "ec2/route:Route",
  "ec2/routeTable:RouteTable",
  "ec2/routeTableAssociation:RouteTableAssociation",
  "ec2/securityGroup:SecurityGroup",
  "ec2/serialConsoleAccess:SerialConsoleAccess",
  "ec2/subnet:Subnet",
  "ec2/vpc:Vpc",
  "ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
  "ec2/vpnConnectionRoute:VpnConnectionRoute",
  "ec2/vpnGateway:VpnGateway",
  "ec2/vpnGatewayAttachment:VpnGatewayAttachment",
  "iam/instanceProfile:InstanceProfile",
  "iam/role:Role",
  "iam/rolePolicy:RolePolicy",
  "kms/alias:Alias",
  "lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  "lambda/invocation:Invocation",
  "lb/listener:Listener",
  "lb/targetGroup:TargetGroup",
  "route53/record:Record",
  "route53/resolverConfig:ResolverConfig",
  "route53/resolverFirewallConfig:ResolverFirewallConfig",
  "route53/resolverFirewallRule:ResolverFirewallRule",
  "route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
  "route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
  "route53/resolverQueryLogConfig:ResolverQueryLogConfig",
  "route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
  "route53/resolverRule:ResolverRule",
  "route53/resolverRuleAssociation:ResolverRuleAssociation",
  "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "s3/bucketLogging:BucketLogging",
  "s3/bucketOwnershipControls:BucketOwnershipControls",
  "s3/bucketPolicy:BucketPolicy",
  "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "s3/bucketVersioning:BucketVersioning",
  "secretsmanager/secretVersion:SecretVersion",
  "sns/topicSubscription:TopicSubscription",
  "vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
];

const charges: ReadonlyMap<string, Charge> = new Map(
  (
    [
      ["fixed", fixed],
      ["use", byUse],
      ["none", withoutCharge],
    ] as const
  ).flatMap(([charge, types]) => types.map((type) => [`aws:${type}`, charge] as const)),
);

/** How a resource of this type is charged; Pulumi's own and components cost nothing. A type of AWS that is not listed is unknown, never free. */
export function chargeOf(type: string): Charge {
  return charges.get(type) ?? (type.startsWith("aws:") ? "unknown" : "none");
}
