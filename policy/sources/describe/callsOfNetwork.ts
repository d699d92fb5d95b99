import { type Call } from "./call";

type Rest = Omit<Call, "service" | "operation" | "list">;

const ec2 = (operation: string, list: string | undefined, rest: Rest): Call => ({
  ...{ service: "ec2", operation },
  ...(list !== undefined && { list }),
  ...rest,
});
const base = { need: "reach" } as const;
const named = (...prefixes: readonly string[]): Rest => ({ need: "proof", named: prefixes });
const perTable = {
  of: "describe-transit-gateway-route-tables",
  id: "TransitGatewayRouteTableId",
  parameter: "TransitGatewayRouteTableId",
} as const;
/** Source: EC2 API, SearchTransitGatewayRoutes: a filter is required; these two are all states in which a route counts. */
const anyRoute = { Filters: [{ Name: "state", Values: ["active", "blackhole"] }] } as const;

/** What the network consists of. Source of names and lists: EC2 API reference. */
export const networkCalls: readonly Call[] = [
  ec2("describe-vpcs", "Vpcs", base),
  ec2("describe-subnets", "Subnets", base),
  ec2("describe-route-tables", "RouteTables", base),
  ec2("describe-network-acls", "NetworkAcls", base),
  ec2("describe-security-groups", "SecurityGroups", base),
  ec2("describe-security-group-rules", "SecurityGroupRules", { need: "never" }),
  ec2("describe-network-interfaces", "NetworkInterfaces", {
    need: "reach",
    insteadOf: ["describe-instances"],
  }),
  // One right after the other: a VM may come or go while an account is asked.
  ec2("describe-instances", "Reservations", { need: "proof" }),
  ec2("describe-volumes", "Volumes", { need: "proof" }),
  ec2("describe-addresses", "Addresses", { need: "proof" }),
  ec2("describe-internet-gateways", "InternetGateways", {
    ...{ ...named("igw-"), opensTo: "internet" },
  }),
  ec2("describe-egress-only-internet-gateways", "EgressOnlyInternetGateways", named("eigw-")),
  ec2("describe-nat-gateways", "NatGateways", named("nat-")),
  ec2("describe-carrier-gateways", "CarrierGateways", named("cagw-")),
  ec2(
    "describe-local-gateway-route-table-vpc-associations",
    "LocalGatewayRouteTableVpcAssociations",
    named("lgw-"),
  ),
  ec2("describe-vpc-peering-connections", "VpcPeeringConnections", named("pcx-")),
  ec2("describe-vpc-endpoints", "VpcEndpoints", named("vpce-")),
  ec2("describe-vpc-endpoint-service-configurations", "ServiceConfigurations", { need: "proof" }),
  ec2("describe-prefix-lists", "PrefixLists", named("pl-")),
  ec2("describe-managed-prefix-lists", "PrefixLists", { need: "proof" }),
  ec2("get-managed-prefix-list-entries", "Entries", {
    need: "proof",
    per: { of: "describe-managed-prefix-lists", id: "PrefixListId", parameter: "PrefixListId" },
  }),
  ec2("describe-vpn-gateways", "VpnGateways", { ...named("vgw-"), opensTo: "link" }),
  ec2("describe-vpn-connections", "VpnConnections", named("vgw-", "vpn-")),
  ec2("describe-customer-gateways", "CustomerGateways", named("cgw-")),
  ec2("describe-transit-gateways", "TransitGateways", { need: "proof" }),
  ec2("describe-transit-gateway-attachments", "TransitGatewayAttachments", {
    ...{ ...named("tgw-"), opensTo: "link" },
  }),
  ec2("describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments", named("tgw-")),
  ec2("describe-transit-gateway-peering-attachments", "TransitGatewayPeeringAttachments", { need: "proof" }),
  ec2("describe-transit-gateway-connects", "TransitGatewayConnects", { need: "proof" }),
  ec2("describe-transit-gateway-route-tables", "TransitGatewayRouteTables", named("tgw-")),
  ec2("search-transit-gateway-routes", "Routes", { need: "reach", per: perTable, input: anyRoute }),
  ec2("get-transit-gateway-route-table-associations", "Associations", { need: "never", per: perTable }),
  ec2("get-transit-gateway-route-table-propagations", "TransitGatewayRouteTablePropagations", {
    ...{ need: "reach", per: perTable },
  }),
  ec2("get-transit-gateway-prefix-list-references", "TransitGatewayPrefixListReferences", {
    ...{ need: "proof", per: perTable },
  }),
  ec2("describe-client-vpn-endpoints", "ClientVpnEndpoints", { need: "proof" }),
  ec2("describe-instance-connect-endpoints", "InstanceConnectEndpoints", { need: "proof" }),
  ec2("describe-traffic-mirror-sessions", "TrafficMirrorSessions", { need: "proof" }),
  ec2("describe-network-interface-permissions", "NetworkInterfacePermissions", { need: "proof" }),
  ec2("describe-route-server-peers", "RouteServerPeers", { need: "proof" }),
  ec2("describe-dhcp-options", "DhcpOptions", { need: "proof" }),
  ec2("describe-vpc-attribute", undefined, {
    ...{ need: "proof", input: { Attribute: "enableDnsSupport" } },
    per: { of: "describe-vpcs", id: "VpcId", parameter: "VpcId" },
  }),
  ec2("describe-flow-logs", "FlowLogs", { need: "proof" }),
  ec2("describe-vpc-block-public-access-options", undefined, { need: "proof" }),
  ec2("describe-vpc-block-public-access-exclusions", "VpcBlockPublicAccessExclusions", { need: "proof" }),
];
