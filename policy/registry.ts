import { type Rule } from "./rule";
import { noEgressOnlyGateway } from "./rules/no-egress-only-gateway";
import { noNatGateway } from "./rules/no-nat-gateway";
import { noRegionalNatGateway } from "./rules/no-regional-nat-gateway";
import { noCarrierGateway } from "./rules/no-carrier-gateway";
import { noLocalGateway } from "./rules/no-local-gateway";
import { noElasticIp } from "./rules/no-elastic-ip";
import { noDefaultNetwork } from "./rules/no-default-network";
import { explicitRouteTable } from "./rules/explicit-route-table";
import { noRouteServer } from "./rules/no-route-server";
import { knownPrefixLists } from "./rules/known-prefix-lists";
import { sourceDestinationCheck } from "./rules/source-destination-check";
import { blockPublicAccess } from "./rules/block-public-access";
import { noEncryptionExclusion } from "./rules/no-encryption-exclusion";
import { knownCustomerGateway } from "./rules/known-customer-gateway";
import { oneVpnGateway } from "./rules/one-vpn-gateway";
import { noPeering } from "./rules/no-peering";
import { noTransitGateway } from "./rules/no-transit-gateway";
import { noCloudWan } from "./rules/no-cloud-wan";
import { noDirectConnect } from "./rules/no-direct-connect";
import { noClientVpn } from "./rules/no-client-vpn";
import { noEndpointService } from "./rules/no-endpoint-service";
import { closedEndpointPolicies } from "./rules/closed-endpoint-policies";
import { noLattice } from "./rules/no-lattice";
import { noVerifiedAccess } from "./rules/no-verified-access";
import { closedBuckets } from "./rules/closed-buckets";
import { flowLogs } from "./rules/flow-logs";
import { internalLoadBalancer } from "./rules/internal-load-balancer";
import { closedDns } from "./rules/closed-dns";
import { emptyDefaultSecurityGroup } from "./rules/empty-default-security-group";
import { encryptedVolumes } from "./rules/encrypted-volumes";
import { encryptedWithOwnKey } from "./rules/encrypted-with-own-key";
import { functionInVpc } from "./rules/function-in-vpc";
import { instanceMetadataV2 } from "./rules/instance-metadata-v2";
import { isolatedNetwork } from "./rules/isolated-network";
import { keyRotation } from "./rules/key-rotation";
import { knownTypesOnly } from "./rules/known-types-only";
import { knownVpnLink } from "./rules/known-vpn-link";
import { listedEndpointsOnly } from "./rules/listed-endpoints-only";
import { noInternetGateway } from "./rules/no-internet-gateway";
import { noOpaqueResource } from "./rules/no-opaque-resource";
import { noOpenNetworkAcl } from "./rules/no-open-network-acl";
import { noOpenSecurityGroup } from "./rules/no-open-security-group";
import { noPublicAddress } from "./rules/no-public-address";
import { noPublicFunction } from "./rules/no-public-function";
import { noPublicIpv6 } from "./rules/no-public-ipv6";
import { noRoutePropagation } from "./rules/no-route-propagation";
import { privateRoutesOnly } from "./rules/private-routes-only";
import { routesThroughLinkOnly } from "./rules/routes-through-link-only";
import { knownForwarders } from "./rules/known-forwarders";
import { dnsFirewall } from "./rules/dns-firewall";
import { knownDhcpOptions } from "./rules/known-dhcp-options";
import { privateZonesOnly } from "./rules/private-zones-only";
import { noSerialConsole } from "./rules/no-serial-console";
import { noSharedImage } from "./rules/no-shared-image";
import { noSharedSnapshot } from "./rules/no-shared-snapshot";
import { noInstanceConnectEndpoint } from "./rules/no-instance-connect-endpoint";
import { noSessionManager } from "./rules/no-session-manager";
import { noCloudfrontOrigin } from "./rules/no-cloudfront-origin";
import { noApiGateway } from "./rules/no-api-gateway";
import { noGlobalAccelerator } from "./rules/no-global-accelerator";
import { noManagedCompute } from "./rules/no-managed-compute";
import { noPublicDataStore } from "./rules/no-public-data-store";
import { noResourceShare } from "./rules/no-resource-share";
import { noInterfacePermission } from "./rules/no-interface-permission";
import { noTrafficMirror } from "./rules/no-traffic-mirror";
import { noInlineFirewall } from "./rules/no-inline-firewall";
import { oneShapeOfGroupRules } from "./rules/one-shape-of-group-rules";
import { noNetworkOpeningPermission } from "./rules/no-network-opening-permission";
import { noPrivilegeEscalation } from "./rules/no-privilege-escalation";
import { closedResourcePolicies } from "./rules/closed-resource-policies";
import { noOutsideReference } from "./rules/no-outside-reference";
import { oneRegion } from "./rules/one-region";
import { tunnelCryptography } from "./rules/tunnel-cryptography";

/** Every rule, in the order in which the catalogue lists them and the pack runs them. */
export const rules: readonly Rule[] = [
  isolatedNetwork,
  knownTypesOnly,
  noOpaqueResource,
  noInternetGateway,
  noEgressOnlyGateway,
  noNatGateway,
  noRegionalNatGateway,
  noCarrierGateway,
  noLocalGateway,
  noElasticIp,
  noPublicAddress,
  noDefaultNetwork,
  noPublicIpv6,
  sourceDestinationCheck,
  blockPublicAccess,
  noEncryptionExclusion,
  internalLoadBalancer,
  closedDns,
  privateRoutesOnly,
  functionInVpc,
  noPeering,
  noTransitGateway,
  noCloudWan,
  noDirectConnect,
  noClientVpn,
  noEndpointService,
  noLattice,
  noVerifiedAccess,
  routesThroughLinkOnly,
  explicitRouteTable,
  noRoutePropagation,
  noRouteServer,
  knownPrefixLists,
  knownCustomerGateway,
  knownVpnLink,
  oneVpnGateway,
  tunnelCryptography,
  noOpenSecurityGroup,
  noOpenNetworkAcl,
  emptyDefaultSecurityGroup,
  listedEndpointsOnly,
  closedEndpointPolicies,
  noPublicFunction,
  closedBuckets,
  instanceMetadataV2,
  encryptedVolumes,
  encryptedWithOwnKey,
  keyRotation,
  flowLogs,
  noInstanceConnectEndpoint,
  noSessionManager,
  noSerialConsole,
  noCloudfrontOrigin,
  noApiGateway,
  noGlobalAccelerator,
  noManagedCompute,
  noPublicDataStore,
  noResourceShare,
  noInterfacePermission,
  noTrafficMirror,
  noInlineFirewall,
  dnsFirewall,
  knownForwarders,
  knownDhcpOptions,
  privateZonesOnly,
  oneShapeOfGroupRules,
  noNetworkOpeningPermission,
  noPrivilegeEscalation,
  noSharedImage,
  noSharedSnapshot,
  closedResourcePolicies,
  noOutsideReference,
  oneRegion,
];
