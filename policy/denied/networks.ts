import { type NamedTypes } from "../types";

/** Ways to other networks and services that must not exist, by rule. */
export const networkTypes: Readonly<Record<string, NamedTypes>> = {
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
    "aws:fsx/s3accessPointAttachment:S3AccessPointAttachment": "a file system's way through S3",
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
