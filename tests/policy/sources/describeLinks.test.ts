import { expect } from "chai";
import { factsOfDescribe } from "../../../policy/sources/describe/describe";
import { types } from "../../../policy/sources/describe/types";
import { answersOf, idsOf, prop, withId } from "./answers";

const { stack } = factsOfDescribe(answersOf("office"));
const of = (id: string) => withId(stack, id);

describe("facts of AWS's answers: ways to other networks", () => {
  it("have gateways with the VPC they are attached to, if any", () => {
    expect(prop(of("igw-0b1"), "vpcId")).to.equal("vpc-0b2");
    expect(prop(of("igw-0loose"), "vpcId")).to.equal(undefined);
    expect(prop(of("eigw-0a1"), "vpcId")).to.equal("vpc-0a1");
    expect(prop(of("vgw-0a1"), "vpcId")).to.equal("vpc-0a1");
    expect(idsOf(stack, types.vpnGateway)).to.deep.equal(["vgw-0a1"]);
  });

  it("have NAT gateways, zonal and regional, and none that is deleted", () => {
    expect(idsOf(stack, types.natGateway)).to.deep.equal(["nat-0a1", "nat-0reg"]);
    expect(prop(of("nat-0a1"), "networkInterfaceId")).to.equal("eni-0nat");
    expect(prop(of("nat-0reg"), "availabilityMode")).to.equal("regional");
    expect(prop(of("nat-0reg"), "regionalNatGatewayAddresses")).to.have.length(1);
  });

  it("have peerings that stand or wait for consent, and none that is gone", () => {
    expect(idsOf(stack, types.peering)).to.deep.equal(["pcx-0a1", "pcx-0wait"]);
    expect(prop(of("pcx-0wait"), "acceptStatus")).to.equal("pending-acceptance");
    expect(prop(of("pcx-0wait"), "peerOwnerId")).to.equal("444455556666");
  });

  it("have VPN connections with selectors and live routes, and never a key", () => {
    expect(idsOf(stack, types.vpnConnection)).to.deep.equal(["vpn-0a1"]);
    const link = of("vpn-0a1");
    expect(prop(link, "staticRoutesOnly")).to.equal(true);
    expect(prop(link, "localIpv4NetworkCidr")).to.equal("192.168.0.0/16");
    expect(prop(link, "tunnel1IkeVersions")).to.deep.equal(["ikev2"]);
    expect(stack.ofType(types.vpnRoute).map((one) => prop(one, "destinationCidrBlock"))).to.deep.equal([
      "192.168.0.0/16",
    ]);
    expect(JSON.stringify(stack.resources)).not.to.contain("not-to-be-seen");
  });

  it("have endpoints of both kinds, and none that is deleted", () => {
    expect(idsOf(stack, types.endpoint)).to.deep.equal(["vpce-0a1", "vpce-0a2"]);
    expect(prop(of("vpce-0a1"), "prefixListId")).to.equal("pl-0a1");
    expect(prop(of("vpce-0a1"), "routeTableIds")).to.deep.equal(["rtb-0a2"]);
    expect(prop(of("vpce-0a2"), "securityGroupIds")).to.deep.equal(["sg-0a1"]);
  });
});

describe("facts of AWS's answers: two accounts at one transit gateway", () => {
  const shared = factsOfDescribe(answersOf("two-accounts")).stack;

  it("have an object that both list once, and none that is deleted or rejected", () => {
    expect(idsOf(shared, types.transitGateway)).to.deep.equal(["tgw-0a1"]);
    expect(idsOf(shared, types.transitVpc)).to.deep.equal(["tgw-attach-0a1", "tgw-attach-0b2"]);
    expect(prop(withId(shared, "tgw-attach-0b2"), "subnetIds")).to.deep.equal(["subnet-0b2"]);
  });

  it("have associations that hold, by whichever call told them", () => {
    expect(idsOf(shared, types.transitAssociation)).to.deep.equal([
      ...["tgw-rtb-0a1_tgw-attach-0a1", "tgw-rtb-0a1_tgw-attach-0vpn", "tgw-rtb-0a2_tgw-attach-0b2"],
    ]);
    expect(prop(withId(shared, "tgw-0a1"), "defaultRouteTableAssociation")).to.equal("disable");
  });

  it("have propagations that are on, and routes: static, learned, blackholes, over several attachments", () => {
    expect(idsOf(shared, types.transitPropagation)).to.deep.equal(["tgw-rtb-0a1_tgw-attach-0a1"]);
    const table = shared
      .ofType(types.transitRoute)
      .filter((one) => prop(one, "transitGatewayRouteTableId") === "tgw-rtb-0a1");
    const told = table.map((one) =>
      ["destinationCidrBlock", "type", "blackhole", "transitGatewayAttachmentId"].map((name) =>
        prop(one, name),
      ),
    );
    expect(told).to.have.deep.members([
      ["10.1.0.0/16", "propagated", false, "tgw-attach-0a1"],
      ["10.2.0.0/16", "static", false, "tgw-attach-0b2"],
      ["10.66.0.0/16", "static", true, undefined],
      ["0.0.0.0/0", "static", false, "tgw-attach-0vpn"],
      ["0.0.0.0/0", "static", false, "tgw-attach-0dx"],
    ]);
  });

  it("have the attachments of VPN, Direct Connect and peering", () => {
    expect(prop(withId(shared, "vpn-0a1"), "transitGatewayAttachmentId")).to.equal("tgw-attach-0vpn");
    const direct = withId(shared, "tgw-attach-0dx");
    expect(direct.type).to.equal(types.directAssociation);
    expect(prop(direct, "associatedGatewayId")).to.equal("tgw-0a1");
    expect(prop(withId(shared, "tgw-attach-0peer"), "peerTransitGatewayId")).to.equal("tgw-0far");
  });
});
