/** Type tokens, or a module with its slash, to what they are in words. */
export type NamedTypes = Readonly<Record<string, string>>;

/** What a type is called in `named`, by its token or by its module, e.g. `aws:vpclattice/`. */
export function nameIn(named: NamedTypes, type: string): string | undefined {
  const module = type.slice(0, type.indexOf("/") + 1);
  const name = Object.hasOwn(named, type) ? named[type] : undefined;
  return name ?? (module !== "" && Object.hasOwn(named, module) ? named[module] : undefined);
}

/** Components of this project; they have no provider, so they create nothing themselves. */
export const componentPrefix = "overflow:";

const aws = (module: string, ...names: readonly string[]): string[] =>
  names.map((name) => `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`);

/** The closed list: every type that the rules can judge, or that opens nothing by itself. */
export const allowedTypes: ReadonlySet<string> = new Set([
  "pulumi:pulumi:Stack",
  "pulumi:providers:aws",
  ...aws("ec2", "Vpc", "Subnet", "RouteTable", "DefaultRouteTable", "Route", "RouteTableAssociation"),
  ...aws("ec2", "SecurityGroup", "SecurityGroupRule", "DefaultSecurityGroup"),
  ...aws("ec2", "NetworkAcl", "NetworkAclRule", "NetworkAclAssociation", "DefaultNetworkAcl"),
  ...aws(
    "ec2",
    "VpnGateway",
    "VpnGatewayAttachment",
    "CustomerGateway",
    "VpnConnection",
    "VpnConnectionRoute",
  ),
  ...aws("ec2", "VpcEndpoint", "VpcEndpointPolicy", "LaunchTemplate", "Instance", "NetworkInterface"),
  ...aws("ec2", "ManagedPrefixList", "ManagedPrefixListEntry", "VpcEncryptionControl", "EncryptionControl"),
  ...aws("ebs", "Volume", "EncryptionByDefault", "SnapshotBlockPublicAccess"),
  ...aws("ec2", "FlowLog", "VpcBlockPublicAccessOptions", "SerialConsoleAccess"),
  ...aws("ec2", "ImageBlockPublicAccess", "InstanceMetadataDefaults"),
  ...aws("autoscaling", "Group"),
  ...aws("ec2", "VpcDhcpOptions", "VpcDhcpOptionsAssociation", "AllowedImagesSettings"),
  ...aws("dlm", "LifecyclePolicy"),
  ...aws("lb", "LoadBalancer", "TargetGroup", "TargetGroupAttachment", "Listener"),
  ...aws("s3", "Bucket", "BucketPolicy", "BucketPublicAccessBlock", "BucketOwnershipControls"),
  ...aws("s3", "BucketVersioning", "BucketServerSideEncryptionConfiguration", "BucketLifecycleConfiguration"),
  // Its target is a bucket of the same account and region, or S3 refuses it.
  ...aws("s3", "BucketLogging"),
  ...aws("vpc", "SecurityGroupIngressRule", "SecurityGroupEgressRule"),
  ...aws("iam", "Role", "RolePolicy", "RolePolicyAttachment", "Policy", "InstanceProfile"),
  ...aws("iam", "User", "Group", "UserPolicy", "GroupPolicy", "PolicyAttachment"),
  ...aws("iam", "UserPolicyAttachment", "GroupPolicyAttachment"),
  ...aws("kms", "Key", "KeyPolicy", "Alias"),
  ...aws("secretsmanager", "Secret", "SecretPolicy", "SecretVersion"),
  ...aws("lambda", "Function", "FunctionEventInvokeConfig", "Invocation", "Permission"),
  ...aws("scheduler", "Schedule", "ScheduleGroup"),
  ...aws("dynamodb", "Table", "TableItem", "ResourcePolicy"),
  ...aws("cloudwatch", "LogGroup", "LogResourcePolicy", "MetricAlarm"),
  ...aws("sns", "Topic", "TopicPolicy", "TopicSubscription"),
  ...aws("route53", "Zone", "Record", "ResolverConfig", "ResolverEndpoint", "ResolverRule"),
  ...aws(
    "route53",
    "ZoneAssociation",
    "ResolverRuleAssociation",
    "ResolverQueryLogConfig",
    "ResolverQueryLogConfigAssociation",
  ),
  ...aws("route53", "ResolverFirewallDomainList", "ResolverFirewallRule", "ResolverFirewallRuleGroup"),
  ...aws("route53", "ResolverFirewallRuleGroupAssociation", "ResolverFirewallConfig"),
]);

/** Resources that create others out of the policy's sight. */
export const opaqueTypes: NamedTypes = {
  "pulumi-nodejs:dynamic:Resource": "a dynamic resource",
  "pulumi-python:dynamic:Resource": "a dynamic resource",
  "pulumi:pulumi:StackReference": "a reference to another stack",
  "aws:cloudformation/": "a CloudFormation stack",
  "aws:cloudcontrol/": "a Cloud Control resource",
  "aws:servicecatalog/": "a Service Catalog product",
};
