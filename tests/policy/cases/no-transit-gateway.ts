import { typeCases } from "./typeCases";

export const cases = typeCases(
  {
    "an instance connect endpoint, which has a rule of its own":
      "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
  },
  {
    TransitGateway: "aws:ec2transitgateway/transitGateway:TransitGateway",
    VpcAttachment: "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    VpcAttachmentAccepter: "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter",
    PeeringAttachment: "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
    PeeringAttachmentAccepter: "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
    Connect: "aws:ec2transitgateway/connect:Connect",
    ConnectPeer: "aws:ec2transitgateway/connectPeer:ConnectPeer",
    Route: "aws:ec2transitgateway/route:Route",
    RouteTable: "aws:ec2transitgateway/routeTable:RouteTable",
    RouteTableAssociation: "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
    RouteTablePropagation: "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
    DefaultRouteTableAssociation:
      "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation",
    DefaultRouteTablePropagation:
      "aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation",
    PrefixListReference: "aws:ec2transitgateway/prefixListReference:PrefixListReference",
    PolicyTable: "aws:ec2transitgateway/policyTable:PolicyTable",
    PolicyTableAssociation: "aws:ec2transitgateway/policyTableAssociation:PolicyTableAssociation",
    PolicyTableEntry: "aws:ec2transitgateway/policyTableEntry:PolicyTableEntry",
    MeteringPolicy: "aws:ec2transitgateway/meteringPolicy:MeteringPolicy",
    MeteringPolicyEntry: "aws:ec2transitgateway/meteringPolicyEntry:MeteringPolicyEntry",
    MulticastDomain: "aws:ec2transitgateway/multicastDomain:MulticastDomain",
    MulticastDomainAssociation: "aws:ec2transitgateway/multicastDomainAssociation:MulticastDomainAssociation",
    MulticastGroupMember: "aws:ec2transitgateway/multicastGroupMember:MulticastGroupMember",
    MulticastGroupSource: "aws:ec2transitgateway/multicastGroupSource:MulticastGroupSource",
  },
);
