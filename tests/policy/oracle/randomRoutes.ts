import { type Plan, type VpcPlan } from "./randomNetworks";

const v4Blocks = [
  ...[
    "0.0.0.0/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "192.168.0.0/16",
    "192.168.4.0/24",
    "8.8.8.0/24",
    "10.0.0.0/8",
  ],
  ...[
    "10.1.0.0/16",
    "10.2.0.0/16",
    "10.0.0.0/16",
    "10.1.1.0/24",
    "10.0.1.0/24",
    "172.16.0.0/12",
    "52.18.0.0/16",
  ],
];
const v6Blocks = ["::/0", "2000::/3", "2606:4700::/32", "2600:1f14:100::/56"];
/** Targets that take IPv6. */
const v6Targets = [
  "egressOnlyGatewayId",
  "gatewayId",
  "networkInterfaceId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
];

/** Tables with routes to whatever the VPC has, inline or as resources of their own. */
export function randomRoutes({ tape, add, prefixLists }: Plan, vpc: VpcPlan): void {
  for (const [index, table] of vpc.tables.entries()) {
    const isManaged = index > 0 || tape.once(2);
    const isInline = isManaged && tape.once(2);
    const taken = new Set<string>();
    const inline: object[] = [];
    for (const place of tape.times(tape.number(5), (one) => one)) {
      if (vpc.targets.length === 0) break;
      const [property, id] = tape.pick(vpc.targets);
      const isV6 =
        vpc.v6 !== undefined &&
        v6Targets.includes(property) &&
        id !== "vgw-1" &&
        (property === "egressOnlyGatewayId" || tape.once(3));
      if (property === "egressOnlyGatewayId" && !isV6) continue;
      const list = !isV6 && tape.once(8) ? prefixLists[0] : undefined;
      const isDefault = place === 0 && tape.once(2);
      const block =
        list ?? (isDefault ? (isV6 ? "::/0" : "0.0.0.0/0") : tape.pick(isV6 ? v6Blocks : v4Blocks));
      if (taken.has(block) || !isAllowed(vpc, block, property)) continue;
      taken.add(block);
      const key = list !== undefined ? "destinationPrefixListId" : isV6 ? "ipv6CidrBlock" : "cidrBlock";
      if (isInline) inline.push({ [key]: block, [property]: id });
      else {
        const own =
          key === "cidrBlock"
            ? "destinationCidrBlock"
            : key === "ipv6CidrBlock"
              ? "destinationIpv6CidrBlock"
              : key;
        add("ec2/route", `r-${table}${place}`, { routeTableId: table, [own]: block, [property]: id });
      }
    }
    const routes = isInline ? { routes: inline } : {};
    if (index > 0) add("ec2/routeTable", table, { vpcId: vpc.id, ...routes });
    else if (isManaged)
      add("ec2/defaultRouteTable", table, { vpcId: vpc.id, defaultRouteTableId: table, ...routes });
  }
}

/** VPC guide, "Route tables": inside the VPC's block, a route is for one of its subnets, and to an interface. */
function isAllowed(vpc: VpcPlan, block: string, property: string): boolean {
  if (block === vpc.block || block === vpc.v6) return false;
  const isInside = block.startsWith(vpc.block.replace(".0.0/16", "."));
  if (!isInside) return true;
  return property === "networkInterfaceId" && vpc.subnets.some((subnet) => subnet.block === block);
}
