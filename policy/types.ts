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
  ...aws("ec2", "VpcEndpoint", "LaunchTemplate", "Instance"),
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

/** Ways to the internet, or to what lies outside the Region's private network. */
export const internetGatewayTypes: NamedTypes = {
  "aws:ec2/internetGateway:InternetGateway": "an internet gateway",
  "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": "an internet gateway's attachment",
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "an egress-only internet gateway",
  "aws:ec2/natGateway:NatGateway": "a NAT gateway",
  "aws:ec2/natGatewayEipAssociation:NatGatewayEipAssociation": "a NAT gateway's public address",
  "aws:ec2/carrierGateway:CarrierGateway": "a carrier gateway",
  "aws:ec2/localGatewayRoute:LocalGatewayRoute": "a route to an Outpost's local gateway",
  "aws:ec2/localGatewayRouteTable:LocalGatewayRouteTable": "a local gateway's route table",
  "aws:ec2/localGatewayRouteTableVpcAssociation:LocalGatewayRouteTableVpcAssociation":
    "an association with an Outpost's local gateway",
  "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion":
    "an exclusion from the block on public access",
};

/** Public addresses as resources, and the default network, whose subnets hand them out. */
export const publicAddressTypes: NamedTypes = {
  "aws:ec2/eip:Eip": "an Elastic IP address",
  "aws:ec2/eipAssociation:EipAssociation": "an Elastic IP address's association",
  "aws:ec2/eipDomainName:EipDomainName": "a public name of an Elastic IP address",
  "aws:ec2/defaultVpc:DefaultVpc": "the default VPC, which has an internet gateway",
  "aws:ec2/defaultSubnet:DefaultSubnet": "a default subnet, which gives public addresses",
  "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation": "an IPv6 block of the VPC",
};

/** Links to networks other than the build network, and ways in that bypass it. */
export const foreignNetworkTypes: NamedTypes = {
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "a VPC peering",
  "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": "a VPC peering's acceptance",
  "aws:ec2/vpnConcentrator:VpnConcentrator": "a VPN concentrator",
  "aws:ec2/vpcEndpointService:VpcEndpointService": "an endpoint service for others",
  "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter":
    "the acceptance of a foreign endpoint",
  "aws:ec2transitgateway/": "a transit gateway",
  "aws:ec2clientvpn/": "a client VPN",
  "aws:networkmanager/": "a part of a Cloud WAN",
  "aws:directconnect/": "a Direct Connect link",
  "aws:vpclattice/": "a part of VPC Lattice",
  "aws:verifiedaccess/": "a Verified Access endpoint",
};

/** Resources that create others out of the policy's sight. */
export const opaqueTypes: NamedTypes = {
  "pulumi-nodejs:dynamic:Resource": "a dynamic resource",
  "pulumi-python:dynamic:Resource": "a dynamic resource",
  "pulumi:pulumi:StackReference": "a reference to another stack",
  "aws:cloudformation/": "a CloudFormation stack",
  "aws:cloudcontrol/": "a Cloud Control resource",
  "aws:servicecatalog/": "a Service Catalog product",
};
