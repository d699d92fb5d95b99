import { expect } from "chai";
import { resource, type TestResource, unknownText } from "../stack";
import { ec2, vpc, waysOf, withProps, without } from "./joined";

const toLink = { cidrBlock: "10.99.0.0/16", gatewayId: "vgw-1" };
/** A VPC with a static link to the build network (10.99.0.0/16, by 203.0.113.1: see `joined`). */
const linked: readonly TestResource[] = [
  ...vpc("vpc-a", "10.1", [toLink]),
  resource(ec2("VpnGateway"), "vgw-1"),
  resource(ec2("VpnGatewayAttachment"), "at", { vpnGatewayId: "vgw-1", vpcId: "vpc-a" }),
  resource(ec2("CustomerGateway"), "cgw-1", { ipAddress: "203.0.113.1" }),
  resource(ec2("VpnConnection"), "vpn-1", {
    ...{ customerGatewayId: "cgw-1", vpnGatewayId: "vgw-1", staticRoutesOnly: true },
  }),
  resource(ec2("VpnConnectionRoute"), "route", {
    vpnConnectionId: "vpn-1",
    destinationCidrBlock: "10.99.0.0/16",
  }),
];
const there = "inside → build-network";
const back = "build-network → inside";
const beyond = "beyond-the-link → inside";
const further = "inside → beyond-the-link";
const everywhere = { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "vgw-1" }] };

describe("a link to the build network", () => {
  it("joins both, and lets in whatever else comes through it", () => {
    expect(waysOf(linked)).to.deep.equal([beyond, back, there].sort());
  });

  it("needs no route of the subnet to be entered from there", () => {
    const without_ = withProps(linked, "vpc-a-table", { routes: [] });
    expect(waysOf(without_)).to.include(back).and.not.to.include(there);
  });

  it("leads beyond the build network if connection and table have a route there", () => {
    expect(waysOf(withProps(linked, "vpc-a-table", everywhere))).not.to.include(further);
    const wide = withProps(linked, "route", { destinationCidrBlock: "0.0.0.0/0" });
    expect(waysOf(wide)).not.to.include(further);
    expect(waysOf(withProps(wide, "vpc-a-table", everywhere))).to.include(further);
  });

  it("leads beyond it by a default route if the other side announces its routes", () => {
    const dynamic = withProps(linked, "vpn-1", { staticRoutesOnly: false });
    expect(waysOf(dynamic)).not.to.include(further);
    expect(waysOf(withProps(dynamic, "vpc-a-table", everywhere))).to.include(further);
  });

  it("may lead anywhere by routes that a table learns", () => {
    const propagation = resource(ec2("VpnGatewayRoutePropagation"), "p", {
      ...{ vpnGatewayId: "vgw-1", routeTableId: "vpc-a-table" },
    });
    expect(waysOf([...linked, propagation])).not.to.include.members([further]);
    const dynamic = withProps(linked, "vpn-1", { staticRoutesOnly: false });
    expect(waysOf([...dynamic, propagation])).to.include(`${further} ?`);
    const inTable = withProps(dynamic, "vpc-a-table", { propagatingVgws: ["vgw-1"] });
    expect(waysOf(inTable)).to.include(`${further} ?`);
  });

  it("learns the static routes of its connections, and nothing over the local route", () => {
    const learned = withProps(linked, "vpc-a-table", { routes: [], propagatingVgws: ["vgw-1"] });
    expect(waysOf(learned)).to.include(there);
    const own = withProps(learned, "route", { destinationCidrBlock: "10.1.0.0/24" });
    expect(waysOf(own)).not.to.include(there);
  });

  it("carries what its selectors name and no more", () => {
    const far = { localIpv4NetworkCidr: "10.98.0.0/16" };
    expect(waysOf(withProps(linked, "vpn-1", far))).to.deep.equal([beyond]);
    const near = { remoteIpv4NetworkCidr: "10.77.0.0/16" };
    expect(waysOf(withProps(linked, "vpn-1", near))).to.deep.equal([]);
    expect(waysOf(withProps(linked, "vpn-1", { localIpv4NetworkCidr: unknownText }))).to.include(
      `${there} ?`,
    );
  });

  it("to another device is a link to somebody else", () => {
    const other = withProps(linked, "cgw-1", { ipAddress: "203.0.113.2" });
    expect(waysOf(other)).to.deep.equal(["foreign/cgw-1 → inside", "inside → foreign/cgw-1"]);
    const unsure = waysOf(withProps(linked, "cgw-1", { ipAddress: unknownText }));
    expect(unsure).to.include.members(["inside → foreign/cgw-1 ?", `${there} ?`]);
    const certified = withProps(linked, "cgw-1", { ipAddress: undefined, certificateArn: "arn:aws:acm:x" });
    expect(waysOf(certified)).to.include("inside → foreign/cgw-1");
  });

  it("is none without an attachment, or with one to another VPC", () => {
    expect(waysOf(without(linked, "at"))).to.deep.equal([]);
  });

  it("from outside the stack is a link to somebody else", () => {
    const resources = vpc("vpc-a", "10.1", [{ cidrBlock: "10.99.0.0/16", gatewayId: "vgw-0abc" }]);
    expect(waysOf(resources)).to.deep.equal(["foreign/vgw-0abc → inside", "inside → foreign/vgw-0abc"]);
  });

  it("goes by the table of its gateway, if it has one", () => {
    const edge = [
      ...linked,
      resource(ec2("RouteTable"), "edge", {
        ...{ vpcId: "vpc-a", routes: [{ cidrBlock: "10.1.0.0/24", gatewayId: "igw-x", state: "blackhole" }] },
      }),
      resource(ec2("RouteTableAssociation"), "ea", { gatewayId: "vgw-1", routeTableId: "edge" }),
    ];
    expect(waysOf(edge)).to.deep.equal([there]);
  });

  it("carries IPv4 only", () => {
    const ipv6 = withProps(
      withProps(withProps(linked, "vpc-a", { ipv6CidrBlock: "2001:db8::/56" }), "vpc-a-a", {
        ...{ ipv6CidrBlock: "2001:db8::/64", assignIpv6AddressOnCreation: true },
      }),
      "vpc-a-table",
      { routes: [{ ipv6CidrBlock: "::/0", gatewayId: "vgw-1" }] },
    );
    expect(waysOf(ipv6)).to.deep.equal([beyond, back].sort());
  });
});
