import { resource, unknownText } from "../stack";
import { type RuleCase, type RuleCases } from "./ruleCases";

const route = (props: object) => resource("aws:ec2/route:Route", "route", { ...props });
const refuse = (property: string, id: string): RuleCase => ({
  resources: [route({ [property]: id })],
  finds: [["refused", "route", property]],
});

export const cases: RuleCases = {
  accepts: {
    "outputs of the stack, before and after the update": {
      resources: [
        resource("aws:ec2/vpc:Vpc", "vpc", { id: "vpc-1", defaultSecurityGroupId: "sg-1" }),
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", {
          id: "vpce-1",
          vpcId: "vpc-1",
          prefixListId: "pl-1",
          networkInterfaceIds: ["eni-1"],
        }),
        resource("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "rule", {
          prefixListId: "pl-1",
          securityGroupId: "sg-1",
        }),
        resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
          id: "sg-1",
          vpcId: "vpc-1",
        }),
      ],
    },
    "an id whose resource does not tell its own": {
      resources: [
        resource("aws:ec2/vpc:Vpc", "vpc", {}),
        resource("aws:ec2/subnet:Subnet", "subnet", { vpcId: "vpc-1" }, { sources: { vpcId: ["vpc"] } }),
      ],
    },
    "the local route, and tags that look like ids": {
      resources: [route({ gatewayId: "local", tags: { Name: "igw-1" } })],
    },
  },
  refuses: {
    "an internet gateway": refuse("gatewayId", "igw-0123456789abcdef0"),
    "a NAT gateway": refuse("natGatewayId", "nat-0123456789abcdef0"),
    "an egress-only gateway": refuse("egressOnlyGatewayId", "eigw-0123456789abcdef0"),
    "a peering": refuse("vpcPeeringConnectionId", "pcx-0123456789abcdef0"),
    "a transit gateway": refuse("transitGatewayId", "tgw-0123456789abcdef0"),
    "a virtual private gateway": refuse("gatewayId", "vgw-0123456789abcdef0"),
    "a carrier gateway": refuse("carrierGatewayId", "cagw-0123456789abcdef0"),
    "a local gateway": refuse("localGatewayId", "lgw-0123456789abcdef0"),
    "an endpoint": refuse("vpcEndpointId", "vpce-0123456789abcdef0"),
    "an interface": refuse("networkInterfaceId", "eni-0123456789abcdef0"),
    "a prefix list": refuse("destinationPrefixListId", "pl-0123456789abcdef0"),
    "a group of another account": {
      resources: [
        resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", {
          referencedSecurityGroupId: "999999999999/sg-0123456789abcdef0",
        }),
      ],
      finds: [["refused", "rule", "referencedSecurityGroupId"]],
    },
    "an id that is not known, and comes from no resource": {
      resources: [route({ gatewayId: unknownText })],
      finds: [["undetermined", "route", "gatewayId"]],
    },
    "ids inside of lists": {
      resources: [
        resource("aws:lambda/function:Function", "function", { vpcConfig: { subnetIds: ["subnet-9"] } }),
        resource("aws:ec2/routeTable:RouteTable", "table", {
          routes: [{ cidrBlock: "10.0.0.0/8", gatewayId: "igw-9" }],
        }),
        resource("aws:ec2/securityGroup:SecurityGroup", "group", { ingress: [{ securityGroups: ["sg-9"] }] }),
      ],
      finds: [
        ["refused", "table", "routes[0].gatewayId"],
        ["refused", "group", "ingress[0].securityGroups[0]"],
        ["refused", "function", "vpcConfig.subnetIds[0]"],
      ],
    },
  },
};
