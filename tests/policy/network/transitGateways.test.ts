import { expect } from "chai";
import { resource, type TestResource, unknownText } from "../stack";
import { ec2, machine, networkOf, open, subnet, vpc, wayOf, without, withProps } from "./joined";
import { attachment, back, ownTables, propagation, route, there, transit, two, ways } from "./transit";

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

  it("takes what AWS lists as learned, and learns nothing else then", () => {
    const listed = withProps([...ownTables, propagation("p", "at-b", "rt-a")], "rt-a", {
      learnedRoutesAreListed: true,
    });
    expect(ways(listed)).to.deep.equal([]);
    const learned = route("r", "10.2.0.0/16", "rt-a", "at-b", { type: "propagated" });
    expect(ways([...listed, learned])).to.deep.equal([there]);
    const hole = route("hole", "10.2.0.0/16", "rt-a", undefined, { blackhole: true });
    expect(ways([...listed, learned, hole]), "a static one wins").to.deep.equal([]);
  });

  it("does not know which of two attachments has a block that both announce; of two that are listed each takes some", () => {
    const twice = [
      ...ownTables,
      ...vpc("vpc-c", "10.2"),
      attachment("at-c", "vpc-c", ["vpc-c-a"]),
      propagation("p", "at-b", "rt-a"),
      propagation("q", "at-c", "rt-a"),
    ];
    expect(ways(twice)).to.deep.equal([`${there} ?`, "inside → foreign/vpc-c ?"]);
    const listed = [
      ...twice.filter(({ name }) => name !== "p" && name !== "q"),
      ...["b", "c"].map((side) => route(`r-${side}`, "10.2.0.0/16", "rt-a", `at-${side}`)),
    ];
    expect(ways(listed)).to.deep.equal([there, "inside → foreign/vpc-c"]);
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
    const only6 = ["a", "b"].reduce<readonly TestResource[]>((all, side) => {
      const subnets = withProps(all, `vpc-${side}-a`, { ipv6CidrBlock: `2001:db8:${side}::/64` });
      const vms = withProps(subnets, `vpc-${side}-vm`, { ipv6Addresses: [`2001:db8:${side}::10`] });
      return withProps(vms, `vpc-${side}-table`, routes);
    }, both);
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

  it("is open to whoever may send with an unfiltered group only as its group lets", () => {
    expect(ways(withProps(two, "vpc-b-group", { ingress: [], egress: open }))).to.deep.equal([back]);
  });
});
