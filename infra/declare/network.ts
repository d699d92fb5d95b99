import { aclEntriesOf, subnetsOfGroup } from "../network/aclEntries";
import { allowedNames } from "../dns/allowedNames";
import { ClosedDns } from "../dns/closedDns";
import {
  dynamodbEndpointPolicy,
  levelS3EndpointPolicy,
  mirrorsS3EndpointPolicy,
} from "../network/endpointPolicies";
import { FlowLogs } from "../network/flowLogs";
import { type GatewayEndpoint, GatewayEndpoints } from "../network/gatewayEndpoints";
import { InterfaceEndpoints, interfaceServices } from "../network/interfaceEndpoints";
import { IsolatedVpc } from "../network/isolatedVpc";
import { bucketName, bucketNamesOf, recordsBucket } from "../names";
import { NetworkAcls } from "../network/networkAcls";
import { SecurityGroups } from "../network/securityGroups";
import { subnetBlocksOf, type SubnetKey, trustLevelsOf } from "../network/subnetKeys";
import { flowsOf, rulesOf } from "../network/traffic";
import { VpnLink } from "../link/vpnLink";
import { type Context } from "./context";

/** The network of an environment: what may stand where, and talk to whom. */
export function declareNetwork(context: Context) {
  const { settings, names, key, opts } = context;
  const { account, region, network, dns } = settings;
  const subnetBlocks = subnetBlocksOf(settings);
  const flows = flowsOf(settings);
  const vpc = new IsolatedVpc("vpc", { block: network.vpc, zones: network.zones, subnetBlocks }, opts);
  const { vpcId } = vpc;

  const aclFacts = { flows, subnetBlocks, buildBlocks: settings.buildNetwork.blocks };
  const acls = new NetworkAcls(
    "acls",
    {
      vpcId,
      defaultNetworkAclId: vpc.defaultNetworkAclId,
      lists: Object.fromEntries(
        [...vpc.subnets].map(([kind, { subnetIds }]) => {
          return [kind, { subnetIds, entries: aclEntriesOf(kind, aclFacts) }];
        }),
      ),
    },
    opts,
  );
  const flowLogs = new FlowLogs(
    "flows",
    {
      vpcId,
      account,
      region,
      logGroupName: names.flowLogGroup,
      retentionDays: network.logRetentionDays,
      kmsKeyArn: key.arn,
    },
    opts,
  );
  const gateways = new GatewayEndpoints("gateways", { vpcId, region, endpoints: waysOf(context, vpc) }, opts);
  const security = new SecurityGroups(
    "groups",
    {
      vpcId,
      rules: rulesOf(flows),
      prefixListIdOf: (service, group) => gateways.of(service, subnetsOfGroup(group)).prefixListId,
    },
    opts,
  );
  const interfaces = new InterfaceEndpoints(
    "interfaces",
    {
      vpcId,
      account,
      region,
      environment: settings.environment,
      subnetIds: vpc.of("endpoints").subnetIds,
      securityGroupId: security.of("endpoints").id,
    },
    opts,
  );
  const link = new VpnLink(
    "link",
    {
      vpcId,
      environment: settings.environment,
      link: settings.link,
      blocks: settings.buildNetwork.blocks,
      routeTableIds: Object.fromEntries(
        linkedKinds(context).map((kind) => [kind, vpc.of(kind).routeTableId]),
      ),
      kmsKeyArn: key.arn,
      logGroups: { tunnels: names.tunnelLogGroup, bgp: names.bgpLogGroup },
    },
    opts,
  );
  const closedDns = new ClosedDns(
    "dns",
    {
      vpcId,
      dns,
      allowed: allowedNames({
        region,
        dns,
        services: interfaceServices,
        buckets: bucketNamesOf(settings),
      }),
      forwarding:
        dns.forward === null
          ? null
          : {
              forward: dns.forward,
              subnetIds: vpc.of("endpoints").subnetIds,
              securityGroupId: security.of("resolver").id,
            },
      kmsKeyArn: key.arn,
      logGroupName: names.dnsLogGroup,
    },
    opts,
  );
  return {
    vpc,
    gateways,
    security,
    interfaces,
    link,
    dns: closedDns,
    all: [vpc, acls, flowLogs, gateways, security, interfaces, link, closedDns],
  };
}

/** Kinds of subnets that may reach the build network. */
function linkedKinds({ settings }: Context): readonly SubnetKey[] {
  const workers = trustLevelsOf(settings).map((level): SubnetKey => `workers-${level}`);
  const resolver: readonly SubnetKey[] = settings.dns.forward === null ? [] : ["endpoints"];
  return [...workers, "mirrors", "scaler", ...resolver];
}

/** Gateway endpoints: the scaler's to its table, one for each trust level's builds and one for the mirrors to S3. */
function waysOf({ settings, names }: Context, vpc: IsolatedVpc): readonly GatewayEndpoint[] {
  const { account, region, environment } = settings;
  const records = bucketName(environment, account, recordsBucket);
  const way = (service: GatewayEndpoint["service"], from: SubnetKey, policy: string): GatewayEndpoint => {
    return { service, from, routeTableId: vpc.of(from).routeTableId, policy };
  };
  return [
    way("dynamodb", "scaler", dynamodbEndpointPolicy({ account, region, tableName: names.tableName })),
    ...trustLevelsOf(settings).map((level) => {
      const used = (access: "read" | "write") =>
        Object.entries(settings.buckets)
          .filter(([, bucket]) => bucket[access].includes(level))
          .map(([name]) => bucketName(environment, account, name));
      const policy = { account, level, reads: used("read"), writes: used("write"), recordsBucket: records };
      return way("s3", `workers-${level}`, levelS3EndpointPolicy(policy));
    }),
    ...(Object.keys(settings.mirrors).length === 0
      ? []
      : [way("s3", "mirrors", mirrorsS3EndpointPolicy({ account, recordsBucket: records }))]),
  ];
}
