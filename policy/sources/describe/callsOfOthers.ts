import { type Call } from "./call";

type Rest = Omit<Call, "service" | "operation" | "list" | "need">;

const call =
  (service: Call["service"], more: Rest = {}) =>
  (operation: string, list?: string, rest: Rest = {}): Call => ({
    ...{ service, operation, need: "proof" },
    ...(list !== undefined && { list }),
    ...more,
    ...rest,
  });
const resolver = call("route53resolver");
const s3 = call("s3api", { isGlobal: true });
const ofBucket = { of: "s3api-list-buckets", id: "Name", parameter: "Bucket" } as const;
const direct = call("directconnect");

/** Names, stores, permissions and links beside the VPC's own. */
export const otherCalls: readonly Call[] = [
  call("iam", { isGlobal: true })("get-account-authorization-details", undefined, {
    also: ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"],
  }),
  s3("list-buckets", "Buckets"),
  s3("get-public-access-block", undefined, {
    per: ofBucket,
    noneIs: ["NoSuchPublicAccessBlockConfiguration"],
  }),
  s3("get-bucket-policy", undefined, { per: ofBucket, noneIs: ["NoSuchBucketPolicy"] }),
  call("route53", { isGlobal: true })("list-hosted-zones", "HostedZones"),
  call("route53", { isGlobal: true })("get-hosted-zone", undefined, {
    per: { of: "route53-list-hosted-zones", id: "Id", parameter: "Id" },
  }),
  resolver("list-resolver-endpoints", "ResolverEndpoints"),
  resolver("list-resolver-endpoint-ip-addresses", "IpAddresses", {
    per: { of: "route53resolver-list-resolver-endpoints", id: "Id", parameter: "ResolverEndpointId" },
  }),
  resolver("list-resolver-rules", "ResolverRules"),
  resolver("list-resolver-rule-associations", "ResolverRuleAssociations"),
  resolver("list-resolver-configs", "ResolverConfigs"),
  resolver("list-resolver-query-log-config-associations", "ResolverQueryLogConfigAssociations"),
  resolver("list-firewall-configs", "FirewallConfigs"),
  resolver("list-firewall-rule-groups", "FirewallRuleGroups"),
  resolver("list-firewall-rule-group-associations", "FirewallRuleGroupAssociations"),
  resolver("list-firewall-rules", "FirewallRules", {
    per: { of: "route53resolver-list-firewall-rule-groups", id: "Id", parameter: "FirewallRuleGroupId" },
  }),
  resolver("list-firewall-domain-lists", "FirewallDomainLists"),
  resolver("list-firewall-domains", "Domains", {
    // Amazon's own lists are shown to nobody.
    per: {
      ...{ of: "route53resolver-list-firewall-domain-lists", id: "Id", parameter: "FirewallDomainListId" },
      only: { ManagedOwnerName: [undefined, ""] },
    },
  }),
  direct("describe-virtual-interfaces", "virtualInterfaces"),
  direct("describe-direct-connect-gateways", "directConnectGateways", { isGlobal: true }),
  direct("describe-direct-connect-gateway-associations", "directConnectGatewayAssociations", {
    ...{ isGlobal: true },
    per: {
      of: "directconnect-describe-direct-connect-gateways",
      id: "directConnectGatewayId",
      parameter: "directConnectGatewayId",
    },
  }),
  call("logs")("describe-log-groups", "logGroups"),
  call("ram")("get-resource-shares", "resourceShares", { input: { resourceOwner: "SELF" } }),
];
