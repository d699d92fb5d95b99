import { hostOf, type Plan, type VpcPlan } from "./randomNetworks";
import { randomSpokes } from "./randomSpokes";

/** Whatever may join VPCs to each other and to the world. */
export function randomGateways(plan: Plan): void {
  for (const vpc of plan.vpcs) {
    if (plan.tape.once(2)) internet(plan, vpc);
    if (vpc.v6 !== undefined && plan.tape.once(3)) {
      const id = `eigw-${vpc.key}`;
      plan.add("ec2/egressOnlyInternetGateway", id, { vpcId: vpc.id });
      vpc.targets.push(["egressOnlyGatewayId", id]);
    }
    if (plan.tape.once(3)) nat(plan, vpc);
    if (plan.tape.once(4)) endpoints(plan, vpc);
  }
  peerings(plan);
  if (plan.tape.once(2)) transit(plan);
  if (plan.tape.once(2)) link(plan);
}

function internet(plan: Plan, vpc: VpcPlan): void {
  const { tape, add } = plan;
  const id = `igw-${vpc.key}`;
  add("ec2/internetGateway", id, { vpcId: vpc.id });
  vpc.targets.push(["gatewayId", id]);
  vpc.internetGateway = id;
  for (const [place, { id: holder }] of tape.some(vpc.interfaces).entries()) {
    const own = `eipalloc-${vpc.key}${place}`;
    const key = holder.startsWith("i-") ? "instance" : "networkInterface";
    add("ec2/eip", own, {
      allocationId: own,
      domain: "vpc",
      publicIp: `52.18.${vpc.key.charCodeAt(0)}.${10 + place}`,
      [key]: holder,
    });
  }
  edge(plan, vpc, id);
}

/** Edge association, now and then: what comes in by a gateway goes through one interface first. */
function edge({ tape, add }: Plan, vpc: VpcPlan, gatewayId: string): void {
  if (!tape.once(6)) return;
  const [through] = vpc.interfaces.filter(({ id: face }) => face.startsWith("eni-"));
  if (through === undefined) return;
  const routes = tape
    .some(vpc.subnets)
    .map(({ block }) => ({ cidrBlock: block, networkInterfaceId: through.id }));
  const table = `rtb-${vpc.key}${gatewayId.slice(0, 3)}`;
  add("ec2/routeTable", table, { vpcId: vpc.id, routes });
  add("ec2/routeTableAssociation", `rtbassoc-${gatewayId}`, { gatewayId, routeTableId: table });
}

function nat({ tape, add }: Plan, vpc: VpcPlan): void {
  const id = `nat-${vpc.key}`;
  if (tape.once(4)) {
    add("ec2/natGateway", id, {
      ...{ vpcId: vpc.id, availabilityMode: "regional", connectivityType: "public" },
    });
    vpc.targets.push(["natGatewayId", id]);
    return;
  }
  const subnet = tape.pick(vpc.subnets);
  const privateIp = hostOf(subnet, 200);
  const common = {
    subnetId: subnet.id,
    vpcId: vpc.id,
    privateIp,
    networkInterfaceId: `eni-${id}`,
    availabilityMode: "zonal",
  };
  if (vpc.internetGateway !== undefined && !tape.once(3)) {
    const [eip, publicIp] = [`eipalloc-${id}`, `52.18.${vpc.key.charCodeAt(0)}.200`];
    add("ec2/eip", eip, { allocationId: eip, domain: "vpc", publicIp });
    add("ec2/natGateway", id, { ...common, connectivityType: "public", allocationId: eip, publicIp });
  } else add("ec2/natGateway", id, { ...common, connectivityType: "private" });
  vpc.targets.push(["natGatewayId", id]);
}

function endpoints({ tape, add }: Plan, vpc: VpcPlan): void {
  if (tape.once(2)) {
    add("ec2/vpcEndpoint", `vpce-${vpc.key}s3`, {
      ...{
        vpcId: vpc.id,
        vpcEndpointType: "Gateway",
        serviceName: "com.amazonaws.eu-west-1.s3",
        prefixListId: "pl-s3",
      },
      ...{
        routeTableIds: tape.some(vpc.tables),
        cidrBlocks: ["52.218.0.0/17", "3.5.64.0/21"],
        state: "available",
      },
    });
  } else {
    const subnet = tape.pick(vpc.subnets);
    const ipv4 = hostOf(subnet, 150);
    add("ec2/vpcEndpoint", `vpce-${vpc.key}sts`, {
      ...{
        vpcId: vpc.id,
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.eu-west-1.sts",
        state: "available",
      },
      ...{ subnetIds: [subnet.id], subnetConfigurations: [{ subnetId: subnet.id, ipv4 }] },
      ...{
        securityGroupIds: tape.some(vpc.groups),
        ipAddressType: "ipv4",
        networkInterfaceIds: [`eni-vpce${vpc.key}`],
      },
    });
  }
}

function peerings({ tape, add, vpcs }: Plan): void {
  for (const [place, one] of vpcs.entries()) {
    for (const other of vpcs.slice(place + 1)) {
      if (one.block === other.block || !tape.once(3)) continue;
      const id = `pcx-${one.key}${other.key}`;
      add("ec2/vpcPeeringConnection", id, {
        vpcId: one.id,
        peerVpcId: other.id,
        autoAccept: true,
        acceptStatus: "active",
      });
      for (const vpc of [one, other]) vpc.targets.push(["vpcPeeringConnectionId", id]);
    }
  }
}

function transit({ tape, add, vpcs }: Plan): void {
  const hasDefaults = tape.once(2);
  const word = hasDefaults ? "enable" : "disable";
  add("ec2transitgateway/transitGateway", "tgw-1", {
    ...{ defaultRouteTableAssociation: word, defaultRouteTablePropagation: word },
    ...(hasDefaults && {
      associationDefaultRouteTableId: "tgw-rtb-0",
      propagationDefaultRouteTableId: "tgw-rtb-0",
    }),
  });
  const attachments: { id: string; blocks: string[] }[] = [];
  for (const vpc of vpcs) {
    if (tape.once(4)) continue;
    const zones = new Map(vpc.subnets.map((subnet) => [subnet.zone, subnet.id]));
    const subnetIds = [...zones.values()].slice(0, 1 + tape.number(2));
    const id = `tgw-attach-${vpc.key}`;
    add("ec2transitgateway/vpcAttachment", id, {
      transitGatewayId: "tgw-1",
      vpcId: vpc.id,
      subnetIds,
      ipv6Support: tape.pick(["disable", "enable"]),
      transitGatewayDefaultRouteTableAssociation: hasDefaults,
      transitGatewayDefaultRouteTablePropagation: hasDefaults,
    });
    vpc.targets.push(["transitGatewayId", "tgw-1"]);
    attachments.push({ id, blocks: [vpc.block] });
  }
  if (tape.once(3)) {
    add("ec2/customerGateway", "cgw-t", { ipAddress: "198.51.100.1", bgpAsn: "65000", type: "ipsec.1" });
    add("ec2/vpnConnection", "vpn-t", {
      ...{
        customerGatewayId: "cgw-t",
        transitGatewayId: "tgw-1",
        transitGatewayAttachmentId: "tgw-attach-vpn",
      },
      ...{ type: "ipsec.1", staticRoutesOnly: true },
    });
    attachments.push({ id: "tgw-attach-vpn", blocks: ["192.168.0.0/16"] });
  }
  const tables = hasDefaults ? ["tgw-rtb-0"] : ["tgw-rtb-1", "tgw-rtb-2"].slice(0, 1 + tape.number(2));
  for (const table of tables) {
    if (!hasDefaults) add("ec2transitgateway/routeTable", table, { transitGatewayId: "tgw-1" });
  }
  for (const { id } of hasDefaults ? [] : attachments) {
    const ids = { transitGatewayAttachmentId: id, transitGatewayRouteTableId: tape.pick(tables) };
    if (!tape.once(6)) add("ec2transitgateway/routeTableAssociation", `assoc-${id}`, ids);
    for (const table of tape.some(tables)) {
      add("ec2transitgateway/routeTablePropagation", `propagation-${id}-${table}`, {
        ...ids,
        transitGatewayRouteTableId: table,
      });
    }
  }
  const blocks = [
    "0.0.0.0/0",
    "192.168.0.0/16",
    "10.0.0.0/8",
    "10.0.0.0/16",
    "10.1.1.0/24",
    "192.168.4.0/24",
  ];
  for (const table of tables) {
    for (const [place, destinationCidrBlock] of tape.some(blocks, 3).entries()) {
      const end =
        tape.once(5) || attachments.length === 0
          ? { blackhole: true }
          : { transitGatewayAttachmentId: tape.pick(attachments).id };
      add("ec2transitgateway/route", `tgwr-${table}${place}`, {
        transitGatewayRouteTableId: table,
        destinationCidrBlock,
        ...end,
      });
    }
  }
}

function link(plan: Plan): void {
  const { tape, add, vpcs } = plan;
  const vpc = tape.pick(vpcs);
  add("ec2/vpnGateway", "vgw-1", { vpcId: vpc.id });
  vpc.targets.push(["gatewayId", "vgw-1"]);
  add("ec2/customerGateway", "cgw-1", { ipAddress: "198.51.100.2", bgpAsn: "65000", type: "ipsec.1" });
  for (const index of tape.times(1 + tape.number(2), (place) => place)) {
    const id = `vpn-${index}`;
    const selectors = tape.once(4)
      ? { localIpv4NetworkCidr: "192.168.4.0/24", remoteIpv4NetworkCidr: vpc.block }
      : {};
    add("ec2/vpnConnection", id, {
      customerGatewayId: "cgw-1",
      vpnGatewayId: "vgw-1",
      type: "ipsec.1",
      staticRoutesOnly: true,
      ...selectors,
    });
    for (const [place, destinationCidrBlock] of tape
      .some(["192.168.0.0/16", "192.168.4.0/24", "0.0.0.0/0"])
      .entries()) {
      add("ec2/vpnConnectionRoute", `${id}-route${place}`, { vpnConnectionId: id, destinationCidrBlock });
    }
  }
  edge(plan, vpc, "vgw-1");
  if (randomSpokes(plan)) return;
  for (const table of tape.some(vpc.tables)) {
    add("ec2/vpnGatewayRoutePropagation", `propagation-${table}`, {
      vpnGatewayId: "vgw-1",
      routeTableId: table,
    });
  }
}
