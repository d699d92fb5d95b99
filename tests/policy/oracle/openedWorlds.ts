import { type Declared } from "../../../policy/sources/declared";
import { serviceBlocks } from "./ownConcrete";
import { added, idsOf, kindOf, ofKind, textOf, textsOf, type Values } from "./declaredValues";

/** Our own stack with something in it that leads out, and that one more change may complete. */
export interface OpenedWorld {
  readonly name: string;
  readonly declared: readonly Declared[];
}

const everything = { protocol: "-1", fromPort: 0, toPort: 0 };
const openRule = { ...everything, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };
const openEntries = [
  { ...everything, ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0" },
  { ...everything, ruleNo: 101, action: "allow", ipv6CidrBlock: "::/0" },
];

/** A group, a list and a table that let all pass, and that nothing uses. `routes`: the table's. */
function spares(vpcId: string, routes: readonly object[]): Declared[] {
  return [
    added("ec2/securityGroup", "sg-open", { vpcId, ingress: [openRule], egress: [openRule] }),
    added("ec2/networkAcl", "acl-open", { vpcId, ingress: openEntries, egress: openEntries, subnetIds: [] }),
    added("ec2/routeTable", "rtb-open", { vpcId, routes }),
  ];
}

/** The same default route in every table of ours. */
const defaults = (
  own: readonly Declared[],
  target: Values,
  destination: Values = { destinationCidrBlock: "0.0.0.0/0" },
): Declared[] =>
  idsOf(own, "RouteTable").map((routeTableId) =>
    added("ec2/route", `r-${routeTableId}-${Object.values(destination).join()}`, {
      routeTableId,
      ...destination,
      ...target,
    }),
  );

const withMore = (own: readonly Declared[], kind: string, more: (index: number) => Values): Declared[] => {
  const places = new Map(ofKind(own, kind).map(({ urn }, index) => [urn, index]));
  return own.map((each) =>
    places.has(each.urn) ? { ...each, inputs: { ...each.inputs, ...more(places.get(each.urn)!) } } : each,
  );
};

/** Without the rules that let the build network in: whoever claims its addresses would come in by any joint. */
const deaf = (own: readonly Declared[]): Declared[] =>
  own.filter(
    (each) => kindOf(each) !== "SecurityGroupIngressRule" || textOf(each.inputs["cidrIpv4"]) === undefined,
  );

/** Endpoints for the tables in which we have none, so that no default route leads to a service's addresses. */
const endpoints = (own: readonly Declared[], ...more: readonly string[]): Declared[] =>
  Object.entries(serviceBlocks).map(([service, cidr]) => {
    const serviceName = `com.amazonaws.us-east-1.${service}`;
    const there = ofKind(own, "VpcEndpoint").filter(({ inputs }) => inputs["serviceName"] === serviceName);
    const joined = there.flatMap(({ inputs }) => textsOf(inputs["routeTableIds"]));
    return added("ec2/vpcEndpoint", `vpce-${service}`, {
      ...{
        vpcId: idsOf(own, "Vpc")[0],
        serviceName,
        vpcEndpointType: "Gateway",
        prefixListId: `pl-${service}`,
        cidrBlocks: [cidr],
      },
      routeTableIds: [...idsOf(own, "RouteTable").filter((id) => !joined.includes(id)), ...more],
    });
  });

export function openedWorlds(own: readonly Declared[]): readonly OpenedWorld[] {
  const vpcId = idsOf(own, "Vpc")[0]!;
  const gateway = added("ec2/internetGateway", "igw-1", { vpcId });
  const toInternet = { gatewayId: "igw-1" };
  const open = (target: Values) => spares(vpcId, [{ cidrBlock: "0.0.0.0/0", ...target }]);
  const addressed = withMore(own, "Subnet", () => ({ mapPublicIpOnLaunch: true }));
  const zone = textOf(ofKind(own, "Subnet")[0]!.inputs["availabilityZone"])!;
  const publicSubnet = [
    added("ec2/subnet", "subnet-public", { vpcId, cidrBlock: "10.130.250.0/24", availabilityZone: zone }),
    added("ec2/routeTableAssociation", "rtbassoc-public", {
      subnetId: "subnet-public",
      routeTableId: "rtb-public",
    }),
    added("ec2/routeTable", "rtb-public", { vpcId, routes: [{ cidrBlock: "0.0.0.0/0", ...toInternet }] }),
    added("ec2/networkAcl", "acl-public", {
      vpcId,
      ingress: openEntries,
      egress: openEntries,
      subnetIds: ["subnet-public"],
    }),
    added("ec2/eip", "eipalloc-1", { publicIp: "198.51.99.1" }),
    added("ec2/natGateway", "nat-1", {
      subnetId: "subnet-public",
      privateIp: "10.130.250.5",
      allocationId: "eipalloc-1",
    }),
  ];
  const foreignDevice = added("ec2/customerGateway", "cgw-foreign", {
    bgpAsn: "65099",
    ipAddress: "198.51.98.1",
    type: "ipsec.1",
  });
  const peering = added("ec2/vpcPeeringConnection", "pcx-1", {
    ...{ vpcId, peerVpcId: "vpc-foreign", peerOwnerId: "210987654321", acceptStatus: "active" },
  });
  return [
    { name: "as it is", declared: own },
    {
      name: "with what is open, and nothing uses",
      declared: [...own, added("ec2/internetGateway", "igw-1", {}), ...open({ gatewayId: "igw-1" })],
    },
    {
      name: "with an internet gateway, and no route to it",
      declared: [...addressed, gateway, ...open(toInternet)],
    },
    {
      name: "with routes to an internet gateway",
      declared: [...addressed, gateway, ...open(toInternet), ...endpoints(own), ...defaults(own, toInternet)],
    },
    {
      name: "with routes to an internet gateway, and no public address",
      declared: [...own, gateway, ...open(toInternet), ...endpoints(own), ...defaults(own, toInternet)],
    },
    {
      name: "with routes to a NAT gateway",
      declared: [
        ...own,
        gateway,
        ...publicSubnet,
        ...open({ natGatewayId: "nat-1" }),
        ...endpoints(own, "rtb-public"),
        ...defaults(own, { natGatewayId: "nat-1" }),
      ],
    },
    { name: "with IPv6, and routes to an egress-only gateway", declared: withIpv6(own, vpcId) },
    {
      name: "with routes to a peering",
      declared: [
        ...deaf(own),
        peering,
        ...open({ vpcPeeringConnectionId: "pcx-1" }),
        ...endpoints(own),
        ...defaults(own, { vpcPeeringConnectionId: "pcx-1" }),
      ],
    },
    { name: "with routes to a transit gateway", declared: withTransit(own, vpcId, foreignDevice) },
    {
      name: "with another link's gateway, which no VPC has",
      declared: [
        ...own,
        foreignDevice,
        added("ec2/vpnGateway", "vgw-foreign", {}),
        added("ec2/vpnConnection", "vpn-foreign", {
          vpnGatewayId: "vgw-foreign",
          customerGatewayId: "cgw-foreign",
          staticRoutesOnly: true,
        }),
        added("ec2/vpnConnectionRoute", "vpn-foreign-all", {
          vpnConnectionId: "vpn-foreign",
          destinationCidrBlock: "0.0.0.0/0",
        }),
        ...open({ gatewayId: "vgw-foreign" }),
      ],
    },
  ];
}

function withIpv6(own: readonly Declared[], vpcId: string): Declared[] {
  const target = { egressOnlyGatewayId: "eigw-1" };
  const block = (index: number) => `2600:1f14:100:${(index + 1).toString(16)}::/64`;
  const inVpc = withMore(own, "Vpc", () => ({ ipv6CidrBlock: "2600:1f14:100::/56" }));
  const subnets = withMore(inVpc, "Subnet", (index) => ({
    ipv6CidrBlock: block(index),
    assignIpv6AddressOnCreation: true,
  }));
  const lists = subnets.map((each) => {
    if (kindOf(each) !== "NetworkAcl") return each;
    const more = [{ ...everything, ruleNo: 200, action: "allow", ipv6CidrBlock: "::/0" }];
    const { ingress, egress } = each.inputs;
    const plus = (entries: unknown) => [...(Array.isArray(entries) ? (entries as unknown[]) : []), ...more];
    return { ...each, inputs: { ...each.inputs, ingress: plus(ingress), egress: plus(egress) } };
  });
  return [
    ...lists,
    added("ec2/egressOnlyInternetGateway", "eigw-1", { vpcId }),
    ...spares(vpcId, [{ ipv6CidrBlock: "::/0", ...target }]),
    ...defaults(own, target, { destinationIpv6CidrBlock: "::/0" }),
  ];
}

/** A transit gateway to which a foreign device is attached, too. */
function withTransit(own: readonly Declared[], vpcId: string, device: Declared): Declared[] {
  const target = { transitGatewayId: "tgw-1" };
  const join = (name: string) => ({ transitGatewayRouteTableId: name });
  const [here, there] = ["tgw-attach-own", "tgw-attach-foreign"];
  const subnetIds = ["us-east-1a", "us-east-1b"].map((zone) =>
    textOf(ofKind(own, "Subnet").find(({ inputs }) => inputs["availabilityZone"] === zone)?.inputs["id"])!,
  );
  const transit = (type: string, name: string, inputs: Values) =>
    added(`ec2transitgateway/${type}`, name, inputs);
  return [
    ...deaf(own),
    device,
    transit("transitGateway", "tgw-1", {
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
    }),
    transit("vpcAttachment", here, { ...target, vpcId, subnetIds }),
    added("ec2/vpnConnection", "vpn-foreign", {
      ...target,
      transitGatewayAttachmentId: there,
      customerGatewayId: "cgw-foreign",
      staticRoutesOnly: true,
    }),
    transit("routeTable", "tgw-rtb-1", target),
    transit("routeTable", "tgw-rtb-2", target),
    transit("routeTableAssociation", "tgw-join-own", {
      ...join("tgw-rtb-1"),
      transitGatewayAttachmentId: here,
    }),
    transit("routeTableAssociation", "tgw-join-foreign", {
      ...join("tgw-rtb-2"),
      transitGatewayAttachmentId: there,
    }),
    transit("route", "tgw-route-out", {
      ...join("tgw-rtb-1"),
      destinationCidrBlock: "0.0.0.0/0",
      transitGatewayAttachmentId: there,
    }),
    transit("route", "tgw-route-in", {
      ...join("tgw-rtb-2"),
      destinationCidrBlock: "10.130.0.0/16",
      transitGatewayAttachmentId: here,
    }),
    ...spares(vpcId, [{ cidrBlock: "0.0.0.0/0", ...target }]),
    ...endpoints(own),
    ...defaults(own, target),
  ];
}
