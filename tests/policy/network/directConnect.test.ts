import { expect } from "chai";
import { resource, type TestResource } from "../stack";
import { ec2, portsOf, vpc, wayOf, waysOf, withProps } from "./joined";

const dx = (name: string) => `aws:directconnect/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

const base: readonly TestResource[] = [
  ...vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", gatewayId: "vgw-1" }]),
  resource(ec2("VpnGateway"), "vgw-1", { vpcId: "vpc-a" }),
];
const gateway = resource(dx("Gateway"), "dxgw", { amazonSideAsn: "64512" });
const association = (props: object) =>
  resource(dx("GatewayAssociation"), "join", { dxGatewayId: "dxgw", associatedGatewayId: "vgw-1", ...props });

describe("Direct Connect", () => {
  it("leads out by a gateway's association, and in to the VPC of the virtual private gateway", () => {
    expect(waysOf(base)).to.deep.equal([]);
    expect(waysOf([...base, gateway, association({})])).to.deep.equal([
      "foreign/direct-connect-dxgw → inside",
      "inside → foreign/direct-connect-dxgw",
    ]);
  });

  it("lets in only what its allowed prefixes announce", () => {
    const ways = (allowedPrefixes: readonly string[]) =>
      waysOf([...base, gateway, association({ allowedPrefixes })]);
    expect(ways(["10.1.0.0/24"])).to.include("foreign/direct-connect-dxgw → inside");
    expect(ways(["10.1.8.0/24"])).not.to.include("foreign/direct-connect-dxgw → inside");
  });

  it("needs no route in the subnet for what comes in", () => {
    const unrouted = withProps(base, "vpc-a-table", { routes: [] });
    expect(waysOf([...unrouted, gateway, association({})])).to.deep.equal([
      "foreign/direct-connect-dxgw → inside",
    ]);
  });

  it("is a private virtual interface at a virtual private gateway, one's own or accepted", () => {
    const own = resource(dx("PrivateVirtualInterface"), "vif", {
      vpnGatewayId: "vgw-1",
      connectionId: "dxcon",
    });
    const accepted = resource(dx("HostedPrivateVirtualInterfaceAccepter"), "vif", { vpnGatewayId: "vgw-1" });
    for (const vif of [own, accepted])
      expect(waysOf([...base, vif])).to.deep.equal([
        "foreign/direct-connect-vif → inside",
        "inside → foreign/direct-connect-vif",
      ]);
  });

  it("is an attachment of a transit gateway, with its tables", () => {
    const transit = [
      ...vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" }]),
      resource("aws:ec2transitgateway/transitGateway:TransitGateway", "tgw-1", {}),
      resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "at-a", {
        ...{ transitGatewayId: "tgw-1", vpcId: "vpc-a", subnetIds: ["vpc-a-a"] },
      }),
      gateway,
      association({ associatedGatewayId: "tgw-1" }),
    ];
    expect(waysOf(transit)).to.include.members([
      "foreign/direct-connect-dxgw → inside",
      "inside → foreign/direct-connect-dxgw",
    ]);
    const off = { defaultRouteTableAssociation: "disable" };
    expect(waysOf(withProps(transit, "tgw-1", off))).to.deep.equal([]);
  });

  it("meets the groups of the machines", () => {
    const ssh = [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }];
    const guarded = withProps([...base, gateway, association({})], "vpc-a-group", { ingress: ssh });
    expect(portsOf(guarded, "foreign/direct-connect-dxgw", "inside")).to.deep.equal(["6:22-22"]);
    const { path } = wayOf(guarded, "inside", "foreign/direct-connect-dxgw");
    expect(path.map(({ resource: name }) => name)).to.include("join");
  });

  it("makes no way by a public virtual interface: what a VPC sends there goes by its internet gateway", () => {
    expect(
      waysOf([...base, resource(dx("PublicVirtualInterface"), "vif", { connectionId: "dxcon" })]),
    ).to.deep.equal([]);
  });
});
