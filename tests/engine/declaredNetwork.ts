import { type Declaration } from "./declaredStack";

export const idOf = (name: string) => ({ from: name, output: "id" });

/** A small network as this project declares it: every id in it is unknown at the first preview. */
export const network: readonly Declaration[] = [
  // Says in which account the stack is: what endpoints let through is held to it.
  {
    type: "pulumi:providers:aws",
    name: "aws",
    props: { region: "eu-central-1", allowedAccountIds: ["123456789012"] },
  },
  { type: "aws:ec2/vpc:Vpc", name: "vpc", props: { cidrBlock: "10.130.0.0/16", enableDnsSupport: false } },
  { type: "aws:ec2/flowLog:FlowLog", name: "log", props: { vpcId: idOf("vpc"), trafficType: "ALL" } },
  {
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    name: "default",
    props: { vpcId: idOf("vpc") },
  },
  {
    type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    name: "default",
    props: { defaultNetworkAclId: { from: "vpc", output: "defaultNetworkAclId" } },
  },
  {
    type: "aws:ec2/subnet:Subnet",
    name: "subnet",
    props: { vpcId: idOf("vpc"), cidrBlock: "10.130.0.0/24", mapPublicIpOnLaunch: false },
  },
  { type: "aws:ec2/routeTable:RouteTable", name: "table", props: { vpcId: idOf("vpc") } },
  association("subnet"),
  { type: "aws:ec2/vpnGateway:VpnGateway", name: "gateway", props: { vpcId: idOf("vpc") } },
  route("home", "10.20.0.0/16", idOf("gateway")),
  {
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    name: "dynamodb",
    props: {
      vpcId: idOf("vpc"),
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.eu-central-1.dynamodb",
      policy: JSON.stringify({
        Statement: [
          {
            ...{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
            Condition: { StringEquals: { "aws:ResourceAccount": "123456789012" } },
          },
        ],
      }),
    },
  },
  {
    type: "aws:ec2/securityGroup:SecurityGroup",
    name: "group",
    props: { vpcId: idOf("vpc"), description: "builds" },
  },
  egress("to-service", { prefixListId: { from: "dynamodb", output: "prefixListId" } }),
  egress("to-group", { referencedSecurityGroupId: idOf("group") }),
];

export function association(subnet: string): Declaration {
  const props = { subnetId: idOf(subnet), routeTableId: idOf("table") };
  return { type: "aws:ec2/routeTableAssociation:RouteTableAssociation", name: `${subnet}-table`, props };
}

export function route(name: string, destinationCidrBlock: unknown, gatewayId: unknown): Declaration {
  const props = { routeTableId: idOf("table"), destinationCidrBlock, gatewayId };
  return { type: "aws:ec2/route:Route", name, props };
}

export function egress(name: string, peer: object): Declaration {
  const rule = { securityGroupId: idOf("group"), ipProtocol: "tcp", fromPort: 443, toPort: 443 };
  return {
    type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    name,
    props: { ...rule, ...peer },
  };
}
