import { type ResourceFacts, type StackFacts } from "../../../policy/facts/resource";
import { types } from "../../../policy/sources/describe/types";
import { canonical } from "../../../policy/sources/json";
import { prop } from "./answers";

/** What two sources of facts must say alike, by type: properties, or none beside that it is there. */
const compared: Readonly<Record<string, readonly string[]>> = {
  [types.vpc]: [
    "cidrBlock",
    "defaultNetworkAclId",
    "defaultRouteTableId",
    "defaultSecurityGroupId",
    "enableDnsSupport",
  ],
  [types.subnet]: ["vpcId", "cidrBlock", "availabilityZone", "mapPublicIpOnLaunch"],
  [types.routeTable]: ["vpcId", "propagatingVgws"],
  [types.routeTableAssociation]: ["subnetId", "routeTableId"],
  [types.networkAcl]: ["vpcId", "subnetIds"],
  [types.defaultNetworkAcl]: ["vpcId"],
  [types.securityGroup]: ["vpcId", "name"],
  [types.defaultSecurityGroup]: ["vpcId", "ingress", "egress"],
  [types.vpnGateway]: [],
  [types.customerGateway]: ["ipAddress", "bgpAsn"],
  [types.vpnConnection]: [
    ...[
      "customerGatewayId",
      "vpnGatewayId",
      "staticRoutesOnly",
      "localIpv4NetworkCidr",
      "remoteIpv4NetworkCidr",
    ],
    ...["tunnel1IkeVersions", "tunnel2Phase1DhGroupNumbers", "tunnel1Phase2EncryptionAlgorithms"],
  ],
  [types.vpnRoute]: ["vpnConnectionId", "destinationCidrBlock"],
  [types.endpoint]: [
    "vpcId",
    "serviceName",
    "vpcEndpointType",
    "routeTableIds",
    "subnetIds",
    "securityGroupIds",
  ],
  [types.balancer]: ["internal", "loadBalancerType", "subnets", "securityGroups"],
  [types.listener]: ["loadBalancerArn", "port", "protocol"],
  [types.targetGroup]: ["port", "protocol", "targetType", "vpcId"],
  [types.launchTemplate]: ["vpcSecurityGroupIds", "imageId"],
  [types.scalingGroup]: ["vpcZoneIdentifiers", "targetGroupArns", "maxSize"],
  [types.flowLog]: ["vpcId", "trafficType"],
  [types.lambda]: ["role"],
  [types.resolverEndpoint]: ["direction", "securityGroupIds"],
  [types.resolverRule]: ["domainName", "ruleType"],
  [types.firewallAssociation]: ["vpcId", "firewallRuleGroupId"],
  [types.firewallRule]: ["action", "priority"],
  [types.firewallList]: ["domains"],
  [types.bucketBlock]: ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"],
  [types.blockPublicAccess]: ["internetGatewayBlockMode"],
  [types.serialConsole]: ["enabled"],
  [types.snapshotBlock]: ["state"],
  [types.role]: ["arn"],
};

/** What two sources say of one network: how many things were compared, and each that differs, in words. */
export function compareSources(program: StackFacts, described: StackFacts) {
  const differences: string[] = [];
  let count = 0;
  for (const [type, names] of Object.entries(compared)) {
    const others = new Map(described.ofType(type).map((one) => [prop(one, "id"), one]));
    for (const own of program.ofType(type)) {
      const other = others.get(prop(own, "id"));
      count += 1 + names.length;
      if (other === undefined) differences.push(`${own.name} (${type}) is not described`);
      else {
        const wrong = names.filter(
          (name) => canonical(prop(own, name) ?? "") !== canonical(prop(other, name) ?? ""),
        );
        differences.push(
          ...wrong.map((name) => `${own.name}.${name}: ${shown(own, name)} and ${shown(other, name)}`),
        );
      }
    }
  }
  for (const lines of [groupRules, aclEntries, routes]) {
    const [own, other] = [lines(program), lines(described)];
    count += own.size;
    for (const line of own) if (!other.has(line)) differences.push(`is not described: ${line}`);
    // Of groups, lists and tables of the program alone: an account has others.
    const ids = new Set([...own].map((line) => line.split(" ")[0]));
    for (const line of other) {
      if (!own.has(line) && ids.has(line.split(" ")[0]))
        differences.push(`is described, and not declared: ${line}`);
    }
  }
  return { count, differences };
}

const shown = (resource: ResourceFacts, name: string) => JSON.stringify(prop(resource, name));

type Row = Readonly<Record<string, unknown>>;
const rows = (resource: ResourceFacts, name: string) => (prop(resource, name) ?? []) as readonly Row[];
const texts = (value: unknown) => (value ?? []) as readonly string[];

/** Rules of groups, one line a peer, inline or of their own. */
function groupRules(stack: StackFacts): ReadonlySet<string> {
  const lines: string[] = [];
  for (const group of [...stack.ofType(types.securityGroup), ...stack.ofType(types.defaultSecurityGroup)]) {
    for (const direction of ["ingress", "egress"]) {
      for (const rule of rows(group, direction)) {
        const peers = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"].flatMap((name) =>
          texts(rule[name]),
        );
        for (const peer of peers)
          lines.push(ruleLine(prop(group, "id"), direction, rule["protocol"], rule, peer));
      }
    }
  }
  for (const direction of ["Ingress", "Egress"]) {
    for (const rule of stack.ofType(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`)) {
      const peer = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"]
        .map((name) => prop(rule, name))
        .find(Boolean);
      const ports = { fromPort: prop(rule, "fromPort"), toPort: prop(rule, "toPort") };
      lines.push(
        ruleLine(
          prop(rule, "securityGroupId"),
          direction.toLowerCase(),
          prop(rule, "ipProtocol"),
          ports,
          peer,
        ),
      );
    }
  }
  return new Set(lines);
}

function ruleLine(
  group: unknown,
  direction: string,
  protocol: unknown,
  { fromPort, toPort }: Row,
  peer: unknown,
): string {
  return [group, direction, protocol, fromPort ?? 0, toPort ?? 0, peer].join(" ");
}

function aclEntries(stack: StackFacts): ReadonlySet<string> {
  const lists = [...stack.ofType(types.networkAcl), ...stack.ofType(types.defaultNetworkAcl)];
  const names = ["ruleNo", "action", "protocol", "cidrBlock", "ipv6CidrBlock", "fromPort", "toPort"];
  const lines = lists.flatMap((list) =>
    ["ingress", "egress"].flatMap((direction) =>
      rows(list, direction).map((entry) =>
        [prop(list, "id"), direction, ...names.map((name) => entry[name] ?? "")].join(" "),
      ),
    ),
  );
  return new Set(lines);
}

/** Routes of tables, but for those to gateway endpoints: the program tells these with the endpoint. */
function routes(stack: StackFacts): ReadonlySet<string> {
  const lines: string[] = [];
  for (const table of [...stack.ofType(types.routeTable), ...stack.ofType(types.defaultRouteTable)]) {
    for (const { cidrBlock, ipv6CidrBlock, gatewayId } of rows(table, "routes")) {
      if (cidrBlock !== undefined || ipv6CidrBlock !== undefined)
        lines.push([prop(table, "id"), cidrBlock ?? ipv6CidrBlock, gatewayId].join(" "));
    }
  }
  for (const route of stack.ofType("aws:ec2/route:Route"))
    lines.push(
      ["routeTableId", "destinationCidrBlock", "gatewayId"].map((name) => prop(route, name)).join(" "),
    );
  return new Set(lines);
}
