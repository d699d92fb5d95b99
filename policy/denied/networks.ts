import { type NamedTypes } from "../types";

/** Ways to other networks and services that must not exist, by rule. */
export const networkTypes: Readonly<Record<string, NamedTypes>> = {
  "known-vpn-link": {
    "aws:ec2/vpnConcentrator:VpnConcentrator": "a VPN concentrator",
  },
  "no-peering": {
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "a VPC peering",
    "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": "a VPC peering's acceptance",
    "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions": "a VPC peering's options",
  },
  // By name, not by module: `aws:ec2transitgateway/` also holds the instance connect endpoint.
  "no-transit-gateway": {
    "aws:ec2transitgateway/transitGateway:TransitGateway": "a transit gateway",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "a transit gateway's attachment to a VPC",
    "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter":
      "the acceptance of a transit gateway's attachment",
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": "a peering of transit gateways",
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter":
      "the acceptance of a peering of transit gateways",
    "aws:ec2transitgateway/connect:Connect": "a transit gateway's connect attachment",
    "aws:ec2transitgateway/connectPeer:ConnectPeer": "a transit gateway's connect peer",
    "aws:ec2transitgateway/route:Route": "a transit gateway's route",
    "aws:ec2transitgateway/routeTable:RouteTable": "a transit gateway's route table",
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation":
      "a transit gateway's route table association",
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": "a transit gateway's propagation",
    "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation":
      "a transit gateway's default association",
    "aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation":
      "a transit gateway's default propagation",
    "aws:ec2transitgateway/prefixListReference:PrefixListReference":
      "a transit gateway's reference to a prefix list",
    "aws:ec2transitgateway/policyTable:PolicyTable": "a transit gateway's policy table",
    "aws:ec2transitgateway/policyTableAssociation:PolicyTableAssociation":
      "a transit gateway's policy table association",
    "aws:ec2transitgateway/policyTableEntry:PolicyTableEntry": "a transit gateway's policy",
    "aws:ec2transitgateway/meteringPolicy:MeteringPolicy": "a transit gateway's metering policy",
    "aws:ec2transitgateway/meteringPolicyEntry:MeteringPolicyEntry":
      "an entry of a transit gateway's metering policy",
    "aws:ec2transitgateway/multicastDomain:MulticastDomain": "a transit gateway's multicast domain",
    "aws:ec2transitgateway/multicastDomainAssociation:MulticastDomainAssociation":
      "an association with a multicast domain",
    "aws:ec2transitgateway/multicastGroupMember:MulticastGroupMember": "a member of a multicast group",
    "aws:ec2transitgateway/multicastGroupSource:MulticastGroupSource": "a source of a multicast group",
  },
  "no-cloud-wan": { "aws:networkmanager/": "a part of a Cloud WAN" },
  "no-direct-connect": { "aws:directconnect/": "a Direct Connect link" },
  "no-client-vpn": { "aws:ec2clientvpn/": "a client VPN" },
  "listed-endpoints-only": {
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation":
      "a route table given to an endpoint outside its declaration",
    "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation":
      "a subnet given to an endpoint outside its declaration",
    "aws:ec2/securityGroupAssociation:SecurityGroupAssociation":
      "a security group given to an endpoint outside its declaration",
    "aws:vpc/endpointPrivateDns:EndpointPrivateDns":
      "private names given to an endpoint outside its declaration",
  },
  "no-endpoint-service": {
    "aws:ec2/vpcEndpointService:VpcEndpointService": "an endpoint service for others",
    "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple":
      "a principal that may use an endpoint service",
    "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter":
      "the acceptance of a foreign endpoint",
    "aws:vpc/endpointServicePrivateDnsVerification:EndpointServicePrivateDnsVerification":
      "a private name of an endpoint service",
  },
  "no-lattice": {
    "aws:vpclattice/": "a part of VPC Lattice",
    "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment":
      "a traffic source of VMs outside their group's declaration",
  },
  "no-verified-access": { "aws:verifiedaccess/": "a part of Verified Access" },
};
