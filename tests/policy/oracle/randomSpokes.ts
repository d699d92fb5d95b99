import { type Plan, stranger } from "./randomNetworks";

/**
 * What else may join the virtual private gateway `vgw-1`: a connection to somebody else's device, Direct Connect.
 * @returns true if somebody announces routes to it: what tables would learn is not known
 */
export function randomSpokes({ tape, add }: Plan): boolean {
  const isForeign = tape.once(3);
  const isStatic = !tape.once(3);
  if (isForeign) {
    add("ec2/customerGateway", "cgw-x", { ipAddress: stranger, bgpAsn: "65001", type: "ipsec.1" });
    const common = { customerGatewayId: "cgw-x", vpnGatewayId: "vgw-1", type: "ipsec.1" };
    add("ec2/vpnConnection", "vpn-x", { ...common, staticRoutesOnly: isStatic });
    const blocks = tape.some(["10.77.0.0/16", "192.168.4.0/24", "0.0.0.0/0"]);
    for (const [place, destinationCidrBlock] of (isStatic ? blocks : []).entries())
      add("ec2/vpnConnectionRoute", `vpn-x-route${place}`, {
        vpnConnectionId: "vpn-x",
        destinationCidrBlock,
      });
  }
  const hasDirect = tape.once(6);
  if (hasDirect)
    add("directconnect/privateVirtualInterface", "dxvif-1", {
      ...{ vpnGatewayId: "vgw-1", connectionId: "dxcon-1", vlan: 7, bgpAsn: 65002, addressFamily: "ipv4" },
    });
  return hasDirect || (isForeign && !isStatic);
}
