import { type Rule } from "./rule";
import { closedBuckets } from "./rules/closed-buckets";
import { flowLogs } from "./rules/flow-logs";
import { guardedRegion } from "./rules/guarded-region";
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
import { noForeignNetwork } from "./rules/no-foreign-network";
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
import { tunnelCryptography } from "./rules/tunnel-cryptography";

/** Every rule, in the order in which the catalogue lists them and the pack runs them. */
export const rules: readonly Rule[] = [
  isolatedNetwork,
  knownTypesOnly,
  noOpaqueResource,
  noInternetGateway,
  noPublicAddress,
  noPublicIpv6,
  guardedRegion,
  internalLoadBalancer,
  closedDns,
  privateRoutesOnly,
  functionInVpc,
  noForeignNetwork,
  routesThroughLinkOnly,
  noRoutePropagation,
  knownVpnLink,
  tunnelCryptography,
  noOpenSecurityGroup,
  noOpenNetworkAcl,
  emptyDefaultSecurityGroup,
  listedEndpointsOnly,
  noPublicFunction,
  closedBuckets,
  instanceMetadataV2,
  encryptedVolumes,
  encryptedWithOwnKey,
  keyRotation,
  flowLogs,
];
