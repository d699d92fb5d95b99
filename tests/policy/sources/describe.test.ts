import { expect } from "chai";
import { factsOfDescribe } from "../../../policy/sources/describe/describe";
import { types } from "../../../policy/sources/describe/types";
import { answersOf, idsOf, prop, withId } from "./answers";

const { stack } = factsOfDescribe(answersOf("office"));
const of = (id: string) => withId(stack, id);
const routes = (table: string) => prop(of(table), "routes") as readonly Readonly<Record<string, unknown>>[];

describe("facts of AWS's answers: VPCs, tables and lists", () => {
  it("have a VPC with all blocks that are in use, and its own objects", () => {
    const vpc = of("vpc-0a1");
    expect(vpc.name).to.equal("office");
    expect(prop(vpc, "cidrBlock")).to.equal("10.0.0.0/16");
    expect(prop(vpc, "ipv6CidrBlock")).to.equal("2001:db8:1234:1a00::/56");
    expect(stack.ofType(types.ipv4Block).map((one) => prop(one, "cidrBlock"))).to.deep.equal(["10.1.0.0/16"]);
    expect(prop(vpc, "mainRouteTableId")).to.equal("rtb-0a1");
    expect(prop(vpc, "defaultNetworkAclId")).to.equal("acl-0a1");
    expect(prop(vpc, "defaultSecurityGroupId")).to.equal("sg-0a0");
    expect(prop(vpc, "enableDnsSupport")).to.equal(false);
  });

  it("say of what nobody asked that it is not known", () => {
    const unseen = { unknown: "is in describe-vpc-attribute.vpc-0b2.json, which is not there" };
    expect(prop(of("vpc-0b2"), "enableDnsSupport")).to.deep.equal(unseen);
    const entries = { unknown: "is in get-managed-prefix-list-entries.pl-0c2.json, which is not there" };
    expect(prop(of("pl-0c2"), "entries")).to.deep.equal(entries);
  });

  it("name a resource by its tag where no other has it, else by its id", () => {
    expect(of("subnet-0a1").name).to.equal("machines");
    expect(of("subnet-0a2").name).to.equal("subnet-0a2");
    expect(of("subnet-0b1").name).to.equal("subnet-0b1");
  });

  it("have the main table as the default one, others as they are, and only live associations", () => {
    expect(of("rtb-0a1").type).to.equal(types.defaultRouteTable);
    expect(of("rtb-0a2").type).to.equal(types.routeTable);
    expect(idsOf(stack, types.routeTableAssociation)).to.deep.equal(["rtbassoc-2", "rtbassoc-5"]);
    expect(prop(of("rtbassoc-5"), "gatewayId")).to.equal("igw-0b1");
  });

  it("have each route with its target, blackholes and learned ones marked, local ones and those of gateway endpoints left out", () => {
    expect(
      routes("rtb-0a2").map(
        ({ cidrBlock, ipv6CidrBlock, destinationPrefixListId }) =>
          cidrBlock ?? ipv6CidrBlock ?? destinationPrefixListId,
      ),
    ).to.deep.equal([...["0.0.0.0/0", "172.16.0.0/16", "172.31.0.0/16", "::/0", "10.99.0.0/16"]]);
    expect(routes("rtb-0a2")[0]).to.include({
      natGatewayId: "nat-0a1",
      state: "active",
      origin: "CreateRoute",
    });
    expect(routes("rtb-0a2")[2]).to.include({ vpcPeeringConnectionId: "pcx-0dead", state: "blackhole" });
    expect(routes("rtb-0a2")[4]).to.include({ networkInterfaceId: "eni-0a1", instanceId: "i-0a1" });
    expect(routes("rtb-0a1")).to.have.length(1);
    expect(routes("rtb-0a1")[0]).to.include({ gatewayId: "vgw-0a1", origin: "EnableVgwRoutePropagation" });
    expect(prop(of("rtb-0a1"), "propagatingVgws")).to.deep.equal(["vgw-0a1"]);
  });

  it("have network ACLs with their numbered entries and subnets, without the last entry of every list", () => {
    expect(of("acl-0a1").type).to.equal(types.defaultNetworkAcl);
    const list = of("acl-0a2");
    expect(list.type).to.equal(types.networkAcl);
    expect(prop(list, "subnetIds")).to.deep.equal(["subnet-0a1"]);
    expect(prop(list, "ingress")).to.deep.equal([
      { ruleNo: 100, action: "allow", protocol: "tcp", cidrBlock: "10.0.0.0/8", fromPort: 22, toPort: 22 },
      {
        ruleNo: 110,
        action: "allow",
        protocol: "icmp",
        cidrBlock: "0.0.0.0/0",
        fromPort: 0,
        toPort: 0,
        icmpType: 3,
        icmpCode: 4,
      },
      { ruleNo: 90, action: "deny", protocol: "udp", ipv6CidrBlock: "::/0", fromPort: 53, toPort: 53 },
    ]);
    expect(prop(list, "egress")).to.have.length(1);
  });

  it("have groups with every kind of peer, and none of a peering that is gone", () => {
    expect(of("sg-0a0").type).to.equal(types.defaultSecurityGroup);
    expect(prop(of("sg-0a1"), "ingress")).to.deep.equal([
      {
        ...{
          protocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrBlocks: ["10.0.0.0/8"],
          ipv6CidrBlocks: ["2001:db8::/32"],
        },
        ...{ prefixListIds: ["pl-0c1"], securityGroups: ["sg-0b1"] },
      },
      {
        ...{ protocol: "icmp", fromPort: 8, toPort: -1, cidrBlocks: ["10.0.0.0/8"], ipv6CidrBlocks: [] },
        ...{ prefixListIds: [], securityGroups: [] },
      },
    ]);
    expect(prop(of("sg-0a1"), "egress")).to.deep.equal([]);
  });

  it("take ports that are left out as all of them", () => {
    const [udp] = prop(of("sg-0b1"), "ingress") as readonly object[];
    expect(udp).to.include({ protocol: "udp", fromPort: 0, toPort: 65535 });
    const [esp] = prop(of("sg-0b1"), "egress") as readonly object[];
    expect(esp).to.include({ protocol: "50", fromPort: 0, toPort: 0 });
  });

  it("have prefix lists with their entries; a gateway endpoint tells its own", () => {
    expect(prop(of("pl-0c1"), "entries")).to.deep.equal([
      { cidr: "192.168.0.0/24" },
      { cidr: "192.168.1.0/24" },
    ]);
    expect(idsOf(stack, types.prefixList)).to.deep.equal(["pl-0c1", "pl-0c2"]);
    expect(prop(of("vpce-0a1"), "cidrBlocks")).to.deep.equal(["3.5.134.0/23", "52.219.170.0/23"]);
  });

  it("have a value's sources as a program's outputs do", () => {
    expect(
      of("subnet-0a1")
        .sources("vpcId")
        .map(({ name }) => name),
    ).to.deep.equal(["office"]);
    expect(
      of("rtb-0a2")
        .sources("routes")
        .map(({ name }) => name),
    ).to.include.members(["nat-0a1", "pcx-0a1", "eni-0a1"]);
  });
});

describe("facts of AWS's answers: what stands in the network", () => {
  it("have every interface, those of services too, and none that is being deleted", () => {
    expect(idsOf(stack, types.networkInterface)).to.deep.equal([
      "eni-0a1",
      "eni-0b1",
      "eni-0elb",
      "eni-0nat",
    ]);
    const router = of("eni-0a1");
    expect(prop(router, "privateIps")).to.deep.equal(["10.0.1.10"]);
    expect(prop(router, "ipv6Addresses")).to.deep.equal(["2001:db8:1234:1a01::10"]);
    expect(prop(router, "sourceDestCheck")).to.equal(false);
    expect(prop(router, "securityGroups")).to.deep.equal(["sg-0a1"]);
    expect(prop(of("eni-0nat"), "interfaceType")).to.equal("nat_gateway");
  });

  it("have public addresses: given at launch with the interface, elastic ones with the private one they stand for", () => {
    const web = of("eni-0b1");
    expect(prop(web, "privateIps")).to.deep.equal(["172.16.1.10", "172.16.1.11"]);
    expect(prop(web, "association")).to.deep.equal({ publicIp: "203.0.113.10" });
    const elastic = of("eipalloc-0b1");
    expect(elastic.type).to.equal(types.eip);
    expect(prop(elastic, "publicIp")).to.equal("203.0.113.11");
    expect(prop(elastic, "associateWithPrivateIp")).to.equal("172.16.1.11");
    expect(prop(elastic, "networkInterface")).to.equal("eni-0b1");
  });

  it("have instances that name their interfaces, and none that is terminated", () => {
    expect(idsOf(stack, types.instance)).to.deep.equal(["i-0a1", "i-0b1"]);
    const router = of("i-0a1");
    expect(router.name).to.equal("router");
    expect(prop(router, "primaryNetworkInterfaceId")).to.equal("eni-0a1");
    expect(prop(router, "networkInterfaces")).to.deep.equal([
      { networkInterfaceId: "eni-0a1", deviceIndex: 0 },
    ]);
    expect(prop(router, "associatePublicIpAddress")).to.equal(false);
    expect(prop(of("i-0b1"), "associatePublicIpAddress")).to.equal(true);
    expect(prop(router, "iamInstanceProfile")).to.equal("builder");
    expect(prop(router, "metadataOptions")).to.include({
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    expect(prop(router, "rootBlockDevice")).to.include({ volumeId: "vol-0a1", encrypted: true });
    expect(prop(router, "ebsBlockDevices")).to.have.deep.members([
      { deviceName: "/dev/sdf", volumeId: "vol-0a2", encrypted: false },
    ]);
  });

  it("have load balancers with their interfaces, listeners and registered targets, healthy or not", () => {
    const [balancer] = stack.ofType(types.balancer);
    expect(prop(balancer!, "internal")).to.equal(false);
    expect(prop(balancer!, "subnets")).to.deep.equal(["subnet-0b1"]);
    expect(prop(balancer!, "networkInterfaceIds")).to.deep.equal(["eni-0elb"]);
    const [listener] = stack.ofType(types.listener);
    expect(prop(listener!, "port")).to.equal(443);
    expect(listener!.sources("loadBalancerArn")).to.have.length(1);
    expect(listener!.sources("defaultActions").map(({ type }) => type)).to.deep.equal([types.targetGroup]);
    const [group] = stack.ofType(types.targetGroup);
    expect(prop(group!, "preserveClientIp")).to.equal("true");
    const [target] = stack.ofType(types.target);
    expect(prop(target!, "targetGroupArn")).to.equal(prop(group!, "arn"));
    expect(prop(target!, "targetId")).to.equal("i-0b1");
  });
});
