import { expect } from "chai";
import { resource, type TestResource, unknownText } from "../stack";
import { ec2, machine, networkOf, open, subnet, vpc, wayOf, waysOf, without, withProps } from "./joined";

const transit = (name: string) =>
  `aws:ec2transitgateway/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

const toTransit = { cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" };

const attachment = (name: string, vpcId: string, subnetIds: readonly string[], props: object = {}) =>
  resource(transit("VpcAttachment"), name, { transitGatewayId: "tgw-1", vpcId, subnetIds, ...props });

/** Two VPCs at a gateway with default association and propagation; `vpc-a` is judged, so that `vpc-b` is foreign. */
const two: readonly TestResource[] = [
  resource(transit("TransitGateway"), "tgw-1", { associationDefaultRouteTableId: "tgw-rtb-d" }),
  ...vpc("vpc-a", "10.1", [toTransit]),
  ...vpc("vpc-b", "10.2", [toTransit]),
  attachment("at-a", "vpc-a", ["vpc-a-a"]),
  attachment("at-b", "vpc-b", ["vpc-b-a"]),
];
const there = "inside → foreign/vpc-b";
const back = "foreign/vpc-b → inside";
const ways = (resources: readonly TestResource[]) => waysOf(resources, ["vpc-a"]);

/** The same with tables of one's own: `rt-a` is looked up for `vpc-a`, `rt-b` for `vpc-b`, each without a route. */
const ownTables: readonly TestResource[] = [
  ...withProps(two, "tgw-1", {
    defaultRouteTableAssociation: "disable",
    defaultRouteTablePropagation: "disable",
  }),
  ...["a", "b"].flatMap((side) => [
    resource(transit("RouteTable"), `rt-${side}`, { transitGatewayId: "tgw-1" }),
    resource(transit("RouteTableAssociation"), `link-${side}`, {
      ...{ transitGatewayAttachmentId: `at-${side}`, transitGatewayRouteTableId: `rt-${side}` },
    }),
  ]),
];
const route = (
  name: string,
  destinationCidrBlock: string,
  table: string,
  to: string | undefined,
  props: object = {},
) =>
  resource(transit("Route"), name, {
    ...{ destinationCidrBlock, transitGatewayRouteTableId: table },
    ...(to !== undefined && { transitGatewayAttachmentId: to }),
    ...props,
  });
const propagation = (name: string, of: string, table: string) =>
  resource(transit("RouteTablePropagation"), name, {
    ...{ transitGatewayAttachmentId: of, transitGatewayRouteTableId: table },
  });

describe("a transit gateway", () => {
  it("joins two VPCs by its default table", () => {
    expect(ways(two)).to.deep.equal([back, there]);
    const { path } = wayOf(two, "inside", "foreign/vpc-b", ["vpc-a"]);
    expect(path.map(({ node }) => node)).to.include.members([
      "tgw/tgw-1/at-a/in",
      "tgw/tgw-1/table/tgw-1-default",
      "tgw/tgw-1/at-b/out",
    ]);
  });

  it("joins nothing if a VPC has no route to it, but still delivers what comes the other way", () => {
    expect(ways(withProps(two, "vpc-a-table", { routes: [] }))).to.deep.equal([back]);
    expect(ways(without(two, "at-b"))).to.deep.equal([]);
  });

  for (const option of ["defaultRouteTableAssociation", "defaultRouteTablePropagation"]) {
    it(`joins nothing without ${option}`, () => {
      expect(ways(withProps(two, "tgw-1", { [option]: "disable" }))).to.deep.equal([]);
    });

    it(`does not know without a known ${option}`, () => {
      expect(ways(withProps(two, "tgw-1", { [option]: unknownText }))).to.deep.equal([
        `${back} ?`,
        `${there} ?`,
      ]);
    });
  }

  it("takes an attachment out of its default table by the attachment's flag", () => {
    const flag = { transitGatewayDefaultRouteTableAssociation: false };
    // It still receives: only what it sends is looked up in its table.
    expect(ways(withProps(two, "at-a", flag))).to.deep.equal([back]);
    const learned = { transitGatewayDefaultRouteTablePropagation: false };
    expect(ways(withProps(two, "at-a", learned))).to.deep.equal([there]);
  });

  it("looks up the table that is associated with the attachment a packet came by, not the one it propagates to", () => {
    expect(ways(ownTables)).to.deep.equal([]);
    expect(ways([...ownTables, propagation("p", "at-b", "rt-a")])).to.deep.equal([there]);
    expect(ways([...ownTables, propagation("p", "at-b", "rt-b")])).to.deep.equal([]);
    expect(ways([...ownTables, propagation("p", "at-a", "rt-b")])).to.deep.equal([back]);
  });

  it("takes static routes as propagated ones", () => {
    expect(ways([...ownTables, route("r", "10.2.0.0/16", "rt-a", "at-b")])).to.deep.equal([there]);
    expect(ways([...ownTables, route("r", "10.3.0.0/16", "rt-a", "at-b")])).to.deep.equal([]);
  });

  it("drops at a blackhole, longest prefix first, static before propagated", () => {
    const hole = (block: string) => route("hole", block, "rt-a", undefined, { blackhole: true });
    const learned = [...ownTables, propagation("p", "at-b", "rt-a")];
    expect(ways([...learned, hole("10.2.0.0/16")])).to.deep.equal([]);
    expect(ways([...learned, hole("10.0.0.0/8")])).to.deep.equal([there]);
    expect(ways([...learned, hole("10.2.0.0/25")])).to.deep.equal([]);
    expect(ways([...learned, hole("10.2.0.128/25")])).to.deep.equal([there]);
  });

  it("takes every block of a prefix list reference", () => {
    const entries = [{ cidr: "10.2.0.0/25" }, { cidr: "192.0.2.0/24" }];
    const list = resource(ec2("ManagedPrefixList"), "pl-1", { entries });
    const reference = (props: object) =>
      resource(transit("PrefixListReference"), "ref", {
        ...{
          prefixListId: "pl-1",
          transitGatewayRouteTableId: "rt-a",
          transitGatewayAttachmentId: "at-b",
          ...props,
        },
      });
    expect(ways([...ownTables, list, reference({})])).to.deep.equal([there]);
    expect(ways([...ownTables, reference({ prefixListId: "pl-0" })])).to.deep.equal([`${there} ?`]);
    const hole = reference({ blackhole: true, transitGatewayAttachmentId: undefined });
    expect(ways([...ownTables, list, hole, propagation("p", "at-b", "rt-a")])).to.deep.equal([]);
  });

  it("does not know where a route leads that is not known, and names the fact", () => {
    const table = [...ownTables, route("r", "10.2.0.0/16", "rt-a", unknownText)];
    expect(ways(table)).to.include("inside → unknown ?");
    const block = [...ownTables, route("r", unknownText, "rt-a", "at-b")];
    expect(ways(block)).to.deep.equal([`${there} ?`]);
    const { missing } = wayOf(block, "inside", "foreign/vpc-b", ["vpc-a"]);
    expect(missing).to.include({ resource: "r" });
  });

  it("is reached only from availability zones in which the attachment has a subnet", () => {
    const inB = [
      ...without(two, "vpc-a-vm"),
      ...subnet("vpc-a", "b", "10.1.1.0/24"),
      machine("vm-b", "vpc-a-b", "10.1.1.10", "vpc-a-group"),
    ];
    expect(ways(inB), "what arrives may cross zones").to.deep.equal([back]);
    const sameZone = withProps(inB, "vpc-a-b", { availabilityZone: "eu-west-1a" });
    expect(ways(sameZone)).to.deep.equal([back, there]);
    const otherNotation = withProps(inB, "vpc-a-b", {
      availabilityZone: undefined,
      availabilityZoneId: "euw1-az2",
    });
    expect(ways(otherNotation)).to.deep.equal([back, `${there} ?`]);
  });

  it("uses the lists of the attachment's subnet: inbound towards the gateway, outbound from it", () => {
    const rules = (egress: boolean, action: string) => ({
      ...{ ruleNo: 100, protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0", action },
      ...(egress && {}),
    });
    const apart = [
      ...without(two, "at-a"),
      ...subnet("vpc-a", "gw", "10.1.9.0/28", { availabilityZone: "eu-west-1a" }),
      attachment("at-a", "vpc-a", ["vpc-a-gw"]),
    ];
    const list = (ingress: string, egress: string) =>
      resource(ec2("NetworkAcl"), "acl", {
        ...{
          vpcId: "vpc-a",
          subnetIds: ["vpc-a-gw"],
          ingress: [rules(false, ingress)],
          egress: [rules(true, egress)],
        },
      });
    expect(ways(apart)).to.deep.equal([back, there]);
    expect(ways([...apart, list("deny", "allow")]), "inbound denied").to.deep.equal([back]);
    expect(ways([...apart, list("allow", "deny")]), "outbound denied").to.deep.equal([there]);
  });

  it("delivers into the attachment's own subnet without any list, and goes on by that subnet's routes", () => {
    const deny = [
      { ruleNo: 100, protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0", action: "deny" },
    ];
    const acl = resource(ec2("NetworkAcl"), "acl", {
      ...{ vpcId: "vpc-a", subnetIds: ["vpc-a-a"], ingress: deny, egress: deny },
    });
    expect(ways([...two, acl])).to.deep.equal([back]);
    const onward = [
      ...withProps(two, "vpc-a-table", { routes: [{ cidrBlock: "0.0.0.0/0", networkInterfaceId: "eni-x" }] }),
      route("r", "0.0.0.0/0", "tgw-rtb-d", "at-a"),
    ];
    expect(ways(onward)).to.include("foreign/vpc-b → unknown");
  });

  it("carries IPv6 only with the attachment's option", () => {
    const six = (name: string, block: string): TestResource[] => [
      ...withProps(two, name, { ipv6CidrBlock: `${block}::/56` }),
    ];
    const both = withProps(six("vpc-b", "2001:db8:b"), "vpc-a", { ipv6CidrBlock: "2001:db8:a::/56" });
    const routes = { routes: [{ ipv6CidrBlock: "::/0", transitGatewayId: "tgw-1" }] };
    const only6 = ["a", "b"].reduce((all, side) => {
      const subnets = withProps(all, `vpc-${side}-a`, { ipv6CidrBlock: `2001:db8:${side}::/64` });
      const vms = withProps(subnets, `vpc-${side}-vm`, { ipv6Addresses: [`2001:db8:${side}::10`] });
      return withProps(vms, `vpc-${side}-table`, routes);
    }, both as TestResource[]);
    expect(ways(only6)).to.deep.equal([]);
    const support = { ipv6Support: "enable" };
    const carried = withProps(withProps(only6, "at-a", support), "at-b", support);
    expect(ways(carried)).to.include.members([back, there]);
  });

  it("keeps references to groups only where it says so", () => {
    const referring = withProps(two, "vpc-b-group", {
      ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, securityGroups: ["vpc-a-group"] }],
      egress: [],
    });
    expect(ways(referring)).to.deep.equal([]);
    const support = { securityGroupReferencingSupport: "enable" };
    expect(ways(withProps(referring, "tgw-1", support))).to.include(there);
    const off = withProps(withProps(referring, "tgw-1", support), "at-a", {
      securityGroupReferencingSupport: "disable",
    });
    expect(ways(off)).to.deep.equal([]);
  });

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

  it("tells which resource and property let a packet on, and what to change", () => {
    const { path } = wayOf(
      [...ownTables, route("r", "10.2.0.0/16", "rt-a", "at-b")],
      "inside",
      "foreign/vpc-b",
      ["vpc-a"],
    );
    const hop = path.find(({ resource: name }) => name === "r");
    expect(hop).to.include({ property: "transitGatewayAttachmentId" });
    expect(hop?.admittedBy).to.equal("route 10.2.0.0/16 of rt-a to at-b");
    expect(hop?.fix).to.be.a("string");
  });

  it("lists single changes that would open a way: a route, an association, a subnet's route", () => {
    const kinds = networkOf(ownTables).nodes.flatMap(({ openings = [] }) => openings.map(({ kind }) => kind));
    expect(kinds).to.include.members(["transit-route", "transit-association", "route"]);
  });

  it("is the same before there are ids", () => {
    const early = two.map((one): TestResource => {
      const names = (property: string, value: unknown) =>
        (Array.isArray(value) ? value : [value]).filter(
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

  it("is open to whoever may send with an unfiltered group only as its group lets", () => {
    expect(ways(withProps(two, "vpc-b-group", { ingress: [], egress: open }))).to.deep.equal([back]);
  });
});
