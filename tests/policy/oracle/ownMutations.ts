import { type Declared } from "./stack";

/** A change of one property that may open the network, and to what. */
export interface Mutation {
  readonly resource: string;
  readonly property: string;
  /** undefined: the property is left out. */
  readonly value: unknown;
  readonly result: readonly Declared[];
}

const everywhere = ["0.0.0.0/0", "::/0"];
const halves = ["0.0.0.0/1", "128.0.0.0/1"];
const openRule = (blocks: readonly string[]) => ({
  ...{ protocol: "-1", fromPort: 0, toPort: 0 },
  cidrBlocks: blocks.filter((one) => !one.includes(":")),
  ipv6CidrBlocks: blocks.filter((one) => one.includes(":")),
});
const openEntry = (cidrBlock: string) => ({
  ...{ protocol: "-1", ruleNo: 1, action: "allow", fromPort: 0, toPort: 0, cidrBlock },
});
const openRoute = (cidrBlock: string, target: object) => ({ cidrBlock, ...target });
/** Targets from outside the stack, by their prefixes. */
const outer = [
  { gatewayId: "igw-0abc" },
  { gatewayId: "vgw-0abc" },
  { natGatewayId: "nat-0abc" },
  { transitGatewayId: "tgw-0abc" },
  { vpcPeeringConnectionId: "pcx-0abc" },
  { networkInterfaceId: "eni-0abc" },
  { vpcEndpointId: "vpce-0abc" },
  { localGatewayId: "lgw-0abc" },
  { carrierGatewayId: "cagw-0abc" },
  { coreNetworkArn: "arn:aws:networkmanager::123456789012:core-network/core-network-0abc" },
];
const openRoutes = ["0.0.0.0/0", "8.0.0.0/7"].flatMap((block) =>
  outer.map((target) => [openRoute(block, target)]),
);
const openBlocks = [...everywhere, ...halves, "8.8.8.0/24", "2000::/3"];
const wider = (protocol: unknown): unknown[] => [protocol, "tcp", "udp", "icmp", "6", "50"];

/** Values that are dangerous for a property, by the leaf of its resource's type; `*`: of any. A function: from the value that it has. */
export const dangerousValues: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  SecurityGroup: {
    ingress: [openBlocks, halves, ["0.0.0.0/0"], ["::/0"]].map((blocks) => [openRule(blocks)]),
    egress: [openBlocks, halves, ["0.0.0.0/0"], ["::/0"]].map((blocks) => [openRule(blocks)]),
  },
  DefaultSecurityGroup: { ingress: [[openRule(everywhere)]], egress: [[openRule(everywhere)]] },
  SecurityGroupRule: {
    cidrBlocks: [["0.0.0.0/0"], halves, ["8.8.8.0/24"]],
    ipv6CidrBlocks: [["::/0"], ["2000::/3"]],
    prefixListIds: [["pl-0abc"]],
    protocol: wider("-1"),
    fromPort: [0, -1],
    toPort: [65535, -1],
    type: ["ingress", "egress"],
    self: [true],
    sourceSecurityGroupId: ["sg-0abc"],
  },
  SecurityGroupIngressRule: {
    cidrIpv4: openBlocks.filter((one) => !one.includes(":")),
    cidrIpv6: ["::/0", "2000::/3"],
    prefixListId: ["pl-0abc"],
    ipProtocol: wider("-1"),
    fromPort: [0, undefined],
    toPort: [65535, undefined],
    referencedSecurityGroupId: ["sg-0abc"],
  },
  SecurityGroupEgressRule: {
    cidrIpv4: openBlocks.filter((one) => !one.includes(":")),
    cidrIpv6: ["::/0", "2000::/3"],
    prefixListId: ["pl-0abc"],
    ipProtocol: wider("-1"),
    fromPort: [0, undefined],
    toPort: [65535, undefined],
    referencedSecurityGroupId: ["sg-0abc"],
  },
  NetworkAcl: {
    ingress: everywhere.map((block) => [openEntry(block)]),
    egress: everywhere.map((block) => [openEntry(block)]),
    subnetIds: [[]],
  },
  DefaultNetworkAcl: { ingress: [[openEntry("0.0.0.0/0")]], egress: [[openEntry("0.0.0.0/0")]] },
  NetworkAclRule: {
    cidrBlock: ["0.0.0.0/0", ...halves],
    ipv6CidrBlock: ["::/0"],
    protocol: wider("-1"),
    ruleAction: ["allow"],
    ruleNumber: [1],
    egress: [true, false],
    fromPort: [0],
    toPort: [65535],
  },
  RouteTable: { routes: openRoutes, propagatingVgws: [["vgw-0abc"]] },
  DefaultRouteTable: { routes: openRoutes, propagatingVgws: [["vgw-0abc"]] },
  Route: {
    destinationCidrBlock: ["0.0.0.0/0", ...halves, "8.8.8.0/24", undefined],
    destinationIpv6CidrBlock: ["::/0"],
    destinationPrefixListId: ["pl-0abc"],
    ...Object.fromEntries(outer.flatMap((target) => Object.entries(target).map(([key, id]) => [key, [id]]))),
  },
  RouteTableAssociation: { routeTableId: ["rtb-0abc"], subnetId: ["subnet-0abc"], gatewayId: ["igw-0abc"] },
  Subnet: {
    mapPublicIpOnLaunch: [true],
    assignIpv6AddressOnCreation: [true],
    ipv6CidrBlock: ["2600:1f14:abc:0::/64"],
    cidrBlock: ["10.0.0.0/8"],
  },
  Vpc: {
    enableDnsSupport: [true, undefined],
    assignGeneratedIpv6CidrBlock: [true],
    ipv6CidrBlock: ["2600:1f14:abc::/56"],
    cidrBlock: ["10.0.0.0/8"],
  },
  Instance: {
    associatePublicIpAddress: [true, undefined],
    sourceDestCheck: [false],
    vpcSecurityGroupIds: [[], ["sg-0abc"]],
    subnetId: ["subnet-0abc", undefined],
    ipv6AddressCount: [1],
    publicIp: ["52.18.0.1"],
  },
  NetworkInterface: {
    sourceDestCheck: [false],
    securityGroups: [[], ["sg-0abc"]],
    subnetId: ["subnet-0abc"],
    ipv6AddressCount: [1],
  },
  LaunchTemplate: {
    networkInterfaces: [[{ associatePublicIpAddress: "true" }], [{ ipv6AddressCount: 1 }], []],
    vpcSecurityGroupIds: [[], ["sg-0abc"]],
  },
  VpnConnection: {
    customerGatewayId: ["cgw-0abc"],
    staticRoutesOnly: [false],
    vpnGatewayId: ["vgw-0abc"],
    transitGatewayId: ["tgw-0abc"],
    localIpv4NetworkCidr: ["0.0.0.0/0", undefined],
    remoteIpv4NetworkCidr: ["0.0.0.0/0", undefined],
  },
  VpnConnectionRoute: { destinationCidrBlock: ["0.0.0.0/0", ...halves, "8.8.8.0/24"] },
  CustomerGateway: { ipAddress: ["203.0.113.99"] },
  VpcEndpoint: {
    serviceName: ["com.amazonaws.vpce.eu-west-1.vpce-svc-0abc"],
    vpcEndpointType: ["GatewayLoadBalancer", "Gateway", "Interface"],
    securityGroupIds: [[], ["sg-0abc"]],
    resourceConfigurationArn: ["arn:aws:vpc-lattice:eu-west-1:123456789012:resourceconfiguration/rcfg-0abc"],
    serviceNetworkArn: ["arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetwork/sn-0abc"],
  },
  Function: { vpcConfig: [undefined, { subnetIds: [], securityGroupIds: [] }] },
  LoadBalancer: { internal: [false, undefined], securityGroups: [[], ["sg-0abc"]] },
  ManagedPrefixList: { entries: [[{ cidr: "0.0.0.0/0" }], halves.map((cidr) => ({ cidr }))] },
  ManagedPrefixListEntry: { cidr: ["0.0.0.0/0", ...halves] },
};

const leafOf = ({ type }: Declared): string => type.slice(type.lastIndexOf(":") + 1);

/** Every dangerous value of every property of every resource, one change at a time; what a property has already is none. */
export function mutationsOf(resources: readonly Declared[]): readonly Mutation[] {
  return resources.flatMap((resource, place) =>
    Object.entries(dangerousValues[leafOf(resource)] ?? {}).flatMap(([property, values]) =>
      values.flatMap((value): Mutation[] => {
        if (JSON.stringify(resource.props[property]) === JSON.stringify(value)) return [];
        const { [property]: _, ...rest } = resource.props;
        const props = value === undefined ? rest : { ...rest, [property]: value };
        const { [property]: __, ...sources } = resource.sources ?? {};
        const changed = { ...resource, props, sources };
        const result = resources.map((each, other) => (other === place ? changed : each));
        return [{ resource: resource.name, property, value, result }];
      }),
    ),
  );
}
