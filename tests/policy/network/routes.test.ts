import { expect } from "chai";
import { resource, type TestResource, unknownText } from "../stack";
import { ec2, machine, subnet, vpc, wayOf, waysOf, withProps, without } from "./joined";
import { reaches } from "./reaching";

const gateway = resource(ec2("InternetGateway"), "igw-1", { vpcId: "vpc-a" });
const out = "inside → internet";
/** A VPC whose machine has a public address, and whose internet gateway no route leads to. */
const closed: readonly TestResource[] = [
  ...withProps(vpc("vpc-a", "10.1"), "vpc-a-vm", { associatePublicIpAddress: true }),
  gateway,
];
const toInternet = { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
const openTable = resource(ec2("RouteTable"), "open", { vpcId: "vpc-a", routes: [toInternet] });

describe("a subnet without an association", () => {
  const alone = without(closed, "vpc-a-a-association");

  it("uses the main table, which has the local route only if nobody manages it", () => {
    expect(waysOf(alone)).not.to.include(out);
  });

  it("uses the DefaultRouteTable of its VPC", () => {
    const main = resource(ec2("DefaultRouteTable"), "main", { vpcId: "vpc-a", routes: [toInternet] });
    expect(waysOf([...alone, main])).to.include(out);
    expect(waysOf([...closed, main])).not.to.include(out);
    const early = resource(
      ec2("DefaultRouteTable"),
      "main",
      { defaultRouteTableId: unknownText, routes: [toInternet] },
      { sources: { defaultRouteTableId: ["vpc-a"] } },
    );
    expect(waysOf([...alone, early])).to.include(out);
  });

  it("uses the table that a MainRouteTableAssociation makes the main one", () => {
    const main = resource(ec2("MainRouteTableAssociation"), "main", { vpcId: "vpc-a", routeTableId: "open" });
    expect(waysOf([...alone, openTable, main])).to.include(out);
    expect(waysOf([...closed, openTable, main])).not.to.include(out);
  });

  it("gets a route that is added to the VPC's main table by its id", () => {
    const route = resource(ec2("Route"), "route", {
      ...{ routeTableId: "rtb-0", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
    });
    const resources = [...withProps(alone, "vpc-a", { mainRouteTableId: "rtb-0" }), route];
    expect(waysOf(resources)).to.include(out);
  });
});

describe("a subnet's association", () => {
  it("to one of several tables leads by each of them, perhaps", () => {
    const resources = [
      ...without(closed, "vpc-a-a-association"),
      openTable,
      resource(
        ec2("RouteTableAssociation"),
        "a",
        { subnetId: "vpc-a-a", routeTableId: unknownText },
        { sources: { routeTableId: ["open", "vpc-a-table"] } },
      ),
    ];
    expect(waysOf(resources)).to.include(`${out} ?`);
  });

  it("of a subnet that is not known may be any subnet's", () => {
    const early = resource(ec2("RouteTableAssociation"), "a", {
      subnetId: unknownText,
      routeTableId: "open",
    });
    expect(waysOf([...closed, openTable, early])).to.include(`${out} ?`);
  });

  it("to two tables at once leads by each of them, perhaps", () => {
    const second = resource(ec2("RouteTableAssociation"), "second", {
      subnetId: "vpc-a-a",
      routeTableId: "open",
    });
    expect(waysOf([...closed, openTable, second])).to.include(`${out} ?`);
  });

  it("to a table from outside may lead anywhere", () => {
    const resources = withProps(closed, "vpc-a-a-association", { routeTableId: "rtb-outside" });
    expect(waysOf(resources)).to.include("inside → unknown ?");
  });
});

describe("routes of a table", () => {
  /** Two subnets, and a machine in the second that forwards what it gets. */
  const two: readonly TestResource[] = [
    ...vpc("vpc-a", "10.1"),
    ...subnet("vpc-a", "b", "10.1.1.0/24"),
    machine("i-b", "vpc-a-b", "10.1.1.10", "vpc-a-group"),
  ];

  it("lead to every subnet of the VPC without being written", () => {
    expect(reaches(two, "vpc-a-vm", "i-b")).to.equal("reachable");
    expect(reaches(two, "vpc-a-vm", "i-b", { destination: ["10.1.1.11/32"] })).to.equal("unreachable");
  });

  it("win by the longest prefix, over the local route too", () => {
    const routes = [{ cidrBlock: "10.1.1.0/24", gatewayId: "igw-1", state: "blackhole" }];
    expect(reaches(withProps(two, "vpc-a-table", { routes }), "vpc-a-vm", "i-b")).to.equal("unreachable");
    const shorter = [{ cidrBlock: "10.0.0.0/8", gatewayId: "igw-1", state: "blackhole" }];
    expect(reaches(withProps(two, "vpc-a-table", { routes: shorter }), "vpc-a-vm", "i-b")).to.equal(
      "reachable",
    );
  });

  it("cover blocks that are added to the VPC", () => {
    const more = [
      ...two,
      resource(ec2("VpcIpv4CidrBlockAssociation"), "more", { vpcId: "vpc-a", cidrBlock: "100.64.0.0/16" }),
      ...subnet("vpc-a", "c", "100.64.0.0/24"),
      machine("i-c", "vpc-a-c", "100.64.0.10", "vpc-a-group"),
    ];
    expect(reaches(more, "vpc-a-vm", "i-c")).to.equal("reachable");
    expect(reaches(without(more, "more"), "vpc-a-vm", "i-c")).to.equal("unreachable");
  });

  it("name what they lead to by the sources of the whole list, before there are ids", () => {
    const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: unknownText }];
    const table = (sources: readonly string[]) =>
      resource(
        ec2("RouteTable"),
        "vpc-a-table",
        { vpcId: "vpc-a", routes },
        { sources: { routes: sources } },
      );
    const base = without(closed, "vpc-a-table");
    expect(waysOf([...base, table(["igw-1"])])).to.include(out);
    const vgw = resource(ec2("VpnGateway"), "vgw-1", { vpcId: "vpc-a" });
    expect(waysOf([...base, vgw, table(["igw-1", "vgw-1"])])).to.include(`${out} ?`);
  });

  it("tell their property and a fix", () => {
    const { path } = wayOf(withProps(closed, "vpc-a-table", { routes: [toInternet] }), "inside", "internet");
    const hop = path.find(({ admittedBy }) => admittedBy.startsWith("route 0.0.0.0/0"));
    expect(hop).to.include({ property: "routes[0].gatewayId", resource: "vpc-a-table" });
    expect(hop?.fix).to.include("Remove the route");
  });
});

describe("a NAT gateway", () => {
  /** A private subnet whose default route leads to a gateway in a public one. */
  const natted = (props: object): readonly TestResource[] => [
    ...vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }]),
    gateway,
    resource(ec2("Subnet"), "public", { vpcId: "vpc-a", cidrBlock: "10.1.9.0/24" }),
    openTable,
    resource(ec2("RouteTableAssociation"), "pa", { subnetId: "public", routeTableId: "open" }),
    resource(ec2("NatGateway"), "nat-1", { subnetId: "public", ...props }),
  ];

  it("is a way out for TCP, UDP and ICMP, by which nothing new comes in", () => {
    const resources = natted({ allocationId: "eip-1", privateIp: "10.1.9.5", publicIp: "198.51.100.9" });
    expect(waysOf(resources)).to.deep.equal([out]);
    const { path } = wayOf(resources, "inside", "internet");
    expect(path.map(({ node }) => node)).to.include.members(["nat/nat-1", "igw/vpc-a/out"]);
    expect(path.at(-1)?.packet.source).to.equal("198.51.100.9");
    expect([1, 6, 17]).to.include(path.at(-1)?.packet.protocol);
  });

  it("is a way out before its addresses are known", () => {
    expect(waysOf(natted({ allocationId: unknownText }))).to.deep.equal([out]);
  });

  it("that is private does not pass the internet gateway", () => {
    expect(waysOf(natted({ connectivityType: "private" }))).to.deep.equal([]);
  });

  it("of the whole VPC is a way out without a subnet", () => {
    const resources = [
      ...vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }]),
      resource(ec2("NatGateway"), "nat-1", { vpcId: "vpc-a", availabilityMode: "regional" }),
    ];
    expect(waysOf(resources)).to.deep.equal([out]);
  });

  it("meets the list of its own subnet", () => {
    const list = resource(ec2("NetworkAcl"), "acl", { vpcId: "vpc-a", subnetIds: ["public"] });
    expect(waysOf([...natted({ privateIp: "10.1.9.5" }), list])).to.deep.equal([]);
  });

  it("begins nothing by itself", () => {
    const alone = natted({ privateIp: "10.1.9.5", publicIp: "198.51.100.9" });
    expect(waysOf(without(alone, "vpc-a-vm"))).to.deep.equal([]);
  });
});

describe("a peering", () => {
  const peered: readonly TestResource[] = [
    ...vpc("vpc-a", "10.1", [{ cidrBlock: "10.2.0.0/16", vpcPeeringConnectionId: "pcx-1" }]),
    ...vpc("vpc-b", "10.2", [{ cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "pcx-1" }]),
    resource(ec2("VpcPeeringConnection"), "pcx-1", { vpcId: "vpc-a", peerVpcId: "vpc-b" }),
  ];
  const ways = (resources: readonly TestResource[]) => waysOf(resources, ["vpc-a"]);

  it("leads into the other VPC and back", () => {
    expect(ways(peered)).to.deep.equal(["foreign/vpc-b → inside", "inside → foreign/vpc-b"]);
    expect(reaches(peered, "vpc-a-vm", "vpc-b-vm", {}, true)).to.equal("reachable");
  });

  it("needs a route on each side for a connection", () => {
    const oneWay = withProps(peered, "vpc-b-table", { routes: [] });
    expect(reaches(oneWay, "vpc-a-vm", "vpc-b-vm")).to.equal("reachable");
    expect(reaches(oneWay, "vpc-a-vm", "vpc-b-vm", {}, true)).to.equal("unreachable");
  });

  it("leads no further than the other VPC", () => {
    const routes = [{ cidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: "pcx-1" }];
    const resources = [
      ...withProps(withProps(peered, "vpc-a-table", { routes }), "vpc-b-table", {
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-b" }],
      }),
      resource(ec2("InternetGateway"), "igw-b", { vpcId: "vpc-b" }),
    ];
    expect(ways(resources)).to.not.include(out);
    expect(ways(resources)).to.include("inside → foreign/vpc-b");
  });

  it("that is refused or deleted leads nowhere; one that waits may be accepted", () => {
    expect(ways(withProps(peered, "pcx-1", { acceptStatus: "rejected" }))).to.deep.equal([]);
    expect(ways(withProps(peered, "pcx-1", { acceptStatus: "pending-acceptance" }))).to.have.length(2);
  });

  it("to a VPC from outside leads to a zone of its own", () => {
    const foreign = vpc("vpc-a", "10.1", [{ cidrBlock: "10.2.0.0/16", vpcPeeringConnectionId: "pcx-1" }]);
    const peering = resource(ec2("VpcPeeringConnection"), "pcx-1", { vpcId: "vpc-a", peerVpcId: "vpc-far" });
    const both = ["foreign/vpc-far → inside", "inside → foreign/vpc-far"];
    expect(waysOf([...foreign, peering])).to.deep.equal(both);
    const accepter = resource(ec2("VpcPeeringConnectionAccepter"), "accepter", {
      ...{ id: "pcx-1", vpcPeeringConnectionId: "pcx-1", vpcId: "vpc-a", peerVpcId: "vpc-far" },
    });
    expect(waysOf([...foreign, accepter])).to.deep.equal(both);
    expect(waysOf(foreign)).to.deep.equal(["foreign/pcx-1 → inside", "inside → foreign/pcx-1"]);
  });
});
