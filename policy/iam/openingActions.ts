/**
 * Actions with which somebody could open a closed network, share what is in it, or let others in. Sources: service authorization reference, page of
 * each service; VPC, EC2, Route 53, S3 and IAM guides.
 */

/** What an opening action acts on: `arn` is the shape (`reachesArn`) of the ARNs that a statement's `Resource` must reach to allow it; `*`: any; empty: only `*` does. */
export interface OpeningAction {
  /** In small letters. */
  readonly action: string;
  readonly arn: string;
}

const names = (text: string): readonly string[] => text.toLowerCase().split(" ");

/** EC2's actions by the kind of resource that each needs; `""`: it names none, so that only `*` allows it. Where one of several will do, it stands at each. */
const ec2: Readonly<Record<string, readonly string[]>> = {
  "": names(
    "CreateDefaultSubnet CreateDefaultVpc DisableAllowedImagesSettings DisableEbsEncryptionByDefault " +
      "DisableImageBlockPublicAccess DisableSnapshotBlockPublicAccess EnableSerialConsoleAccess " +
      "ModifyInstanceMetadataDefaults ModifyVpcBlockPublicAccessOptions " +
      "ReplaceImageCriteriaInAllowedImagesSettings RunScheduledInstances",
  ),
  "elastic-ip": names("AcceptAddressTransfer AllocateAddress AssociateAddress EnableAddressTransfer"),
  natgateway: names("CreateNatGateway AssociateNatGatewayAddress"),
  "internet-gateway": names("CreateInternetGateway AttachInternetGateway"),
  "egress-only-internet-gateway": names("CreateEgressOnlyInternetGateway"),
  "carrier-gateway": names("CreateCarrierGateway"),
  "local-gateway-route-table": names(
    "CreateLocalGatewayRoute CreateLocalGatewayRouteTable CreateLocalGatewayRouteTableVpcAssociation " +
      "CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation ModifyLocalGatewayRoute",
  ),
  "route-table": names(
    "AssociateRouteTable ReplaceRouteTableAssociation " +
      "CreateRoute ReplaceRoute CreateRouteTable EnableVgwRoutePropagation",
  ),
  "route-server": names(
    "ModifyRouteServer CreateRouteServer AssociateRouteServer CreateRouteServerEndpoint EnableRouteServerPropagation",
  ),
  "route-server-peer": names("CreateRouteServerPeer"),
  vpc: names(
    "AssociateDhcpOptions AssociateVpcCidrBlock AttachVpnGateway ModifyVpcAttribute " +
      "CreateVpcPeeringConnection AcceptVpcPeeringConnection CreateVpcEndpoint",
  ),
  "vpc-peering-connection": names("ModifyVpcPeeringConnectionOptions"),
  "vpc-endpoint": names("ModifyVpcEndpoint"),
  "vpc-endpoint-service": names(
    "AcceptVpcEndpointConnections CreateVpcEndpointServiceConfiguration " +
      "ModifyVpcEndpointServiceConfiguration ModifyVpcEndpointServicePermissions",
  ),
  "vpc-block-public-access-exclusion": names(
    "CreateVpcBlockPublicAccessExclusion ModifyVpcBlockPublicAccessExclusion",
  ),
  "vpc-encryption-control": names("ModifyVpcEncryptionControl DeleteVpcEncryptionControl"),
  "vpc-flow-log": names("DeleteFlowLogs"),
  subnet: names("AssociateSubnetCidrBlock ModifySubnetAttribute"),
  "security-group": names(
    "AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress ModifySecurityGroupRules " +
      "AssociateSecurityGroupVpc",
  ),
  "network-acl": names(
    "CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation",
  ),
  "prefix-list": names("ModifyManagedPrefixList RestoreManagedPrefixListVersion"),
  "network-interface": names(
    "AssociateAddress AttachNetworkInterface CreateNetworkInterfacePermission ModifyNetworkInterfaceAttribute",
  ),
  instance: names(
    "AssociateAddress ModifyInstanceAttribute ModifyInstanceMetadataOptions AssociateIamInstanceProfile " +
      "ReplaceIamInstanceProfileAssociation CreateInstanceExportTask CreateReplaceRootVolumeTask " +
      "AttachVolume GetPasswordData SendDiagnosticInterrupt",
  ),
  image: names("ModifyImageAttribute CreateStoreImageTask ExportImage CopyImage EnableFastLaunch"),
  snapshot: names("ModifySnapshotAttribute CopySnapshot"),
  fleet: names("CreateFleet ModifyFleet"),
  "spot-fleet-request": names("RequestSpotFleet ModifySpotFleetRequest"),
  "spot-instances-request": names("RequestSpotInstances"),
  "launch-template": names("CreateLaunchTemplate CreateLaunchTemplateVersion ModifyLaunchTemplate"),
  "instance-connect-endpoint": names("CreateInstanceConnectEndpoint"),
  "customer-gateway": names("CreateCustomerGateway"),
  "vpn-concentrator": names("CreateVpnConcentrator"),
  "vpn-gateway": names("CreateVpnGateway"),
  "vpn-connection": names(
    "CreateVpnConnection CreateVpnConnectionRoute ModifyVpnConnection ModifyVpnConnectionOptions " +
      "ModifyVpnTunnelOptions",
  ),
  "client-vpn-endpoint": names(
    "CreateClientVpnEndpoint CreateClientVpnRoute AssociateClientVpnTargetNetwork " +
      "AuthorizeClientVpnIngress ModifyClientVpnEndpoint",
  ),
  "transit-gateway": names(
    "CreateTransitGateway ModifyTransitGateway CreateTransitGatewayVpcAttachment " +
      "CreateTransitGatewayPeeringAttachment",
  ),
  "transit-gateway-attachment": names(
    "AcceptTransitGatewayPeeringAttachment AcceptTransitGatewayVpcAttachment CreateTransitGatewayConnect " +
      "ModifyTransitGatewayVpcAttachment",
  ),
  "transit-gateway-route-table": names(
    "AssociateTransitGatewayRouteTable CreateTransitGatewayRoute CreateTransitGatewayPrefixListReference " +
      "ModifyTransitGatewayPrefixListReference ReplaceTransitGatewayRoute " +
      "EnableTransitGatewayRouteTablePropagation",
  ),
  "traffic-mirror-session": names("CreateTrafficMirrorSession ModifyTrafficMirrorSession"),
  "traffic-mirror-target": names("CreateTrafficMirrorTarget"),
  "verified-access-endpoint": names(
    "CreateVerifiedAccessEndpoint ModifyVerifiedAccessEndpoint ModifyVerifiedAccessEndpointPolicy",
  ),
  "secondary-network": names("CreateSecondaryNetwork CreateSecondarySubnet"),
};

/** Actions of other services, on whatever resource. */
const others: Readonly<Record<string, readonly string[]>> = {
  "ec2-instance-connect": names("OpenTunnel SendSSHPublicKey SendSerialConsoleSSHPublicKey"),
  ssm: names(
    "CreateActivation CreateAssociation CreateAssociationBatch CreateCloudConnector CreateDocument " +
      "GetAccessToken RegisterTargetWithMaintenanceWindow StartAccessRequest StartAssociationsOnce " +
      "StartChangeRequestExecution UpdateAssociation UpdateDocument UpdateDocumentDefaultVersion " +
      "UpdateMaintenanceWindowTask UpdateManagedInstanceRole " +
      "ModifyDocumentPermission PutResourcePolicy RegisterManagedInstance RegisterTaskWithMaintenanceWindow " +
      "ResumeSession SendCommand StartAutomationExecution StartSession UpdateServiceSetting",
  ),
  route53resolver: names(
    "AssociateFirewallRuleGroup AssociateResolverQueryLogConfig CreateResolverQueryLogConfig " +
      "DisassociateResolverRule PutResolverQueryLogConfigPolicy " +
      "AssociateResolverRule CreateFirewallRule CreateResolverEndpoint CreateResolverRule " +
      "DeleteFirewallRule DisassociateFirewallRuleGroup ImportFirewallDomains PutFirewallRuleGroupPolicy " +
      "PutResolverRulePolicy UpdateFirewallConfig UpdateFirewallDomains UpdateFirewallRule " +
      "UpdateFirewallRuleGroupAssociation UpdateResolverEndpoint UpdateResolverRule",
  ),
  route53: names(
    "AssociateVPCWithHostedZone ChangeResourceRecordSets CreateHostedZone " +
      "CreateVPCAssociationAuthorization DeleteHostedZone DisassociateVPCFromHostedZone",
  ),
  elasticloadbalancing: names(
    "CreateListener CreateLoadBalancer CreateLoadBalancerListeners CreateRule CreateTargetGroup " +
      "ModifyIpPools ModifyListener ModifyRule RegisterTargets RegisterInstancesWithLoadBalancer " +
      "SetIpAddressType SetSecurityGroups SetSubnets ApplySecurityGroupsToLoadBalancer " +
      "AttachLoadBalancerToSubnets ModifyLoadBalancerAttributes",
  ),
  lambda: names(
    "AddLayerVersionPermission AddPermission CreateCapacityProvider CreateFunction " +
      "CreateFunctionUrlConfig CreateNetworkConnector PutResourcePolicy UpdateFunctionConfiguration " +
      "UpdateFunctionUrlConfig PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig " +
      "UpdateCapacityProvider",
  ),
  s3: names(
    "CreateAccessPoint CreateMultiRegionAccessPoint CreateAccessGrant DeleteAccessPointPolicy " +
      "DeleteBucketPolicy PutAccessPointPolicy PutAccessPointPublicAccessBlock PutAccountPublicAccessBlock " +
      "PutBucketAcl PutBucketPolicy PutBucketPublicAccessBlock PutBucketWebsite PutBucketOwnershipControls " +
      "CreateAccessPointForObjectLambda CreateJob PutAccessGrantsInstanceResourcePolicy " +
      "PutAccessPointConfigurationForObjectLambda PutAccessPointPolicyForObjectLambda " +
      "PutAnalyticsConfiguration PutBucketCORS PutBucketLogging PutBucketNotification PutObjectVersionAcl " +
      "PutInventoryConfiguration PutMultiRegionAccessPointPolicy PutObjectAcl PutReplicationConfiguration",
  ),
  kms: names("PutKeyPolicy ReplicateKey UpdatePrimaryRegion"),
  secretsmanager: names("PutResourcePolicy ReplicateSecretToRegions RotateSecret"),
  logs: names(
    "PutAccountPolicy PutDestinationPolicy PutResourcePolicy PutSubscriptionFilter CreateExportTask " +
      "CreateDelivery PutDeliveryDestination PutDeliveryDestinationPolicy PutDestination",
  ),
  sns: names("AddPermission SetTopicAttributes Subscribe"),
  ram: names(
    "AcceptResourceShareInvitation AssociateResourceShare CreateResourceShare " +
      "EnableSharingWithAwsOrganization UpdateResourceShare",
  ),
  rds: names("ModifyDBClusterSnapshotAttribute ModifyDBSnapshotAttribute ModifyDBInstance StartExportTask"),
  ebs: names("GetSnapshotBlock"),
  autoscaling: names(
    "AttachLoadBalancerTargetGroups AttachLoadBalancers AttachTrafficSources CreateAutoScalingGroup " +
      "CreateLaunchConfiguration PutLifecycleHook PutNotificationConfiguration UpdateAutoScalingGroup",
  ),
  cloudwatch: names("PutMetricAlarm PutCompositeAlarm PutMetricStream"),
  dynamodb: names(
    "CreateGlobalTable CreateTableReplica EnableKinesisStreamingDestination ExportTableToPointInTime " +
      "PutResourcePolicy",
  ),
  sqs: names("AddPermission SetQueueAttributes"),
};

/** Services whose every action counts: they make ways, machines or things that no rule would see. */
const wholeServices = names(
  "vpc-lattice vpc-lattice-svcs directconnect networkmanager globalaccelerator cloudfront apigateway " +
    "network-firewall cloudformation servicecatalog organizations account rolesanywhere sso " +
    "outposts odb transfer datasync dms imagebuilder codebuild sagemaker ecs eks batch lightsail " +
    "elasticbeanstalk",
);

/**
 * Services whose actions are listed one by one, here or in the rules on sessions and escalation, or that open nothing. A right in any other is one
 * that no rule knows. Source: service authorization reference.
 */
export const knownServices: ReadonlySet<string> = new Set([
  ...["ec2", "iam", "sts", "ssmmessages", "ec2messages", "scheduler", "tag", "xray"],
  ...Object.keys(others).filter((service) => service !== "rds" && service !== "ram"),
]);

const ec2Arn = (kind: string): string => (kind === "" ? "" : `arn:~:ec2:~:~:${kind}/~`);

export const openingActions: readonly OpeningAction[] = [
  ...Object.entries(ec2).flatMap(([kind, actions]) =>
    actions.map((name) => ({ action: `ec2:${name}`, arn: ec2Arn(kind) })),
  ),
  ...Object.entries(others).flatMap(([service, actions]) =>
    actions.map((name) => ({ action: `${service}:${name}`, arn: "*" })),
  ),
  ...wholeServices.map((service) => ({ action: `${service}:*`, arn: "*" })),
];
