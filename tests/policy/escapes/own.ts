/**
 * Resources of our own stack to which cases attach things, by URN (several share a name). Those of the environment `local`: it has one trust
 * level, `try`, with a mirror, and owns the region's guard.
 */
const urn = (parents: string, type: string, name: string): string => {
  const [module = "", kind = ""] = type.split(" ");
  const token = `aws:${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
  return `urn:pulumi:local::overflow::${parents}$${token}::${name}`;
};
const vpc = "overflow:network:IsolatedVpc";
const link = "overflow:network:VpnLink";
const tunnels = `${link}$overflow:network:VpnTunnels`;
const guard = "overflow:security:RegionGuard";
const mirrors = "overflow:mirrors:Mirror";
const balancer = "overflow:mirrors:Balancer";
const firewall = "overflow:dns:ClosedDns$overflow:dns:DnsFirewall";
const bucket = "overflow:storage:Bucket";

export const own = {
  vpc: urn(vpc, "ec2 Vpc", "vpc"),
  mainTable: urn(vpc, "ec2 DefaultRouteTable", "vpc-empty"),
  workersTable: urn(vpc, "ec2 RouteTable", "vpc-workers-try"),
  endpointsTable: urn(vpc, "ec2 RouteTable", "vpc-endpoints"),
  workersSubnet: urn(vpc, "ec2 Subnet", "vpc-workers-try-us-east-1a"),
  endpointsSubnet: urn(vpc, "ec2 Subnet", "vpc-endpoints-us-east-1a"),
  mirrorsSubnet: urn(vpc, "ec2 Subnet", "vpc-mirrors-us-east-1a"),
  workersGroup: urn("overflow:network:SecurityGroups", "ec2 SecurityGroup", "groups-workers-try"),
  mirrorsGroup: urn("overflow:network:SecurityGroups", "ec2 SecurityGroup", "groups-mirrors-try"),
  balancerGroup: urn("overflow:network:SecurityGroups", "ec2 SecurityGroup", "groups-balancer-try"),
  endpointsGroup: urn("overflow:network:SecurityGroups", "ec2 SecurityGroup", "groups-endpoints"),
  vpnGateway: urn(link, "ec2 VpnGateway", "link"),
  attachment: urn(link, "ec2 VpnGatewayAttachment", "link"),
  device: urn(tunnels, "ec2 CustomerGateway", "link-main"),
  connection: urn(tunnels, "ec2 VpnConnection", "link-main"),
  s3Endpoint: urn("overflow:network:GatewayEndpoints", "ec2 VpcEndpoint", "gateways-s3-workers-try"),
  ec2Endpoint: urn("overflow:network:InterfaceEndpoints", "ec2 VpcEndpoint", "interfaces-ec2"),
  workerTemplate: urn("overflow:workers:WorkerPool", "ec2 LaunchTemplate", "pool-linux64"),
  mirrorTemplate: urn(mirrors, "ec2 LaunchTemplate", "mirror-try"),
  mirrorGroup: urn(mirrors, "autoscaling Group", "mirror-try"),
  balancer: urn(balancer, "lb LoadBalancer", "mirror-try"),
  targetGroup: urn(balancer, "lb TargetGroup", "mirror-try"),
  scaler: urn("overflow:scaler:ScalerService", "lambda Function", "scaler"),
  scalerRole: urn("overflow:scaler:ScalerService", "iam Role", "scaler"),
  scalerRights: urn("overflow:scaler:ScalerService", "iam RolePolicy", "scaler"),
  scalerCeiling: urn("overflow:scaler:ScalerService", "iam RolePolicy", "scaler-ceiling"),
  wakeRole: urn("overflow:scaler:ScalerService", "iam Role", "scaler-wake"),
  workerRole: urn("overflow:workers:WorkerPool", "iam Role", "pool-linux64"),
  workerRights: urn("overflow:workers:WorkerPool", "iam RolePolicy", "pool-linux64"),
  workerProfile: urn("overflow:workers:WorkerPool", "iam InstanceProfile", "pool-linux64"),
  zone: urn("overflow:dns:ClosedDns", "route53 Zone", "dns"),
  firewallGroup: urn(firewall, "route53 ResolverFirewallRuleGroup", "dns-firewall"),
  firewallAssociation: urn(firewall, "route53 ResolverFirewallRuleGroupAssociation", "dns-firewall"),
  firewallConfig: urn(firewall, "route53 ResolverFirewallConfig", "dns-firewall"),
  flowLog: urn("overflow:network:FlowLogs", "ec2 FlowLog", "flows"),
  flowGroup: urn("overflow:network:FlowLogs", "cloudwatch LogGroup", "flows"),
  flowRole: urn("overflow:network:FlowLogs", "iam Role", "flows"),
  defaultGroup: urn(vpc, "ec2 DefaultSecurityGroup", "vpc-empty"),
  defaultAcl: urn("overflow:network:NetworkAcls", "ec2 DefaultNetworkAcl", "acls-empty"),
  workersAcl: urn("overflow:network:NetworkAcls", "ec2 NetworkAcl", "acls-workers-try"),
  bucket: urn(bucket, "s3 Bucket", "bucket-try-cache"),
  bucketBlock: urn(bucket, "s3 BucketPublicAccessBlock", "bucket-try-cache"),
  bucketPolicy: urn(bucket, "s3 BucketPolicy", "bucket-try-cache"),
  secret: urn("overflow:security:GeneratedSecret", "secretsmanager Secret", "master-password"),
  topic: urn("overflow:alarms:Alarms$overflow:alarms:AlarmTopic", "sns Topic", "alarms"),
  serialConsole: urn(guard, "ec2 SerialConsoleAccess", "guard"),
  encryption: urn(guard, "ebs EncryptionByDefault", "guard"),
  images: urn(guard, "ec2 ImageBlockPublicAccess", "guard"),
  snapshots: urn(guard, "ebs SnapshotBlockPublicAccess", "guard"),
  metadata: urn(guard, "ec2 InstanceMetadataDefaults", "guard"),
  key: urn("overflow:security:EncryptionKey", "kms Key", "key"),
  blockPublicAccess: urn(guard, "ec2 VpcBlockPublicAccessOptions", "guard"),
  guard: [
    urn(guard, "ec2 VpcBlockPublicAccessOptions", "guard"),
    urn(guard, "ec2 SerialConsoleAccess", "guard"),
    urn(guard, "ebs EncryptionByDefault", "guard"),
    urn(guard, "ec2 ImageBlockPublicAccess", "guard"),
    urn(guard, "ebs SnapshotBlockPublicAccess", "guard"),
    urn(guard, "ec2 InstanceMetadataDefaults", "guard"),
  ],
} as const;

/** The account of `local`. */
export const ownAccount = "123456789012";
