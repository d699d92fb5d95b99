import { cases as closedBuckets } from "./closed-buckets";
import { cases as flowLogs } from "./flow-logs";
import { cases as internalLoadBalancer } from "./internal-load-balancer";
import { cases as closedDns } from "./closed-dns";
import { cases as emptyDefaultSecurityGroup } from "./empty-default-security-group";
import { cases as encryptedVolumes } from "./encrypted-volumes";
import { cases as encryptedWithOwnKey } from "./encrypted-with-own-key";
import { cases as functionInVpc } from "./function-in-vpc";
import { cases as instanceMetadataV2 } from "./instance-metadata-v2";
import { cases as isolatedNetwork } from "./isolated-network";
import { cases as keyRotation } from "./key-rotation";
import { cases as knownTypesOnly } from "./known-types-only";
import { cases as knownVpnLink } from "./known-vpn-link";
import { cases as listedEndpointsOnly } from "./listed-endpoints-only";
import { cases as noInternetGateway } from "./no-internet-gateway";
import { cases as noOpaqueResource } from "./no-opaque-resource";
import { cases as noOpenNetworkAcl } from "./no-open-network-acl";
import { cases as noOpenSecurityGroup } from "./no-open-security-group";
import { cases as noPublicAddress } from "./no-public-address";
import { cases as noPublicFunction } from "./no-public-function";
import { cases as noPublicIpv6 } from "./no-public-ipv6";
import { cases as noRoutePropagation } from "./no-route-propagation";
import { cases as privateRoutesOnly } from "./private-routes-only";
import { cases as routesThroughLinkOnly } from "./routes-through-link-only";
import { cases as knownForwarders } from "./known-forwarders";
import { cases as dnsFirewall } from "./dns-firewall";
import { cases as knownDhcpOptions } from "./known-dhcp-options";
import { cases as privateZonesOnly } from "./private-zones-only";
import { cases as noSerialConsole } from "./no-serial-console";
import { cases as noSharedImage } from "./no-shared-image";
import { cases as noSharedSnapshot } from "./no-shared-snapshot";
import { cases as noInstanceConnectEndpoint } from "./no-instance-connect-endpoint";
import { cases as noSessionManager } from "./no-session-manager";
import { cases as noCloudfrontOrigin } from "./no-cloudfront-origin";
import { cases as noApiGateway } from "./no-api-gateway";
import { cases as noGlobalAccelerator } from "./no-global-accelerator";
import { cases as noManagedCompute } from "./no-managed-compute";
import { cases as noPublicDataStore } from "./no-public-data-store";
import { cases as noResourceShare } from "./no-resource-share";
import { cases as noInterfacePermission } from "./no-interface-permission";
import { cases as noTrafficMirror } from "./no-traffic-mirror";
import { cases as noInlineFirewall } from "./no-inline-firewall";
import { cases as oneShapeOfGroupRules } from "./one-shape-of-group-rules";
import { cases as noNetworkOpeningPermission } from "./no-network-opening-permission";
import { cases as noPrivilegeEscalation } from "./no-privilege-escalation";
import { cases as closedResourcePolicies } from "./closed-resource-policies";
import { cases as noOutsideReference } from "./no-outside-reference";
import { cases as oneRegion } from "./one-region";
import { cases as tunnelCryptography } from "./tunnel-cryptography";
import { cases as noEgressOnlyGateway } from "./no-egress-only-gateway";
import { cases as noNatGateway } from "./no-nat-gateway";
import { cases as noRegionalNatGateway } from "./no-regional-nat-gateway";
import { cases as noCarrierGateway } from "./no-carrier-gateway";
import { cases as noLocalGateway } from "./no-local-gateway";
import { cases as noElasticIp } from "./no-elastic-ip";
import { cases as noDefaultNetwork } from "./no-default-network";
import { cases as explicitRouteTable } from "./explicit-route-table";
import { cases as noRouteServer } from "./no-route-server";
import { cases as knownPrefixLists } from "./known-prefix-lists";
import { cases as sourceDestinationCheck } from "./source-destination-check";
import { cases as blockPublicAccess } from "./block-public-access";
import { cases as noEncryptionExclusion } from "./no-encryption-exclusion";
import { cases as knownCustomerGateway } from "./known-customer-gateway";
import { cases as oneVpnGateway } from "./one-vpn-gateway";
import { cases as noPeering } from "./no-peering";
import { cases as noTransitGateway } from "./no-transit-gateway";
import { cases as noCloudWan } from "./no-cloud-wan";
import { cases as noDirectConnect } from "./no-direct-connect";
import { cases as noClientVpn } from "./no-client-vpn";
import { cases as noEndpointService } from "./no-endpoint-service";
import { cases as closedEndpointPolicies } from "./closed-endpoint-policies";
import { cases as noLattice } from "./no-lattice";
import { cases as noVerifiedAccess } from "./no-verified-access";
import { type RuleCases } from "./ruleCases";

/** Rule to its cases. */
export const allCases: Readonly<Record<string, RuleCases>> = {
  "closed-buckets": closedBuckets,
  "flow-logs": flowLogs,
  "internal-load-balancer": internalLoadBalancer,
  "closed-dns": closedDns,
  "empty-default-security-group": emptyDefaultSecurityGroup,
  "encrypted-volumes": encryptedVolumes,
  "encrypted-with-own-key": encryptedWithOwnKey,
  "function-in-vpc": functionInVpc,
  "instance-metadata-v2": instanceMetadataV2,
  "isolated-network": isolatedNetwork,
  "key-rotation": keyRotation,
  "known-types-only": knownTypesOnly,
  "known-vpn-link": knownVpnLink,
  "listed-endpoints-only": listedEndpointsOnly,
  "no-internet-gateway": noInternetGateway,
  "no-opaque-resource": noOpaqueResource,
  "no-open-network-acl": noOpenNetworkAcl,
  "no-open-security-group": noOpenSecurityGroup,
  "no-public-address": noPublicAddress,
  "no-public-function": noPublicFunction,
  "no-public-ipv6": noPublicIpv6,
  "no-route-propagation": noRoutePropagation,
  "private-routes-only": privateRoutesOnly,
  "routes-through-link-only": routesThroughLinkOnly,
  "tunnel-cryptography": tunnelCryptography,
  "known-forwarders": knownForwarders,
  "dns-firewall": dnsFirewall,
  "known-dhcp-options": knownDhcpOptions,
  "private-zones-only": privateZonesOnly,
  "no-serial-console": noSerialConsole,
  "no-shared-image": noSharedImage,
  "no-shared-snapshot": noSharedSnapshot,
  "no-instance-connect-endpoint": noInstanceConnectEndpoint,
  "no-session-manager": noSessionManager,
  "no-cloudfront-origin": noCloudfrontOrigin,
  "no-api-gateway": noApiGateway,
  "no-global-accelerator": noGlobalAccelerator,
  "no-managed-compute": noManagedCompute,
  "no-public-data-store": noPublicDataStore,
  "no-resource-share": noResourceShare,
  "no-interface-permission": noInterfacePermission,
  "no-traffic-mirror": noTrafficMirror,
  "no-inline-firewall": noInlineFirewall,
  "one-shape-of-group-rules": oneShapeOfGroupRules,
  "no-network-opening-permission": noNetworkOpeningPermission,
  "no-privilege-escalation": noPrivilegeEscalation,
  "closed-resource-policies": closedResourcePolicies,
  "no-outside-reference": noOutsideReference,
  "one-region": oneRegion,
  "no-egress-only-gateway": noEgressOnlyGateway,
  "no-nat-gateway": noNatGateway,
  "no-regional-nat-gateway": noRegionalNatGateway,
  "no-carrier-gateway": noCarrierGateway,
  "no-local-gateway": noLocalGateway,
  "no-elastic-ip": noElasticIp,
  "no-default-network": noDefaultNetwork,
  "explicit-route-table": explicitRouteTable,
  "no-route-server": noRouteServer,
  "known-prefix-lists": knownPrefixLists,
  "source-destination-check": sourceDestinationCheck,
  "block-public-access": blockPublicAccess,
  "no-encryption-exclusion": noEncryptionExclusion,
  "known-customer-gateway": knownCustomerGateway,
  "one-vpn-gateway": oneVpnGateway,
  "no-peering": noPeering,
  "no-transit-gateway": noTransitGateway,
  "no-cloud-wan": noCloudWan,
  "no-direct-connect": noDirectConnect,
  "no-client-vpn": noClientVpn,
  "no-endpoint-service": noEndpointService,
  "closed-endpoint-policies": closedEndpointPolicies,
  "no-lattice": noLattice,
  "no-verified-access": noVerifiedAccess,
};
