import { type Declared } from "../../../policy/sources/declared";
import { routesTo } from "./dangerousValues";
import { kindOf } from "./declaredValues";

const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };
const prefixed = (ids: readonly string[], prefix: string): string[] =>
  ids.filter((id) => id.startsWith(`${prefix}-`));

/** Properties that a resource of ours has not, and that would open something: a class's own. Those that are there are changed, not added. */
export function absentDangers(
  { inputs, ...resource }: Declared,
  ids: readonly string[],
): readonly (readonly [string, unknown])[] {
  const dangers = dangersOf(kindOf({ inputs, ...resource }), ids);
  return dangers.filter(([name]) => !(name in inputs));
}

function dangersOf(kind: string, ids: readonly string[]): readonly (readonly [string, unknown])[] {
  switch (kind) {
    case "SecurityGroup":
    case "DefaultSecurityGroup":
      return [
        ["ingress", [all]],
        ["egress", [all]],
      ];
    case "SecurityGroupIngressRule":
    case "SecurityGroupEgressRule":
      return [
        ...["0.0.0.0/0", "8.8.8.0/24"].map((cidr) => ["cidrIpv4", cidr] as const),
        ["cidrIpv6", "::/0"],
        ...prefixed(ids, "sg").map((id) => ["referencedSecurityGroupId", id] as const),
      ];
    case "RouteTable":
    case "DefaultRouteTable":
      return [
        ...routesTo(ids).map((route) => ["routes", [route]] as const),
        ...prefixed(ids, "vgw").map((id) => ["propagatingVgws", [id]] as const),
      ];
    case "DefaultNetworkAcl":
      return [["subnetIds", prefixed(ids, "subnet")]];
    case "Subnet":
      return [
        ["ipv6CidrBlock", "2600:1f14:100:9::/64"],
        ["mapPublicIpOnLaunch", true],
      ];
    case "LaunchTemplate":
      return [["networkInterfaces", [{ associatePublicIpAddress: "true" }]]];
    case "VpnConnection":
      return [
        ["localIpv4NetworkCidr", "0.0.0.0/0"],
        ...prefixed(ids, "tgw").map((id) => ["transitGatewayId", id] as const),
      ];
    case "VpnGateway":
      return prefixed(ids, "vpc").map((id) => ["vpcId", id] as const);
    default:
      return [];
  }
}
