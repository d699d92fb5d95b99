import { type NamedTypes } from "../types";

/** Gateways, routes and addresses that must not exist, by rule. */
export const gatewayTypes: Readonly<Record<string, NamedTypes>> = {
  "no-internet-gateway": {
    "aws:ec2/internetGateway:InternetGateway": "an internet gateway",
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": "an internet gateway's attachment",
  },
  "no-egress-only-gateway": {
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "an egress-only internet gateway",
  },
  "no-nat-gateway": {
    "aws:ec2/natGateway:NatGateway": "a NAT gateway",
    "aws:ec2/natGatewayEipAssociation:NatGatewayEipAssociation": "a NAT gateway's public address",
  },
  "no-carrier-gateway": {
    "aws:ec2/carrierGateway:CarrierGateway": "a carrier gateway",
  },
  "no-local-gateway": {
    "aws:ec2/localGatewayRoute:LocalGatewayRoute": "a route to an Outpost's local gateway",
    "aws:ec2/localGatewayRouteTable:LocalGatewayRouteTable": "a local gateway's route table",
    "aws:ec2/localGatewayRouteTableVpcAssociation:LocalGatewayRouteTableVpcAssociation":
      "an association with an Outpost's local gateway",
    "aws:ec2/localGatewayRouteTableVirtualInterfaceGroupAssociation:LocalGatewayRouteTableVirtualInterfaceGroupAssociation":
      "a local gateway's way to the network around its Outpost",
  },
  "no-elastic-ip": {
    "aws:ec2/eip:Eip": "an Elastic IP address",
    "aws:ec2/eipAssociation:EipAssociation": "an Elastic IP address's association",
    "aws:ec2/eipDomainName:EipDomainName": "a public name of an Elastic IP address",
  },
  "no-default-network": {
    "aws:ec2/defaultVpc:DefaultVpc": "the default VPC, which has an internet gateway",
    "aws:ec2/defaultSubnet:DefaultSubnet": "a default subnet, which gives public addresses",
  },
  "explicit-route-table": {
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation":
      "another main route table, which every subnet gets that names none",
  },
  "no-route-propagation": {
    "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": "route propagation from a VPN gateway",
  },
  "no-route-server": {
    "aws:vpc/routeServer:RouteServer": "a route server",
    "aws:vpc/routeServerEndpoint:RouteServerEndpoint": "a route server's endpoint",
    "aws:vpc/routeServerPeer:RouteServerPeer": "a route server's peer",
    "aws:vpc/routeServerPropagation:RouteServerPropagation": "route propagation from a route server",
    "aws:vpc/routeServerVpcAssociation:RouteServerVpcAssociation": "a route server's association",
  },
  "no-public-ipv6": {
    "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation": "an IPv6 block of the VPC",
  },
  "block-public-access": {
    "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion":
      "an exclusion from the block on public access",
  },
};
