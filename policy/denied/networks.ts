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
  "no-instance-connect-endpoint": {
    // Its token stands in the transit gateway's module.
    "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint": "an instance connect endpoint",
  },
  "internal-load-balancer": {
    "aws:alb/": "a load balancer under another name",
    "aws:elb/": "a classic load balancer",
  },
  "no-cloudfront-origin": {
    "aws:cloudfront/": "a part of CloudFront",
  },
  "no-api-gateway": {
    "aws:apigateway/": "a part of API Gateway",
    "aws:apigatewayv2/": "a part of API Gateway",
    "aws:apprunner/": "a part of App Runner",
    "aws:appsync/": "a part of AppSync",
    "aws:amplify/": "a part of Amplify",
    "aws:ecs/expressGatewayService:ExpressGatewayService": "an ECS service with a public address of its own",
  },
  "no-global-accelerator": {
    "aws:globalaccelerator/": "a part of Global Accelerator",
  },
  "no-public-function": {
    "aws:lambda/functionUrl:FunctionUrl": "a function URL, which is reached from the internet",
    "aws:lambda/coreNetworkConnector:CoreNetworkConnector": "a function's link to a Cloud WAN",
  },
  "no-managed-compute": {
    "aws:appstream/": "an AppStream fleet",
    "aws:batch/": "a part of Batch",
    "aws:bedrock/": "a part of Bedrock",
    "aws:cloud9/": "a Cloud9 environment",
    "aws:codebuild/": "a part of CodeBuild",
    "aws:codepipeline/": "a pipeline",
    "aws:datasync/": "a part of DataSync",
    "aws:devicefarm/": "a part of Device Farm",
    "aws:ecs/": "a part of ECS",
    "aws:eks/": "a part of EKS",
    "aws:elasticbeanstalk/": "a part of Elastic Beanstalk",
    "aws:emr/": "a part of EMR",
    "aws:emrcontainers/": "a part of EMR",
    "aws:emrserverless/": "a part of EMR",
    "aws:gamelift/": "a part of GameLift",
    "aws:kinesisanalyticsv2/": "an application of Kinesis Analytics",
    "aws:lambdamicrovms/": "a Lambda micro-VM",
    "aws:lightsail/": "a part of Lightsail",
    "aws:m2/": "a mainframe environment",
    "aws:mskconnect/": "a connector of MSK",
    "aws:mwaa/": "an Airflow environment",
    "aws:sagemaker/": "a part of SageMaker",
    "aws:sfn/": "a state machine",
    "aws:synthetics/": "a canary",
    "aws:workspaces/": "a part of WorkSpaces",
    "aws:workspacesweb/": "a part of WorkSpaces",
    "aws:glue/job:Job": "a Glue job",
    "aws:glue/devEndpoint:DevEndpoint": "a Glue development endpoint",
    "aws:glue/crawler:Crawler": "a Glue crawler",
    "aws:glue/connection:Connection": "a Glue connection",
    "aws:lambda/capacityProvider:CapacityProvider": "a capacity provider, which has a network of its own",
    "aws:lambda/microvmsImage:MicrovmsImage": "a Lambda micro-VM's image",
    "aws:ec2/fleet:Fleet": "an EC2 fleet",
  },
  "no-public-data-store": {
    "aws:dms/": "a part of the Database Migration Service, which copies data to any server",
    "aws:dsql/": "a database that answers from the internet",
    "aws:elasticsearch/vpcEndpoint:VpcEndpoint": "another VPC's way to a search domain",
    "aws:finspace/": "a part of FinSpace",
    "aws:fsx/s3AccessPointAttachment:S3AccessPointAttachment": "a file system's way through S3",
    "aws:lightsail/database:Database": "a Lightsail database",
    "aws:msk/": "a part of MSK",
    "aws:neptunegraph/": "a graph that may answer from the internet",
    "aws:opensearch/authorizeVpcEndpointAccess:AuthorizeVpcEndpointAccess":
      "leave for another account to reach a search domain",
    "aws:opensearch/inboundConnectionAccepter:InboundConnectionAccepter": "a link to another search domain",
    "aws:opensearch/outboundConnection:OutboundConnection": "a link to another search domain",
    "aws:opensearch/serverlessCollection:ServerlessCollection": "a serverless search collection",
    "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy": "who reaches a search collection",
    "aws:opensearchingest/": "a pipeline of search data",
    "aws:redshift/dataShareAuthorization:DataShareAuthorization": "a share of a warehouse's data",
    "aws:redshift/endpointAuthorization:EndpointAuthorization":
      "leave for another account to reach a warehouse",
    "aws:storagegateway/": "a part of Storage Gateway",
    "aws:transfer/": "a part of Transfer Family, which takes files from the internet",
  },
  "no-resource-share": {
    "aws:ram/": "a share with another account",
  },
  "no-interface-permission": {
    "aws:ec2/networkInterfacePermission:NetworkInterfacePermission":
      "a permission to use a network interface",
    "aws:ec2/secondaryNetwork:SecondaryNetwork": "a secondary network",
    "aws:ec2/secondarySubnet:SecondarySubnet": "a subnet of a secondary network",
    "aws:odb/": "a network of Oracle Database@AWS",
  },
  "no-traffic-mirror": {
    "aws:ec2/trafficMirrorFilter:TrafficMirrorFilter": "a traffic mirror's filter",
    "aws:ec2/trafficMirrorFilterRule:TrafficMirrorFilterRule": "a traffic mirror's rule",
    "aws:ec2/trafficMirrorSession:TrafficMirrorSession": "a traffic mirror",
    "aws:ec2/trafficMirrorTarget:TrafficMirrorTarget": "a traffic mirror's target",
  },
  "no-inline-firewall": {
    "aws:networkfirewall/": "a part of Network Firewall",
  },
};
