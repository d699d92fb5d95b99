import { unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { add, ec2, linkRoute, nicTemplate, route, rowOf, subnet, table } from "../shapes";

const igw = rowOf(1, "no-internet-gateway");
const eigw = rowOf(2, "no-egress-only-gateway");
const nat = rowOf(3, "no-nat-gateway");
const regional = rowOf(4, "no-regional-nat-gateway");
const carrier = rowOf(5, "no-carrier-gateway");
const local = rowOf(6, "no-local-gateway");

const inVpc = { vpcId: [own.vpc] };
const natGateway = (props: object) =>
  ec2("NatGateway", "nat", { ...props }, { subnetId: [own.workersSubnet], ...inVpc });
const inSubnet = { subnetId: unknownText };

/** Rows 1 to 6: gateways. */
export const gateways: readonly EscapeCase[] = [
  igw.escape(
    "a gateway attached by its own property",
    ec2("InternetGateway", "igw", { vpcId: unknownText }, inVpc),
  ),
  igw.escape("a gateway that nothing is attached to", ec2("InternetGateway", "igw")),
  igw.escape("a gateway attached by a resource of its own", [
    ec2("InternetGateway", "igw"),
    ec2(
      "InternetGatewayAttachment",
      "attachment",
      { internetGatewayId: unknownText, vpcId: unknownText },
      { internetGatewayId: ["igw"], ...inVpc },
    ),
  ]),
  igw.escape(
    "the attachment of a gateway from outside, by its literal id",
    ec2(
      "InternetGatewayAttachment",
      "attachment",
      { internetGatewayId: "igw-0123456789abcdef0", vpcId: unknownText },
      inVpc,
    ),
  ),
  igw.escape("a gateway with a default route", [
    ec2("InternetGateway", "igw", { vpcId: unknownText }, inVpc),
    route("way", { destinationCidrBlock: "0.0.0.0/0", gatewayId: unknownText }, { gatewayId: ["igw"] }),
  ]),
  igw.twin("a route of the endpoints' subnets to the build network", [
    linkRoute("way", { destinationCidrBlock: "10.20.0.0/16" }, { routeTableId: [own.endpointsTable] }),
  ]),

  eigw.escape("a gateway", ec2("EgressOnlyInternetGateway", "eigw", { vpcId: unknownText }, inVpc)),
  eigw.escape(
    "a gateway of a VPC by its literal id",
    ec2("EgressOnlyInternetGateway", "eigw", { vpcId: "vpc-1" }),
  ),
  eigw.escape("a gateway with an IPv6 default route", [
    ec2("EgressOnlyInternetGateway", "eigw", { vpcId: unknownText }, inVpc),
    route(
      "way",
      { destinationIpv6CidrBlock: "::/0", egressOnlyGatewayId: unknownText },
      { egressOnlyGatewayId: ["eigw"] },
    ),
  ]),
  eigw.twin("a subnet that says that it has no IPv6", [
    subnet("more", { assignIpv6AddressOnCreation: false, ipv6Native: false, mapPublicIpOnLaunch: false }),
  ]),

  nat.escape("a gateway that is public by default", natGateway({ ...inSubnet, allocationId: "eipalloc-1" })),
  nat.escape(
    "a gateway that says it is public",
    natGateway({ ...inSubnet, connectivityType: "public", secondaryAllocationIds: [unknownText] }),
  ),
  nat.escape(
    "a private gateway, which hides who talks",
    natGateway({ ...inSubnet, connectivityType: "private", availabilityMode: "zonal" }),
  ),
  nat.escape(
    "a gateway of which it is not known whether it is public",
    natGateway({ ...inSubnet, connectivityType: unknownText }),
  ),
  nat.escape("a gateway of a subnet by its literal id", natGateway({ subnetId: "subnet-0123456789abcdef0" })),
  nat.escape(
    "another address of a gateway from outside",
    ec2("NatGatewayEipAssociation", "more", { natGatewayId: "nat-1", allocationId: "eipalloc-1" }),
  ),
  nat.twin("a route through the VPN instead", linkRoute("way")),

  regional.escape(
    "a gateway for the whole VPC, which needs no subnet",
    natGateway({ availabilityMode: "regional", vpcId: unknownText }),
  ),
  regional.escape(
    "a gateway with its addresses by zone",
    natGateway({
      ...{ availabilityMode: "regional", connectivityType: "public", vpcId: unknownText },
      availabilityZoneAddresses: [{ availabilityZone: "us-east-1a", allocationIds: ["eipalloc-1"] }],
    }),
  ),
  regional.escape(
    "a gateway of which the mode is not known",
    natGateway({ availabilityMode: unknownText, vpcId: unknownText }),
  ),
  regional.escape("a gateway with routes of all subnets", [
    natGateway({ availabilityMode: "regional", vpcId: unknownText }),
    route("way", { destinationCidrBlock: "0.0.0.0/0", natGatewayId: unknownText }, { natGatewayId: ["nat"] }),
  ]),
  regional.twin(
    "one route table for another subnet, through the VPN",
    table("more", { routes: [{ cidrBlock: "10.20.0.0/16", gatewayId: unknownText }] }, [own.vpnGateway]),
  ),

  carrier.escape("a gateway", ec2("CarrierGateway", "cagw", { vpcId: unknownText }, inVpc)),
  carrier.escape("a gateway with a route", [
    ec2("CarrierGateway", "cagw", { vpcId: unknownText }, inVpc),
    route("way", { carrierGatewayId: unknownText }, { carrierGatewayId: ["cagw"] }),
  ]),
  carrier.escape(
    "a route to a gateway from outside, by its literal id",
    route("way", { carrierGatewayId: "cagw-1" }),
  ),
  carrier.escape(
    "an inline route to a gateway from outside",
    table("more", { routes: [{ cidrBlock: "10.20.0.0/16", carrierGatewayId: "cagw-1" }] }),
  ),
  carrier.escape(
    "an interface with a carrier's address",
    nicTemplate("vms", { associateCarrierIpAddress: "true" }),
  ),
  carrier.twin("an interface without one", nicTemplate("vms", { associateCarrierIpAddress: "false" })),

  local.escape(
    "a local gateway's route",
    ec2("LocalGatewayRoute", "out", {
      ...{ destinationCidrBlock: "0.0.0.0/0", localGatewayRouteTableId: "lgw-rtb-1" },
      localGatewayVirtualInterfaceGroupId: "lgw-vif-grp-1",
    }),
  ),
  local.escape(
    "the VPC's association with a local gateway",
    ec2(
      "LocalGatewayRouteTableVpcAssociation",
      "association",
      { localGatewayRouteTableId: "lgw-rtb-1", vpcId: unknownText },
      inVpc,
    ),
  ),
  local.escape(
    "a local gateway's table",
    ec2("LocalGatewayRouteTable", "table", { localGatewayId: "lgw-1" }),
  ),
  local.escape("a route by its literal id", route("way", { localGatewayId: "lgw-0123456789abcdef0" })),
  local.escape(
    "an inline route by its literal id",
    table("more", { routes: [{ cidrBlock: "10.20.0.0/16", localGatewayId: "lgw-1" }] }),
  ),
  local.escape(
    "a subnet that gives customer-owned addresses",
    subnet("more", { mapCustomerOwnedIpOnLaunch: true, customerOwnedIpv4Pool: "ipv4pool-coip-1" }),
  ),
  local.escape("a subnet with local network interfaces", subnet("more", { enableLniAtDeviceIndex: 1 })),
  local.escape(
    "a subnet on an Outpost",
    subnet("more", { outpostArn: "arn:aws:outposts:us-east-1:123456789012:outpost/op-1" }),
  ),
  local.escape(
    "a load balancer with customer-owned addresses",
    add("lb")("LoadBalancer", "balancer", { internal: true, customerOwnedIpv4Pool: "ipv4pool-coip-1" }),
  ),
  local.twin(
    "a subnet of the region, and what AWS's provider answers for it",
    subnet("more", { mapCustomerOwnedIpOnLaunch: false, enableLniAtDeviceIndex: 0, outpostArn: "" }),
  ),
];
