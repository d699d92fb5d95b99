import { expect } from "chai";
import { resource, unknownText, type TestResource } from "../stack";
import { ec2, without, withProps } from "./joined";
import { transit, attachment, two, there, back, ways, ownTables, route, propagation } from "./transit";

describe("an attachment of a transit gateway", () => {
  it("leads to somebody else's VPC that is attached to it, and lets it in", () => {
    const foreign = [...without(two, "at-b"), attachment("at-x", "vpc-0f0e", ["subnet-0f0e"])];
    expect(ways(foreign)).to.include.members(["foreign/vpc-0f0e → inside", "inside → foreign/vpc-0f0e"]);
  });

  it("leads to attachments that no resource stands for", () => {
    const outside = [...ownTables, route("r", "0.0.0.0/0", "rt-a", "tgw-attach-0f")];
    expect(ways(outside)).to.include("inside → foreign/tgw-attach-0f");
    expect(ways(outside)).not.to.include("foreign/tgw-attach-0f → inside");
    const sends = [
      ...outside,
      resource(transit("RouteTableAssociation"), "link-f", {
        ...{ transitGatewayAttachmentId: "tgw-attach-0f", transitGatewayRouteTableId: "rt-b" },
      }),
      propagation("p", "at-a", "rt-b"),
    ];
    expect(ways(sends)).to.include("foreign/tgw-attach-0f → inside");
  });

  it("is anywhere at all if it is somebody else's", () => {
    const foreign = without(two, "tgw-1", "at-b");
    expect(ways(foreign)).to.include.members(["inside → foreign/tgw-1", "foreign/tgw-1 → inside"]);
  });

  it("joins what another gateway of the stack has, over a peering with static routes on both sides", () => {
    const peered = [
      ...without(two, "at-b"),
      resource(transit("TransitGateway"), "tgw-2", { associationDefaultRouteTableId: "tgw-rtb-2" }),
      attachment("at-b", "vpc-b", ["vpc-b-a"], { transitGatewayId: "tgw-2" }),
      resource(transit("PeeringAttachment"), "peer", {
        ...{ transitGatewayId: "tgw-1", peerTransitGatewayId: "tgw-2", peerRegion: "eu-west-1" },
      }),
    ];
    const asB = withProps(peered, "vpc-b-table", {
      routes: [{ cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-2" }],
    });
    expect(ways(asB), "peering propagates nothing").to.deep.equal([]);
    const outward = [...asB, route("r1", "10.2.0.0/16", "tgw-rtb-d", "peer")];
    expect(ways(outward)).to.deep.equal([there]);
    expect(ways([...outward, route("r2", "10.1.0.0/16", "tgw-rtb-2", "peer")])).to.deep.equal([back, there]);
  });

  it("leads to a gateway of somebody else over a peering, unless it is refused", () => {
    const peered = (props: object) => [
      ...two,
      resource(transit("PeeringAttachment"), "peer", {
        ...{ transitGatewayId: "tgw-1", peerTransitGatewayId: "tgw-0f", peerRegion: "eu-west-1", ...props },
      }),
      route("r", "0.0.0.0/0", "tgw-rtb-d", "peer"),
    ];
    expect(ways(peered({}))).to.include.members(["inside → foreign/tgw-0f", "foreign/tgw-0f → inside"]);
    const accepted = peered({ transitGatewayId: "tgw-0f", peerTransitGatewayId: "tgw-1" });
    expect(ways(accepted)).to.include.members(["inside → foreign/tgw-0f", "foreign/tgw-0f → inside"]);
    expect(ways(peered({ state: "rejected" }))).to.deep.equal([back, there]);
    expect(ways(peered({ state: "pendingAcceptance" }))).to.include("inside → foreign/tgw-0f ?");
  });

  it("ends in the build network through a VPN with a known gateway, and nowhere declared with another", () => {
    const linked = (address: string) => [
      ...two,
      resource(ec2("CustomerGateway"), "cgw", { ipAddress: address, bgpAsn: "65000", type: "ipsec.1" }),
      resource(ec2("VpnConnection"), "vpn", {
        ...{
          customerGatewayId: "cgw",
          transitGatewayId: "tgw-1",
          transitGatewayAttachmentId: "tgw-attach-v",
        },
        staticRoutesOnly: true,
      }),
      route("r", "10.99.0.0/16", "tgw-rtb-d", "tgw-attach-v"),
    ];
    expect(ways(linked("203.0.113.1"))).to.include.members([
      "inside → build-network",
      "build-network → inside",
    ]);
    expect(ways(linked("203.0.113.1"))).not.to.include("inside → beyond-the-link");
    expect(ways(linked("198.51.100.1"))).to.include.members(["inside → foreign/cgw", "foreign/cgw → inside"]);
  });

  it("leads out through Connect attachments and VPN concentrators", () => {
    const connect = resource(transit("Connect"), "connect", {
      ...{ transitGatewayId: "tgw-1", transportAttachmentId: "at-b" },
    });
    expect(ways([...two, connect])).to.include.members([
      "inside → foreign/connect",
      "foreign/connect → inside",
    ]);
    const concentrator = resource(ec2("VpnConcentrator"), "vpnc", {
      transitGatewayId: "tgw-1",
      type: "ipsec.1",
    });
    expect(ways([...two, concentrator])).to.include.members([
      "inside → foreign/vpnc",
      "foreign/vpnc → inside",
    ]);
  });

  it("is the same before there are ids", () => {
    const early = two.map((one): TestResource => {
      const names = (property: string, value: unknown) =>
        (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
          (id) => two.some(({ name }) => name === id) && property !== "id",
        );
      const sources: Record<string, string[]> = Object.fromEntries(
        Object.entries(one.props)
          .map(([property, value]) => [property, names(property, value) as string[]] as const)
          .filter(([, found]) => found.length > 0),
      );
      const props = Object.fromEntries(
        Object.entries(one.props).map(([property, value]) => [
          property,
          property in sources ? (Array.isArray(value) ? value.map(() => unknownText) : unknownText) : value,
        ]),
      );
      const routes = one.name.endsWith("-table")
        ? { routes: [{ cidrBlock: "0.0.0.0/0", transitGatewayId: unknownText }] }
        : {};
      return {
        ...one,
        props: { ...props, ...routes, id: undefined },
        sources: one.name.endsWith("-table") ? { ...sources, routes: ["tgw-1"] } : sources,
      };
    });
    expect(ways(early)).to.deep.equal([back, there]);
  });
});
