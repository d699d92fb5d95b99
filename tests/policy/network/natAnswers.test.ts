import { expect } from "chai";
import { prove } from "../../../policy/proof/prove";
import { reach } from "../../../policy/proof/reach";
import { resource, type TestResource } from "../stack";
import { ec2, machine, networkOf, subnet, vpc, waysOf, withProps } from "./joined";

/** A private NAT gateway whose subnet leads everything to a link; a machine asks the build network (10.99.0.0/16) through it. */
const asking: readonly TestResource[] = [
  ...vpc("vpc-a", "10.1", [{ cidrBlock: "10.99.0.0/16", natGatewayId: "nat-1" }]),
  resource(ec2("RouteTable"), "out", {
    ...{ vpcId: "vpc-a", routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "vgw-1" }] },
  }),
  resource(ec2("Subnet"), "link", { vpcId: "vpc-a", cidrBlock: "10.1.9.0/24" }),
  resource(ec2("RouteTableAssociation"), "oa", { subnetId: "link", routeTableId: "out" }),
  resource(ec2("NatGateway"), "nat-1", {
    ...{ subnetId: "link", connectivityType: "private", privateIp: "10.1.9.5" },
  }),
  resource(ec2("VpnGateway"), "vgw-1", { vpcId: "vpc-a" }),
  resource(ec2("CustomerGateway"), "cgw-1", { ipAddress: "203.0.113.1" }),
  resource(ec2("VpnConnection"), "vpn-1", {
    ...{ customerGatewayId: "cgw-1", vpnGatewayId: "vgw-1", staticRoutesOnly: true },
  }),
  resource(ec2("VpnConnectionRoute"), "r", { vpnConnectionId: "vpn-1", destinationCidrBlock: "0.0.0.0/0" }),
];
/** A VPC that nothing joins to the other. */
const beside = vpc("vpc-b", "10.2");
const further = "inside → beyond-the-link";

describe("a NAT gateway's answers", () => {
  it("go to who asked: an address that asked nothing is not reached for certain", () => {
    // 10.2.0.0/16 is a block of the VPCs, and leads beyond the link from the gateway's subnet.
    expect(waysOf([...asking, ...beside]))
      .to.include(`${further} ?`)
      .and.not.to.include(further);
    expect(waysOf(asking)).not.to.include(`${further} ?`);
  });

  it("name who may have asked as what is not known", () => {
    const { breaches } = prove(networkOf([...asking, ...beside]), { schema: 1, allow: [] });
    const found = breaches.find(({ to }) => to === "beyond-the-link");
    expect(found?.missing?.why).to.include("who has asked");
  });

  it("go to whatever address a forwarder asked with, and are told by its connection", () => {
    const forwarding = withProps(asking, "vpc-a-vm", { sourceDestCheck: false });
    expect(waysOf(forwarding)).to.include(further);
    const { breaches } = prove(networkOf(forwarding), { schema: 1, allow: [] });
    const path = breaches.find(({ to }) => to === "beyond-the-link")?.path ?? [];
    expect(path.map(({ node }) => node)).to.include.members(["nat/nat-1", "zone/build-network"]);
    expect(path.at(-1)?.packet.destination).to.equal(path[0]?.packet.source);
  });

  it("complete the connection of who asked, and nobody else's", () => {
    const two = [
      ...asking,
      ...subnet("vpc-a", "b", "10.1.1.0/24"),
      machine("shut", "vpc-a-b", "10.1.1.10", "shut-group"),
      resource(ec2("SecurityGroup"), "shut-group", { vpcId: "vpc-a" }),
    ];
    const ask = (start: string) =>
      reach(networkOf(two), {
        ...{ starts: [start], targets: ["zone/build-network"], connection: true },
        packets: { destination: ["10.99.0.7/32"], protocols: [[6, 6]], destinationPorts: [[443, 443]] },
      });
    const { verdict, returnPath = [] } = ask("if/vpc-a-vm");
    expect(verdict).to.equal("reachable");
    expect(returnPath.at(-1)?.node).to.equal("if/vpc-a-vm");
    expect(ask("if/shut").verdict).to.equal("unreachable");
  });

  it("complete it for IPv6 that it translates", () => {
    const v6: readonly TestResource[] = withProps(asking, "vpc-a", { ipv6CidrBlock: "2600:1f14::/56" });
    const dual = withProps(v6, "vpc-a-a", { ipv6CidrBlock: "2600:1f14::/64" });
    const routed = withProps(dual, "vpc-a-table", {
      routes: [{ ipv6CidrBlock: "64:ff9b::/96", natGatewayId: "nat-1" }],
    });
    const stack = withProps(routed, "vpc-a-vm", { ipv6Addresses: ["2600:1f14::10"] });
    const question = {
      ...{ starts: ["if/vpc-a-vm"], targets: ["zone/build-network"], connection: true },
      packets: { source: ["2600:1f14::10/128"], protocols: [[6, 6]] as const },
    };
    expect(reach(networkOf(stack), question).verdict).to.equal("reachable");
  });

  it("come to the gateway and not to a machine that shares its subnet, where addresses are not known", () => {
    const gateway = resource(ec2("InternetGateway"), "igw-1", { vpcId: "vpc-a" });
    const stack = [
      ...vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }]),
      gateway,
      resource(ec2("NatGateway"), "nat-1", { subnetId: "vpc-a-a", allocationId: "eip-1" }),
      resource(ec2("Eip"), "eip-1"),
      resource(ec2("LaunchTemplate"), "machines", {
        networkInterfaces: [
          { subnetId: "vpc-a-a", securityGroups: ["vpc-a-group"], associatePublicIpAddress: "false" },
        ],
      }),
    ].filter(({ name }) => name !== "vpc-a-vm");
    expect(waysOf(stack)).to.deep.equal([]);
    const list = resource(ec2("NetworkAcl"), "acl", { vpcId: "vpc-a", subnetIds: ["vpc-a-a"] });
    const open = withProps(stack, "machines", {
      networkInterfaces: [
        { subnetId: "vpc-a-a", securityGroups: ["vpc-a-group"], associatePublicIpAddress: "true" },
      ],
    });
    expect(waysOf(open)).to.deep.equal(["inside → internet", "internet → inside"]);
    expect(waysOf([...open, list])).to.deep.equal([]);
  });
});
