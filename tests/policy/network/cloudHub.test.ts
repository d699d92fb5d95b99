import { expect } from "chai";
import { resource, type TestResource, unknownText } from "../stack";
import { ec2, vpc, wayOf, waysOf, withProps, without } from "./joined";

const dx = (name: string) => `aws:directconnect/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

function connection(name: string, address: string | undefined, props: object = {}): TestResource[] {
  return [
    resource(ec2("CustomerGateway"), `cgw-${name}`, address === undefined ? {} : { ipAddress: address }),
    resource(ec2("VpnConnection"), `vpn-${name}`, {
      ...{ customerGatewayId: `cgw-${name}`, vpnGatewayId: "vgw-1", staticRoutesOnly: true, ...props },
    }),
  ];
}
const routeOf = (name: string, destinationCidrBlock: string) =>
  resource(ec2("VpnConnectionRoute"), `r-${name}`, { vpnConnectionId: `vpn-${name}`, destinationCidrBlock });

/** A link to the build network (10.99.0.0/16, by 203.0.113.1: see `joined`). */
const linked: readonly TestResource[] = [
  ...vpc("vpc-a", "10.1"),
  resource(ec2("VpnGateway"), "vgw-1", { vpcId: "vpc-a" }),
  ...connection("home", "203.0.113.1"),
  routeOf("home", "10.99.0.0/16"),
];
/** A second connection, to a device that nobody declared. */
const stranger = [...connection("other", "198.51.100.66"), routeOf("other", "10.77.0.0/16")];
const intoBuild = "foreign/cgw-other → build-network";
const outOfBuild = "build-network → foreign/cgw-other";

describe("a virtual private gateway with several links", () => {
  it("passes packets between an unknown device and the build network, both ways", () => {
    const ways = waysOf([...linked, ...stranger]);
    expect(ways).to.include.members([intoBuild, outOfBuild, "foreign/cgw-other → inside"]);
    const { path } = wayOf([...linked, ...stranger], "foreign/cgw-other", "build-network");
    expect(path.map(({ node }) => node)).to.deep.equal([
      "zone/foreign/cgw-other/out",
      "vpn/vpn-other/in",
      "vgw/vgw-1/from/vpn-other",
      "vpn/vpn-home/out",
      "zone/build-network",
    ]);
  });

  it("passes them where it is attached to no VPC, and its tables have no routes", () => {
    const alone = withProps(linked, "vgw-1", { vpcId: undefined });
    expect(waysOf([...alone, ...stranger])).to.include.members([intoBuild, outOfBuild]);
  });

  it("passes them to connections that announce their routes, to anywhere", () => {
    const dynamic = withProps([...linked, ...stranger], "vpn-home", { staticRoutesOnly: false });
    const ways = waysOf(without(dynamic, "r-home"));
    expect(ways).to.include.members([intoBuild, "foreign/cgw-other → beyond-the-link"]);
  });

  it("passes only what selectors and static routes take", () => {
    const near = withProps([...linked, ...stranger], "vpn-other", { remoteIpv4NetworkCidr: "10.1.0.0/16" });
    expect(waysOf(near)).not.to.include(intoBuild);
    const ways = waysOf(without([...linked, ...stranger], "r-home"));
    expect(ways).not.to.include(intoBuild);
  });

  it("passes nothing between two devices of the build network, nor back by the same connection", () => {
    const spare = [...connection("spare", "203.0.113.1"), routeOf("spare", "0.0.0.0/0")];
    for (const stack of [linked, [...linked, ...spare]])
      expect(waysOf(stack).filter((way) => !way.includes("inside"))).to.deep.equal([]);
  });

  it("may pass them if whose gateway the connection is, or which device it has, is not known", () => {
    const unknown = resource(ec2("VpnConnection"), "vpn-other", {
      customerGatewayId: "cgw-other",
      vpnGatewayId: unknownText,
      staticRoutesOnly: true,
    });
    const stack = [...linked, ...without(stranger, "vpn-other"), unknown];
    expect(waysOf(stack)).to.include(`${intoBuild} ?`);
    const device = withProps(stranger, "vpn-other", { customerGatewayId: unknownText });
    expect(waysOf([...linked, ...device]).join()).to.match(/foreign\/[^ ]+ → build-network \?/);
  });

  it("leads what comes by a connection to every gateway that it may be of", () => {
    const second = [...vpc("vpc-b", "10.2"), resource(ec2("VpnGateway"), "vgw-2", { vpcId: "vpc-b" })];
    const unknown = resource(ec2("VpnConnection"), "vpn-other", {
      ...{ customerGatewayId: "cgw-other", vpnGatewayId: unknownText, staticRoutesOnly: true },
    });
    const stack = [...second, ...without(linked, "vpc-a-vm"), ...without(stranger, "vpn-other"), unknown];
    expect(waysOf(stack)).to.include("foreign/cgw-other → inside ?");
  });

  it("joins a private virtual interface to a connection, and a Direct Connect gateway not for certain", () => {
    const vif = resource(dx("PrivateVirtualInterface"), "vif", { vpnGatewayId: "vgw-1" });
    expect(waysOf([...linked, vif])).to.include.members([
      "foreign/direct-connect-vif → build-network",
      "build-network → foreign/direct-connect-vif",
    ]);
    const gateway = [
      resource(dx("Gateway"), "dxgw"),
      resource(dx("GatewayAssociation"), "join", { dxGatewayId: "dxgw", associatedGatewayId: "vgw-1" }),
    ];
    expect(waysOf([...linked, ...gateway])).to.include.members([
      "foreign/direct-connect-dxgw → build-network ?",
      "build-network → foreign/direct-connect-dxgw ?",
    ]);
  });
});
