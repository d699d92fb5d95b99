const words = (text: string): readonly string[] => text.split(" ");

/**
 * Properties of allowed types that no rule reads, by module and class, each looked at: they open no way to or from anywhere, share nothing, or mean
 * nothing without another one that is judged. `*`: all that begin so. A property that is not here and not read fails `properties.test.ts`: whoever
 * takes a new version of the provider looks at what it brings. Tags, regions (`one-region` asks the engine's own) and descriptions are left out.
 */
export const harmless: Readonly<Record<string, readonly string[]>> = {
  "autoscaling Group": words(
    "availabilityZoneDistribution availabilityZones capacityRebalance capacityReservationSpecification context " +
      "defaultCooldown defaultInstanceWarmup desiredCapacity desiredCapacityType enabledMetrics forceDelete " +
      "forceDeleteWarmPool healthCheckGracePeriod healthCheckType ignoreFailedScalingActivities " +
      "initialLifecycleHooks.defaultResult initialLifecycleHooks.heartbeatTimeout " +
      "initialLifecycleHooks.lifecycleTransition initialLifecycleHooks.name initialLifecycleHooks.notificationMetadata " +
      "initialLifecycleHooks.roleArn instanceLifecyclePolicy instanceMaintenancePolicy instanceRefresh " +
      "maxInstanceLifetime maxSize metricsGranularity minElbCapacity minSize placementGroup protectFromScaleIn " +
      "serviceLinkedRoleArn suspendedProcesses terminationPolicies waitForCapacityTimeout waitForElbCapacity warmPool",
  ),
  "cloudwatch LogGroup": words("deletionProtectionEnabled logGroupClass retentionInDays skipDestroy"),
  "cloudwatch LogResourcePolicy": words("policyName resourceArn"),
  "cloudwatch MetricAlarm": words(
    "actionsEnabled alarmDescription comparisonOperator datapointsToAlarm evaluateLowSampleCountPercentiles " +
      "evaluationCriteria evaluationInterval evaluationPeriods extendedStatistic metricName metricQueries namespace " +
      "period statistic threshold thresholdMetricId treatMissingData unit warmUpConfiguration",
  ),
  "dlm LifecyclePolicy": words(
    "defaultPolicy policyDetails.action.crossRegionCopies policyDetails.action.name policyDetails.copyTags " +
      "policyDetails.createInterval policyDetails.eventSource.parameters policyDetails.eventSource.type " +
      "policyDetails.exclusions policyDetails.extendDeletion policyDetails.parameters policyDetails.policyLanguage " +
      "policyDetails.policyType policyDetails.resourceLocations policyDetails.resourceType policyDetails.resourceTypes " +
      "policyDetails.retainInterval policyDetails.schedules.archiveRule policyDetails.schedules.copyTags " +
      "policyDetails.schedules.createRule policyDetails.schedules.crossRegionCopyRules.cmkArn " +
      "policyDetails.schedules.crossRegionCopyRules.copyTags policyDetails.schedules.crossRegionCopyRules.deprecateRule " +
      "policyDetails.schedules.crossRegionCopyRules.encrypted policyDetails.schedules.crossRegionCopyRules.retainRule " +
      "policyDetails.schedules.crossRegionCopyRules.target policyDetails.schedules.crossRegionCopyRules.targetRegion " +
      "policyDetails.schedules.deprecateRule policyDetails.schedules.fastRestoreRule policyDetails.schedules.name " +
      "policyDetails.schedules.retainRule policyDetails.schedules.shareRule.targetAccounts " +
      "policyDetails.schedules.shareRule.unshareInterval policyDetails.schedules.shareRule.unshareIntervalUnit state",
  ),
  "dynamodb ResourcePolicy": words("confirmRemoveSelfResourceAccess resourceArn"),
  "dynamodb Table": words(
    "attributes billingMode deletionProtectionEnabled globalSecondaryIndexes hashKey importTable " +
      "localSecondaryIndexes onDemandThroughput pointInTimeRecovery rangeKey readCapacity replicas.arn " +
      "replicas.consistencyMode replicas.deletionProtectionEnabled replicas.kmsKeyArn replicas.pointInTimeRecovery " +
      "replicas.propagateTags replicas.streamArn replicas.streamLabel restoreBackupArn restoreDateTime " +
      "restoreSourceName restoreSourceTableArn restoreToLatestTime streamEnabled streamViewType tableClass ttl " +
      "warmThroughput writeCapacity",
  ),
  "dynamodb TableItem": words("hashKey item rangeKey"),
  "ebs Volume": words(
    "finalSnapshot iops kmsKeyId multiAttachEnabled outpostArn size snapshotId throughput type " +
      "volumeInitializationRate",
  ),
  "ec2 AllowedImagesSettings": words("imageCriterions"),
  "ec2 CustomerGateway": words("bgpAsn bgpAsnExtended deviceName type"),
  "ec2 DefaultNetworkAcl": words("subnetIds"),
  "ec2 DefaultSecurityGroup": words("revokeRulesOnDelete"),
  "ec2 EncryptionControl": words("mode timeouts vpcId"),
  "ec2 FlowLog": words(
    "destinationOptions eniId logDestinationType logFormat maxAggregationInterval regionalNatGatewayId subnetId " +
      "tagFieldSpecifications transitGatewayAttachmentId transitGatewayId",
  ),
  "ec2 Instance": words(
    "ami capacityReservationSpecification cpuOptions creditSpecification disableApiStop disableApiTermination " +
      "ebsBlockDevices.deleteOnTermination ebsBlockDevices.deviceName ebsBlockDevices.iops ebsBlockDevices.kmsKeyId " +
      "ebsBlockDevices.snapshotId ebsBlockDevices.throughput ebsBlockDevices.volumeId ebsBlockDevices.volumeSize " +
      "ebsBlockDevices.volumeType ebsOptimized enclaveOptions ephemeralBlockDevices forceDestroy getPasswordData " +
      "hibernation hostId hostResourceGroupArn instanceInitiatedShutdownBehavior instanceMarketOptions instanceType " +
      "keyName launchTemplate.version maintenanceOptions metadataOptions.httpEndpoint metadataOptions.httpProtocolIpv6 " +
      "metadataOptions.instanceMetadataTags monitoring networkInterfaces.deleteOnTermination " +
      "networkInterfaces.deviceIndex networkInterfaces.networkCardIndex placementGroup placementGroupId " +
      "placementPartitionNumber primaryNetworkInterface.deleteOnTermination privateDnsNameOptions " +
      "rootBlockDevice.deleteOnTermination rootBlockDevice.deviceName rootBlockDevice.iops rootBlockDevice.kmsKeyId " +
      "rootBlockDevice.throughput rootBlockDevice.volumeId rootBlockDevice.volumeSize rootBlockDevice.volumeType " +
      "secondaryNetworkInterfaces.deleteOnTermination secondaryNetworkInterfaces.deviceIndex " +
      "secondaryNetworkInterfaces.interfaceType secondaryNetworkInterfaces.macAddress " +
      "secondaryNetworkInterfaces.networkCardIndex secondaryNetworkInterfaces.privateIpAddressCount " +
      "secondaryNetworkInterfaces.privateIpAddresses secondaryNetworkInterfaces.secondaryInterfaceId " +
      "secondaryNetworkInterfaces.secondaryNetworkId secondaryNetworkInterfaces.secondarySubnetId " +
      "secondaryNetworkInterfaces.sourceDestCheck secondaryNetworkInterfaces.status securityGroups tenancy userData " +
      "userDataBase64 userDataReplaceOnChange",
  ),
  "ec2 InstanceMetadataDefaults": words("httpEndpoint instanceMetadataTags"),
  "ec2 LaunchTemplate": words(
    "blockDeviceMappings.deviceName blockDeviceMappings.ebs.deleteOnTermination blockDeviceMappings.ebs.iops " +
      "blockDeviceMappings.ebs.kmsKeyId blockDeviceMappings.ebs.snapshotId blockDeviceMappings.ebs.throughput " +
      "blockDeviceMappings.ebs.volumeInitializationRate blockDeviceMappings.ebs.volumeSize " +
      "blockDeviceMappings.ebs.volumeType blockDeviceMappings.noDevice blockDeviceMappings.virtualName " +
      "capacityReservationSpecification cpuOptions creditSpecification defaultVersion disableApiStop " +
      "disableApiTermination ebsOptimized enclaveOptions hibernationOptions imageId instanceInitiatedShutdownBehavior " +
      "instanceMarketOptions instanceRequirements instanceType kernelId keyName licenseSpecifications " +
      "maintenanceOptions metadataOptions.httpEndpoint metadataOptions.httpProtocolIpv6 " +
      "metadataOptions.instanceMetadataTags monitoring networkInterfaces.connectionTrackingSpecification " +
      "networkInterfaces.deleteOnTermination networkInterfaces.deviceIndex networkInterfaces.enaQueueCount " +
      "networkInterfaces.enaSrdSpecification networkInterfaces.interfaceType networkInterfaces.ipv4AddressCount " +
      "networkInterfaces.ipv4Addresses networkInterfaces.ipv4PrefixCount networkInterfaces.ipv4Prefixes " +
      "networkInterfaces.networkCardIndex networkInterfaces.privateIpAddress networkPerformanceOptions placement " +
      "privateDnsNameOptions ramDiskId secondaryInterfaces.deleteOnTermination secondaryInterfaces.deviceIndex " +
      "secondaryInterfaces.interfaceType secondaryInterfaces.networkCardIndex secondaryInterfaces.privateIpAddressCount " +
      "secondaryInterfaces.privateIpAddresses secondaryInterfaces.secondarySubnetId tagSpecifications " +
      "updateDefaultVersion userData",
  ),
  "ec2 ManagedPrefixList": words("addressFamily maxEntries"),
  "ec2 NetworkInterface": words(
    "attachments.attachmentId attachments.deviceIndex attachments.networkCardIndex enaSrdSpecification " +
      "ipv4PrefixCount ipv4Prefixes privateIpListEnabled privateIpLists privateIpsCount",
  ),
  "ec2 SecurityGroup": words("revokeRulesOnDelete"),
  "ec2 Subnet": words(
    "enableResourceNameDnsARecordOnLaunch ipv4IpamPoolId ipv4NetmaskLength privateDnsHostnameTypeOnLaunch",
  ),
  "ec2 Vpc": words(
    "enableDnsHostnames enableNetworkAddressUsageMetrics instanceTenancy ipv4IpamPoolId ipv4NetmaskLength " +
      "ipv6CidrBlockNetworkBorderGroup",
  ),
  "ec2 VpcBlockPublicAccessOptions": words("timeouts"),
  "ec2 VpcDhcpOptions": words("domainName ipv6AddressPreferredLeaseTime netbiosNodeType"),
  "ec2 VpcDhcpOptionsAssociation": words("vpcId"),
  "ec2 VpcEncryptionControl": words("mode timeouts vpcId"),
  "ec2 VpcEndpoint": words("autoAccept dnsOptions privateDnsEnabled subnetConfigurations"),
  "ec2 VpcEndpointPolicy": words("policy"),
  "ec2 VpnConnection": words(
    "tunnel1DpdTimeoutAction tunnel1DpdTimeoutSeconds tunnel1EnableTunnelLifecycleControl tunnel1InsideCidr " +
      "tunnel1LogOptions tunnel1Phase1LifetimeSeconds tunnel1Phase2LifetimeSeconds tunnel1RekeyFuzzPercentage " +
      "tunnel1RekeyMarginTimeSeconds tunnel1ReplayWindowSize tunnel1StartupAction tunnel2DpdTimeoutAction " +
      "tunnel2DpdTimeoutSeconds tunnel2EnableTunnelLifecycleControl tunnel2InsideCidr tunnel2LogOptions " +
      "tunnel2Phase1LifetimeSeconds tunnel2Phase2LifetimeSeconds tunnel2RekeyFuzzPercentage " +
      "tunnel2RekeyMarginTimeSeconds tunnel2ReplayWindowSize tunnel2StartupAction tunnelBandwidth type",
  ),
  "ec2 VpnGateway": words("amazonSideAsn"),
  "iam Group": words("path"),
  "iam InstanceProfile": words("path"),
  "iam Policy": words("delayAfterPolicyCreationInMs path policy"),
  "iam Role": words("forceDetachPolicies inlinePolicies.name maxSessionDuration"),
  "iam User": words("forceDestroy path"),
  "kms Alias": words("targetKeyId"),
  "kms Key": words(
    "bypassPolicyLockoutSafetyCheck customKeyStoreId customerMasterKeySpec deletionWindowInDays isEnabled keyUsage " +
      "multiRegion rotationPeriodInDays xksKeyId",
  ),
  "kms KeyPolicy": words("bypassPolicyLockoutSafetyCheck"),
  "lambda Function": words(
    "architectures capacityProviderConfig.lambdaManagedInstancesCapacityProviderConfig code codeSha256 " +
      "codeSigningConfigArn durableConfig environment ephemeralStorage fileSystemConfig.localMountPath handler " +
      "imageConfig imageUri kmsKeyArn layers loggingConfig.applicationLogLevel loggingConfig.logFormat " +
      "loggingConfig.systemLogLevel memorySize packageType publish publishTo replaceSecurityGroupsOnDestroy " +
      "replacementSecurityGroupIds reservedConcurrentExecutions runtime s3Bucket s3Key s3ObjectVersion skipDestroy " +
      "snapStart sourceCodeHash sourceKmsKeyArn tenancyConfig timeout tracingConfig useResourceTimeoutForPropagation " +
      "vpcConfig.vpcId",
  ),
  "lambda FunctionEventInvokeConfig": words("maximumEventAgeInSeconds maximumRetryAttempts qualifier"),
  "lambda Invocation": words("input lifecycleScope qualifier tenantId terraformKey"),
  "lambda Permission": words(
    "action eventSourceToken function principalOrgId qualifier statementId statementIdPrefix",
  ),
  "lb Listener": words(
    "alpnPolicy certificateArn defaultActions.authenticateCognito defaultActions.authenticateOidc " +
      "defaultActions.fixedResponse defaultActions.forward.stickiness defaultActions.forward.targetGroups.weight " +
      "defaultActions.jwtValidation defaultActions.order defaultActions.redirect defaultActions.type " +
      "mutualAuthentication sslPolicy tcpIdleTimeoutSeconds routingHttp*",
  ),
  "lb LoadBalancer": words(
    "accessLogs.enabled accessLogs.prefix clientKeepAlive connectionLogs.enabled connectionLogs.prefix " +
      "desyncMitigationMode dnsRecordClientRoutingPolicy dropInvalidHeaderFields enableCrossZoneLoadBalancing " +
      "enableDeletionProtection enableHttp2 enablePrefixForIpv6SourceNat enableTlsVersionAndCipherSuiteHeaders " +
      "enableWafFailOpen enableXffClientPort enableZonalShift enforceSecurityGroupInboundRulesOnPrivateLinkTraffic " +
      "healthCheckLogs.enabled healthCheckLogs.prefix idleTimeout ipamPools minimumLoadBalancerCapacity " +
      "preserveHostHeader secondaryIpsAutoAssignedPerSubnet subnetMappings.outpostId subnetMappings.privateIpv4Address " +
      "xffHeaderProcessingMode",
  ),
  "lb TargetGroup": words(
    "connectionTermination deregistrationDelay healthCheck ipAddressType lambdaMultiValueHeadersEnabled " +
      "loadBalancingAlgorithmType loadBalancingAnomalyMitigation loadBalancingCrossZoneEnabled port preserveClientIp " +
      "protocol protocolVersion proxyProtocolV2 slowStart stickiness targetControlPort targetFailovers " +
      "targetGroupHealth targetHealthStates",
  ),
  "lb TargetGroupAttachment": words("quicServerId"),
  "route53 Record": words(
    "aliases allowOverwrite cidrRoutingPolicy failoverRoutingPolicies geolocationRoutingPolicies " +
      "geoproximityRoutingPolicy healthCheckId latencyRoutingPolicies multivalueAnswerRoutingPolicy records " +
      "setIdentifier ttl type weightedRoutingPolicies",
  ),
  "route53 ResolverConfig": words("autodefinedReverseFlag resourceId"),
  "route53 ResolverEndpoint": words(
    "ipAddresses.ip ipAddresses.ipId ipAddresses.ipv6 protocols resolverEndpointType rniEnhancedMetricsEnabled " +
      "targetNameServerMetricsEnabled",
  ),
  "route53 ResolverFirewallConfig": words("resourceId"),
  "route53 ResolverFirewallDomainList": words("domains"),
  "route53 ResolverFirewallRule": words(
    "blockOverrideDnsType blockOverrideDomain blockOverrideTtl blockResponse confidenceThreshold dnsThreatProtection " +
      "firewallDomainRedirectionAction priority",
  ),
  "route53 ResolverFirewallRuleGroupAssociation": words("mutationProtection priority"),
  "route53 ResolverQueryLogConfigAssociation": words("resourceId"),
  "route53 ResolverRule": words("targetIps.port targetIps.protocol"),
  "route53 Zone": words("comment delegationSetId enableAcceleratedRecovery forceDestroy"),
  "s3 Bucket": words(
    "accelerationStatus bucketNamespace bucketPrefix corsRules.allowedHeaders corsRules.allowedMethods " +
      "corsRules.allowedOrigins corsRules.exposeHeaders corsRules.maxAgeSeconds forceDestroy grants.id " +
      "grants.permissions grants.type grants.uri lifecycleRules logging.targetBucket logging.targetPrefix " +
      "objectLockConfiguration objectLockEnabled policy.Id policy.Statement policy.Version " +
      "replicationConfiguration.role replicationConfiguration.rules requestPayer serverSideEncryptionConfiguration " +
      "versioning website.errorDocument website.indexDocument website.redirectAllRequestsTo website.routingRules",
  ),
  "s3 BucketLifecycleConfiguration": words(
    "expectedBucketOwner rules timeouts transitionDefaultMinimumObjectSize",
  ),
  "s3 BucketLogging": words(
    "expectedBucketOwner targetGrants.grantee targetGrants.permission targetObjectKeyFormat targetPrefix",
  ),
  "s3 BucketPublicAccessBlock": words("skipDestroy"),
  "s3 BucketServerSideEncryptionConfiguration": words("expectedBucketOwner rules"),
  "s3 BucketVersioning": words("expectedBucketOwner mfa versioningConfiguration"),
  "scheduler Schedule": words(
    "actionAfterCompletion endDate flexibleTimeWindow groupName kmsKeyArn scheduleExpression " +
      "scheduleExpressionTimezone startDate state target.eventbridgeParameters target.input target.kinesisParameters " +
      "target.retryPolicy target.sagemakerPipelineParameters target.sqsParameters target.ecsParameters.*",
  ),
  "secretsmanager Secret": words(
    "forceOverwriteReplicaSecret recoveryWindowInDays replicas.kmsKeyId replicas.lastAccessedDate replicas.status " +
      "replicas.statusMessage type",
  ),
  "secretsmanager SecretPolicy": words("blockPublicPolicy"),
  "secretsmanager SecretVersion": words(
    "secretBinary secretString secretStringWo secretStringWoVersion versionStages",
  ),
  "sns Topic": words(
    "applicationFailureFeedbackRoleArn applicationSuccessFeedbackRoleArn applicationSuccessFeedbackSampleRate " +
      "archivePolicy contentBasedDeduplication deliveryPolicy displayName fifoThroughputScope fifoTopic " +
      "firehoseFailureFeedbackRoleArn firehoseSuccessFeedbackRoleArn firehoseSuccessFeedbackSampleRate " +
      "httpFailureFeedbackRoleArn httpSuccessFeedbackRoleArn httpSuccessFeedbackSampleRate lambdaFailureFeedbackRoleArn " +
      "lambdaSuccessFeedbackRoleArn lambdaSuccessFeedbackSampleRate signatureVersion sqsFailureFeedbackRoleArn " +
      "sqsSuccessFeedbackRoleArn sqsSuccessFeedbackSampleRate tracingConfig",
  ),
  "sns TopicSubscription": words(
    "confirmationTimeoutInMinutes deliveryPolicy endpointAutoConfirms filterPolicy filterPolicyScope " +
      "rawMessageDelivery redrivePolicy replayPolicy subscriptionRoleArn",
  ),
};
