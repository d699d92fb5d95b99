import { expect } from "chai";
import { anywhere, declare, route, vpc, ways } from "./handMade";
import { packet } from "./packet";
import { type Declared, stackOf } from "./stack";
import { Walker } from "./walk";
import { readWorld } from "./world";

/** What AWS's guides say, by hand: who walks must be right before it judges others. docs/proof.md, "What is easily missed". */
const closed = declare("ec2/defaultNetworkAcl", "acl-a", { vpcId: "vpc-a", defaultNetworkAclId: "acl-a" });
const gateway = declare("ec2/internetGateway", "igw-a", { vpcId: "vpc-a" });
const eip = (holder: string, last: number) =>
  declare("ec2/eip", `eip-${holder}`, { publicIp: `52.18.0.${last}`, networkInterface: holder });
const outward = route("rtb-a", "0.0.0.0/0", { gatewayId: "igw-a" });

describe("the oracle's walker", () => {
  const second = declare("ec2/networkInterface", "eni-a9", {
    ...{ subnetId: "subnet-a0", privateIps: ["10.0.0.9"], securityGroups: ["sg-aopen"] },
  });

  it("asks no list inside a subnet, and both between two", () => {
    expect(ways([...vpc("a", 0), second, closed], "eni-a0", "10.0.0.10", "10.0.0.9")).to.deep.equal([
      "eni-a9",
      "eni-a0",
    ]);
    expect(ways([...vpc("a", 0), closed], "eni-a0", "10.0.0.10", "10.0.1.10")).to.be.empty;
    expect(ways(vpc("a", 0), "eni-a0", "10.0.0.10", "10.0.1.10")).to.deep.equal(["eni-a1", "eni-a0"]);
  });

  it("lets answers past groups, and not past lists, whose entries go by number", () => {
    const shut = { "sg-aopen": { ingress: [], egress: anywhere } };
    const taker = declare("ec2/securityGroup", "sg-in", { vpcId: "vpc-a", ingress: anywhere });
    const stack = [...vpc("a", 0, { ...shut, "eni-a1": { securityGroups: ["sg-in"] } }), taker];
    expect(ways(stack, "eni-a0", "10.0.0.10", "10.0.1.10")).to.deep.equal(["eni-a1", "eni-a0"]);
    const entry = (ruleNo: number, action: string, protocol: string, fromPort: number, toPort: number) => ({
      ...{ ruleNo, action, protocol, fromPort, toPort, cidrBlock: "0.0.0.0/0" },
    });
    const list = (ingress: object[]) =>
      declare("ec2/networkAcl", "acl-x", {
        ...{ vpcId: "vpc-a", subnetIds: ["subnet-a0"], ingress, egress: [entry(1, "allow", "-1", 0, 0)] },
      });
    const answers = entry(100, "allow", "tcp", 1024, 65535);
    expect(ways([...vpc("a", 0), list([answers])], "eni-a0", "10.0.0.10", "10.0.1.10")).to.have.length(2);
    expect(ways([...vpc("a", 0), list([])], "eni-a0", "10.0.0.10", "10.0.1.10")).to.deep.equal(["eni-a1"]);
    const denied = [answers, entry(99, "deny", "tcp", 40000, 40000)];
    expect(ways([...vpc("a", 0), list(denied)], "eni-a0", "10.0.0.10", "10.0.1.10")).to.deep.equal([
      "eni-a1",
    ]);
  });

  it("leaves by the internet gateway with a public address only, and comes in by it only", () => {
    const open = [...vpc("a", 0), gateway, outward];
    expect(ways(open, "eni-a0", "10.0.0.10", "8.8.8.8")).to.be.empty;
    expect(ways([...open, eip("eni-a0", 1)], "eni-a0", "10.0.0.10", "8.8.8.8")).to.deep.equal([
      "internet",
      "eni-a0",
    ]);
    expect(ways([...open, eip("eni-a0", 1)], "internet", "8.8.8.8", "52.18.0.1")).to.deep.equal([
      "eni-a0",
      "internet",
    ]);
    expect(ways([...open, eip("eni-a0", 1)], "internet", "8.8.8.8", "10.0.0.10")).to.be.empty;
    // Without a route the way in is open all the same, and the answer is lost.
    expect(
      ways([...vpc("a", 0), gateway, eip("eni-a0", 1)], "internet", "8.8.8.8", "52.18.0.1"),
    ).to.deep.equal(["eni-a0"]);
  });

  it("takes a public address of the same VPC out and in again", () => {
    const stack = [...vpc("a", 0), gateway, eip("eni-a0", 1), eip("eni-a1", 2)];
    expect(ways(stack, "eni-a0", "10.0.0.10", "52.18.0.2")).to.be.empty;
    expect(ways([...stack, outward], "eni-a0", "10.0.0.10", "52.18.0.2")).to.include("eni-a1");
  });

  it("takes IPv6 through an egress-only gateway out, answers back, and nothing new in", () => {
    const only = declare("ec2/egressOnlyInternetGateway", "eigw-a", { vpcId: "vpc-a" });
    const out = declare("ec2/route", "r6", {
      ...{ routeTableId: "rtb-a", destinationIpv6CidrBlock: "::/0", egressOnlyGatewayId: "eigw-a" },
    });
    const stack = [...vpc("a", 0), only, out];
    expect(ways(stack, "eni-a0", "2600:1f14:000:0::10", "2606:4700::1")).to.deep.equal([
      "internet",
      "eni-a0",
    ]);
    expect(ways(stack, "internet", "2606:4700::1", "2600:1f14:000:0::10")).to.be.empty;
  });

  it("translates by a NAT gateway TCP, UDP and ICMP, gives answers back, and takes nothing new", () => {
    const nat = declare("ec2/natGateway", "nat-a", {
      ...{ subnetId: "subnet-a1", privateIp: "10.0.1.200", allocationId: "eip-nat" },
    });
    const own = declare("ec2/routeTable", "rtb-n", {
      vpcId: "vpc-a",
      routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-a" }],
    });
    const join = declare("ec2/routeTableAssociation", "assoc", {
      subnetId: "subnet-a0",
      routeTableId: "rtb-n",
    });
    const address = declare("ec2/eip", "eip-nat", { publicIp: "52.18.0.200" });
    const stack = [...vpc("a", 0), gateway, outward, nat, own, join, address];
    expect(ways(stack, "eni-a0", "10.0.0.10", "8.8.8.8")).to.deep.equal(["internet", "eni-a0"]);
    expect(ways(stack, "eni-a0", "10.0.0.10", "8.8.8.8", 50)).to.be.empty;
    expect(ways(stack, "internet", "8.8.8.8", "52.18.0.200")).to.be.empty;
  });

  it("goes over a peering to interfaces, and no further", () => {
    const pcx = (id: string, a: string, b: string) =>
      declare("ec2/vpcPeeringConnection", id, {
        vpcId: `vpc-${a}`,
        peerVpcId: `vpc-${b}`,
        acceptStatus: "active",
      });
    const to = (table: string, block_: string, id: string) =>
      route(table, block_, { vpcPeeringConnectionId: id });
    const stack = [
      ...vpc("a", 0),
      ...vpc("b", 1),
      ...vpc("c", 2),
      pcx("pcx-1", "a", "b"),
      pcx("pcx-2", "b", "c"),
    ];
    const routes = [
      to("rtb-a", "10.0.0.0/8", "pcx-1"),
      to("rtb-b", "10.0.0.0/16", "pcx-1"),
      to("rtb-b", "10.2.0.0/16", "pcx-2"),
    ];
    expect(ways([...stack, ...routes], "eni-a0", "10.0.0.10", "10.1.0.10")).to.deep.equal([
      "eni-b0",
      "eni-a0",
    ]);
    expect(ways([...stack, ...routes], "eni-a0", "10.0.0.10", "10.2.0.10")).to.be.empty;
    expect(ways([...stack, routes[0]!], "eni-a0", "10.0.0.10", "10.1.0.10")).to.deep.equal(["eni-b0"]);
  });

  it("reaches a transit gateway from the attachment's zones only, and is looked up in the associated table", () => {
    const tgw = declare("ec2transitgateway/transitGateway", "tgw-1", {
      ...{ associationDefaultRouteTableId: "tgw-rtb", propagationDefaultRouteTableId: "tgw-rtb" },
    });
    const attach = (key: string, more: object = {}) =>
      declare("ec2transitgateway/vpcAttachment", `attach-${key}`, {
        ...{ transitGatewayId: "tgw-1", vpcId: `vpc-${key}`, subnetIds: [`subnet-${key}0`], ...more },
      });
    const routes = ["a", "b"].map((key) => route(`rtb-${key}`, "10.0.0.0/8", { transitGatewayId: "tgw-1" }));
    const stack = [...vpc("a", 0), ...vpc("b", 1), tgw, attach("a"), ...routes];
    expect(ways([...stack, attach("b")], "eni-a0", "10.0.0.10", "10.1.0.10")).to.deep.equal([
      "eni-b0",
      "eni-a0",
    ]);
    expect(ways([...stack, attach("b")], "eni-a1", "10.0.1.10", "10.1.0.10")).to.be.empty;
    // In another zone: it gets there, the answer does not leave.
    expect(ways([...stack, attach("b")], "eni-a0", "10.0.0.10", "10.1.1.10")).to.deep.equal(["eni-b1"]);
    const alone = attach("b", { transitGatewayDefaultRouteTableAssociation: false });
    expect(ways([...stack, alone], "eni-a0", "10.0.0.10", "10.1.0.10")).to.deep.equal(["eni-b0"]);
  });

  it("comes by the link without a route, and goes by it with one", () => {
    const link = [
      declare("ec2/vpnGateway", "vgw-a", { vpcId: "vpc-a" }),
      declare("ec2/vpnConnection", "vpn", {
        vpnGatewayId: "vgw-a",
        customerGatewayId: "cgw",
        staticRoutesOnly: true,
      }),
      declare("ec2/vpnConnectionRoute", "vpn-r", {
        vpnConnectionId: "vpn",
        destinationCidrBlock: "192.168.0.0/16",
      }),
    ];
    const stack = [...vpc("a", 0), ...link];
    expect(ways(stack, "build-network", "192.168.1.1", "10.0.0.10")).to.deep.equal(["eni-a0"]);
    const learned = declare("ec2/vpnGatewayRoutePropagation", "p", {
      vpnGatewayId: "vgw-a",
      routeTableId: "rtb-a",
    });
    expect(ways([...stack, learned], "build-network", "192.168.1.1", "10.0.0.10")).to.deep.equal([
      "eni-a0",
      "build-network",
    ]);
    expect(ways([...stack, learned], "eni-a0", "10.0.0.10", "172.16.0.1")).to.be.empty;
  });

  it("passes through an interface without source and destination check, whose sender it becomes", () => {
    const stack = (check: boolean) => [
      ...vpc("a", 0, { "eni-a1": { sourceDestCheck: check } }),
      route("rtb-a", "10.0.0.0/24", { networkInterfaceId: "eni-a1" }),
      second,
    ];
    // From its own subnet the way is direct: local delivery comes before routes.
    expect(ways(stack(false), "eni-a0", "10.0.0.10", "10.0.0.9")).to.deep.equal(["eni-a9", "eni-a0"]);
    const far = [...vpc("a", 0, { "eni-a1": { sourceDestCheck: false } }), gateway, eip("eni-a1", 1)];
    const through = route("rtb-a", "172.16.0.0/12", { networkInterfaceId: "eni-a1" });
    expect(ways([...far, through], "eni-a0", "10.0.0.10", "172.16.0.1")).to.deep.equal(["eni-a1", "eni-a0"]);
  });

  it("finds Amazon's resolver past groups and lists, unless it is off", () => {
    const dns = (stack: Declared[]) => {
      const world = readWorld(stackOf(stack));
      const ends = new Walker(world, [], false).send(
        world.interfaces[0]!,
        packet("10.0.0.10", "10.0.0.2", 17, [4000, 53]),
      );
      return ends.map(({ at }) => at);
    };
    const silent = { "eni-a0": { securityGroups: ["sg-a"] } };
    const none = declare("ec2/defaultSecurityGroup", "sg-a", { vpcId: "vpc-a" });
    expect(dns([...vpc("a", 0, silent), none, closed])).to.deep.equal(["zone"]);
    expect(dns(vpc("a", 0, { "vpc-a": { enableDnsSupport: false } }))).to.deep.equal(["dropped"]);
  });
});
