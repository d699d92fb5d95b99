import { resource, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const ids = (source: string) => ({ sources: { vpcId: [source] } });
const vpc = resource("aws:ec2/vpc:Vpc", "vpc", {
  id: "vpc-1",
  cidrBlock: "10.130.0.0/16",
  enableDnsSupport: false,
});
const subnet = resource("aws:ec2/subnet:Subnet", "subnet", {
  ...{ id: "subnet-1", vpcId: "vpc-1", cidrBlock: "10.130.0.0/24" },
});
const table = resource("aws:ec2/routeTable:RouteTable", "table", { id: "rtb-1", vpcId: "vpc-1" });
const association = resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", {
  ...{ id: "rtbassoc-1", subnetId: "subnet-1", routeTableId: "rtb-1" },
});
const group = resource("aws:ec2/securityGroup:SecurityGroup", "group", { id: "sg-1", vpcId: "vpc-1" });
const machine = (props: object = {}) =>
  resource("aws:ec2/instance:Instance", "machine", {
    ...{ id: "i-1", subnetId: "subnet-1", privateIp: "10.130.0.4", vpcSecurityGroupIds: ["sg-1"], ...props },
  });
const egress = (cidrIpv4: string) =>
  resource("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
    ...{ securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4 },
  });
const route = (props: object, sources: Readonly<Record<string, readonly string[]>> = {}) =>
  resource("aws:ec2/route:Route", "route", { routeTableId: "rtb-1", ...props }, { sources });
const link = [
  resource("aws:ec2/vpnGateway:VpnGateway", "gateway", { id: "vgw-1", vpcId: "vpc-1" }),
  resource("aws:ec2/customerGateway:CustomerGateway", "device", { id: "cgw-1", ipAddress: "203.0.113.10" }),
  resource("aws:ec2/vpnConnection:VpnConnection", "link", {
    ...{ id: "vpn-1", vpnGatewayId: "vgw-1", customerGatewayId: "cgw-1", staticRoutesOnly: true },
  }),
  resource("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "home", {
    ...{ vpnConnectionId: "vpn-1", destinationCidrBlock: "10.20.0.0/16" },
  }),
];
const internet = resource(
  "aws:ec2/internetGateway:InternetGateway",
  "internet",
  { id: "igw-1", vpcId: "vpc-1" },
  ids("vpc"),
);
const network = [vpc, subnet, table, association, group];

export const cases: RuleCases = {
  accepts: {
    "a stack without a network": { resources: [] },
    "a machine that reaches the build network alone": {
      resources: [
        ...network,
        ...link,
        machine(),
        egress("10.20.0.0/16"),
        route({ destinationCidrBlock: "10.20.0.0/16", gatewayId: "vgw-1" }),
      ],
    },
    "an open group where no route leads out": { resources: [...network, machine(), egress("0.0.0.0/0")] },
    "a route out that no group lets through": {
      resources: [
        ...network,
        internet,
        machine({ associatePublicIpAddress: true, publicIp: "198.51.100.7" }),
        route({ destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }),
      ],
    },
  },
  refuses: {
    "a way out over a route, a group and a public address, none of which opens alone": {
      resources: [
        ...[
          ...network,
          internet,
          egress("0.0.0.0/0"),
          route({ destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }),
        ],
        machine({ associatePublicIpAddress: true, publicIp: "198.51.100.7" }),
      ],
      finds: [["refused", "internet"]],
    },
    "a route whose target is not known": {
      resources: [
        ...network,
        machine(),
        egress("0.0.0.0/0"),
        route({ destinationCidrBlock: "203.0.113.0/24", gatewayId: unknownText }),
      ],
      finds: [["undetermined", "route", "gatewayId"]],
    },
    "a link to another network than the declared one": {
      resources: [
        ...network,
        ...link,
        machine(),
        egress("10.20.0.0/16"),
        route({ destinationCidrBlock: "10.20.0.0/16", gatewayId: "vgw-1" }),
      ],
      options: { buildNetwork: ["192.168.7.0/24"] },
      finds: [["refused", "link", "customerGatewayId"]],
    },
  },
};
