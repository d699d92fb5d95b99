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
