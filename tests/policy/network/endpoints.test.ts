import { expect } from "chai";
import { resource, type TestResource, unknownText } from "../stack";
import { breachesOf, ec2, networkOf, portsOf, subnet, vpc, waysOf, without, withProps } from "./joined";

const endpoint = (name: string, props: object) =>
  resource(ec2("VpcEndpoint"), name, { vpcId: "vpc-a", ...props });
const s3 = "com.amazonaws.eu-west-1.s3";
const https = [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }];
const group = (name: string, vpcId: string, ingress: readonly object[]) =>
  resource(ec2("SecurityGroup"), name, { vpcId, ingress, egress: [] });

describe("a gateway endpoint", () => {
  const base = vpc("vpc-a", "10.1");
  const inTable = { serviceName: s3, routeTableIds: ["vpc-a-table"] };

  it("leads from the tables that it is in to its service, and nothing new comes from there", () => {
    expect(waysOf([...base, endpoint("vpce-1", inTable)])).to.deep.equal(["inside → service/s3"]);
    expect(waysOf([...base, endpoint("vpce-1", { serviceName: s3 })])).to.deep.equal([]);
  });

  it("is in a table by an association too, and in a main table that no resource stands for", () => {
    const associated = [
      ...base,
      endpoint("vpce-1", { serviceName: s3 }),
      resource(ec2("VpcEndpointRouteTableAssociation"), "link", {
        ...{ vpcEndpointId: "vpce-1", routeTableId: "vpc-a-table" },
      }),
    ];
    expect(waysOf(associated)).to.deep.equal(["inside → service/s3"]);
    const main = [
      ...withProps(without(base, "vpc-a-table", "vpc-a-a-association"), "vpc-a", {
        mainRouteTableId: "rtb-main",
      }),
      endpoint("vpce-1", { serviceName: s3, routeTableIds: ["rtb-main"] }),
    ];
    expect(waysOf(main)).to.deep.equal(["inside → service/s3"]);
  });

  it("takes what its list has before a default route, and leaves the rest to it", () => {
    const routed = vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-0f" }]);
    const known = endpoint("vpce-1", { ...inTable, cidrBlocks: ["52.218.0.0/17"] });
    expect(waysOf([...routed, known])).to.include.members(["inside → service/s3", "inside → foreign/tgw-0f"]);
    const unknown = endpoint("vpce-1", inTable);
    expect(waysOf([...routed, unknown])).to.include.members([
      "inside → service/s3",
      "inside → foreign/tgw-0f",
    ]);
  });

  it("gets its answers past the list of the subnet, by the addresses of the service", () => {
    const { nodes } = networkOf([...base, endpoint("vpce-1", { ...inTable, cidrBlocks: ["52.218.0.0/17"] })]);
    const out = nodes.find(({ id }) => id === "zone/service/s3/out");
    expect(out?.steps.map(({ match, to }) => [match, to])).to.deep.equal([
      [{ state: "reply", destination: ["10.1.0.0/16"], source: ["52.218.0.0/17"] }, "vpc/vpc-a/local"],
    ]);
  });

  it("does not know a service or a table that is not known", () => {
    const service = endpoint("vpce-1", { ...inTable, serviceName: unknownText });
    expect(waysOf([...base, service])).to.deep.equal(["inside → unknown ?"]);
    const table: TestResource = {
      ...endpoint("vpce-1", { serviceName: s3, routeTableIds: [unknownText, unknownText] }),
      sources: { routeTableIds: ["vpc-a-table", "vpc-a-spare", "vpc-a-more"] },
    };
    const spare = ["spare", "more"].map((name) =>
      resource(ec2("RouteTable"), `vpc-a-${name}`, { vpcId: "vpc-a" }),
    );
    expect(waysOf([...base, ...spare, table])).to.deep.equal(["inside → service/s3 ?"]);
  });
});

describe("an interface endpoint", () => {
  const base = [...vpc("vpc-a", "10.1"), group("sg-e", "vpc-a", https)];
  const interface_ = (props: object) =>
    endpoint("vpce-1", {
      ...{ vpcEndpointType: "Interface", subnetIds: ["vpc-a-a"], securityGroupIds: ["sg-e"] },
      ...{ serviceName: "com.amazonaws.eu-west-1.sqs", ...props },
    });

  it("leads to its service on the ports that its groups admit", () => {
    const stack = [...base, interface_({})];
    expect(waysOf(stack)).to.deep.equal(["inside → service/sqs"]);
    expect(portsOf(stack, "inside", "service/sqs")).to.deep.equal(["6:443-443"]);
    expect(waysOf([...base, interface_({ privateDnsEnabled: true })])).to.deep.equal([
      "inside → service/sqs",
    ]);
  });

  it("leads nowhere if its groups admit nothing", () => {
    expect(waysOf(withProps([...base, interface_({})], "sg-e", { ingress: [] }))).to.deep.equal([]);
  });

  it("leads to somebody else by an endpoint service of theirs, a resource or a service network", () => {
    const shared = interface_({ serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-0f" });
    expect(waysOf([...base, shared])).to.deep.equal(["inside → foreign/vpce-svc-0f"]);
    const resourceEndpoint = interface_({
      ...{ serviceName: undefined, vpcEndpointType: "Resource", resourceConfigurationArn: "arn:x" },
    });
    expect(waysOf([...base, resourceEndpoint])).to.deep.equal(["inside → foreign/vpce-1"]);
  });

  it("names services as AWS does, wherever the Region stands", () => {
    const ends = (serviceName: string) => waysOf([...base, interface_({ serviceName })]);
    expect(ends("com.amazonaws.eu-west-1.ecr.dkr")).to.deep.equal(["inside → service/ecr.dkr"]);
    expect(ends("cn.com.amazonaws.cn-north-1.sts")).to.deep.equal(["inside → service/sts"]);
    expect(ends("aws.sagemaker.eu-west-1.notebook")).to.deep.equal(["inside → service/sagemaker.notebook"]);
    expect(ends("elsewhere")).to.deep.equal(["inside → foreign/elsewhere"]);
  });

  it("leads to the balancer of an endpoint service of the stack, and on to its targets", () => {
    const provider = [
      ...vpc("vpc-b", "10.2"),
      resource("aws:lb/loadBalancer:LoadBalancer", "nlb", {
        ...{ loadBalancerType: "network", internal: true, subnets: ["vpc-b-a"] },
      }),
      resource("aws:lb/targetGroup:TargetGroup", "tg", {
        port: 8080,
        protocol: "TCP",
        targetType: "instance",
      }),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "target", {
        ...{ targetGroupArn: "tg", targetId: "vpc-b-vm" },
      }),
      resource("aws:lb/listener:Listener", "listener", {
        ...{ loadBalancerArn: "nlb", port: 443, protocol: "TCP" },
        defaultActions: [{ type: "forward", targetGroupArn: "tg" }],
      }),
      resource(ec2("VpcEndpointService"), "svc", {
        ...{ serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-1", acceptanceRequired: false },
        networkLoadBalancerArns: ["nlb"],
      }),
    ];
    const stack = [
      ...base,
      ...provider,
      interface_({ serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-1" }),
    ];
    expect(waysOf(stack, ["vpc-a"])).to.deep.equal(["inside → foreign/vpc-b"]);
    expect(portsOf(stack, "inside", "foreign/vpc-b", ["vpc-a"])).to.deep.equal(["6:443-443", "6:8080-8080"]);
  });

  it("lets nobody in by an endpoint service without principals, and whoever it allows by one with", () => {
    const provided = (props: object) => [
      ...base,
      resource("aws:lb/loadBalancer:LoadBalancer", "nlb", {
        ...{ loadBalancerType: "network", internal: true, subnets: ["vpc-a-a"] },
      }),
      resource("aws:lb/listener:Listener", "listener", {
        ...{ loadBalancerArn: "nlb", port: 443, protocol: "TCP", defaultActions: [] },
      }),
      resource(ec2("VpcEndpointService"), "svc", { networkLoadBalancerArns: ["nlb"], ...props }),
    ];
    expect(waysOf(provided({ acceptanceRequired: false }))).to.deep.equal([]);
    const allowed = { allowedPrincipals: ["arn:aws:iam::1:root"] };
    const from = "foreign/consumers-of-svc → inside";
    expect(waysOf(provided({ ...allowed, acceptanceRequired: false }))).to.include(from);
    expect(waysOf(provided({ ...allowed, acceptanceRequired: true }))).to.include(`${from} ?`);
  });
});

describe("an inspection in the way", () => {
  const inspected = [
    ...vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", vpcEndpointId: "vpce-g" }]),
    ...subnet("vpc-a", "i", "10.1.9.0/28"),
    endpoint("vpce-g", {
      ...{ vpcEndpointType: "GatewayLoadBalancer", subnetIds: ["vpc-a-i"] },
      serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-g",
    }),
  ];

  it("is a gateway balancer's endpoint: somebody else's appliance, which sends back what it likes", () => {
    expect(waysOf(inspected)).to.deep.equal(["foreign/vpce-svc-g → inside", "inside → foreign/vpce-svc-g"]);
  });

  it("may let packets through, on by the routes of its own subnet", () => {
    const onward = [
      ...without(inspected, "vpc-a-i-association"),
      resource(ec2("RouteTable"), "onward", {
        ...{ vpcId: "vpc-a", routes: [{ cidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: "pcx-0f" }] },
      }),
      resource(ec2("RouteTableAssociation"), "onward-i", { subnetId: "vpc-a-i", routeTableId: "onward" }),
    ];
    expect(waysOf(onward)).to.include("inside → foreign/pcx-0f ?");
  });

  it("is a network firewall's endpoint, known by what the firewall tells or by where the id comes from", () => {
    const firewall = resource("aws:networkfirewall/firewall:Firewall", "fw", {
      vpcId: "vpc-a",
      subnetMappings: [{ subnetId: "vpc-a-i" }],
      firewallStatuses: [{ syncStates: [{ attachments: [{ endpointId: "vpce-fw", subnetId: "vpc-a-i" }] }] }],
    });
    const routed = (vpcEndpointId: string) =>
      withProps(without(inspected, "vpce-g"), "vpc-a-table", {
        routes: [{ cidrBlock: "0.0.0.0/0", vpcEndpointId }],
      });
    const both = ["foreign/network-firewall → inside", "inside → foreign/network-firewall"];
    expect(waysOf([firewall, ...routed("vpce-fw")])).to.deep.equal(both);
    const early = [firewall, ...routed(unknownText)].map((one) =>
      one.name === "vpc-a-table" ? { ...one, sources: { routes: ["fw"] } } : one,
    );
    expect(waysOf(early)).to.include("inside → foreign/network-firewall ?");
    expect(waysOf(routed("vpce-0f"))).to.satisfy((ways: string[]) =>
      ways.some((way) => way.startsWith("inside → unknown")),
    );
  });

  it("tells what is missing where the inspector decides", () => {
    const back = breachesOf(inspected).find(({ to }) => to === "foreign/vpce-svc-g");
    expect(back?.path.some(({ fix }) => fix?.includes("past the inspection"))).to.equal(true);
  });
});

describe("other networks", () => {
  it("sends into the subnets of a Cloud WAN attachment, and takes what is routed there", () => {
    const core = vpc("vpc-a", "10.1", [
      { cidrBlock: "0.0.0.0/0", coreNetworkArn: "arn:aws:networkmanager::1:core/c" },
    ]);
    expect(waysOf(core)).to.deep.equal(["inside → foreign/core-network"]);
    const attached = [
      ...withProps(core, "vpc-a-a", { arn: "arn:subnet-a" }),
      resource("aws:networkmanager/vpcAttachment:VpcAttachment", "wan", {
        ...{ coreNetworkId: "c", vpcArn: "arn:vpc-a", subnetArns: ["arn:subnet-a"] },
      }),
    ];
    expect(waysOf(attached)).to.deep.equal([
      "foreign/core-network → inside",
      "inside → foreign/core-network",
    ]);
  });

  it("lets clients of a Client VPN in with an address of the subnet", () => {
    const clients = [
      ...vpc("vpc-a", "10.1"),
      resource("aws:ec2clientvpn/endpoint:Endpoint", "cvpn", { clientCidrBlock: "10.5.0.0/22" }),
      resource("aws:ec2clientvpn/networkAssociation:NetworkAssociation", "assoc", {
        ...{ clientVpnEndpointId: "cvpn", subnetId: "vpc-a-a" },
      }),
    ];
    expect(waysOf(clients)).to.include("foreign/client-vpn-cvpn → inside");
  });

  it("leads to VPC Lattice by the route that a service network adds", () => {
    const lattice = resource(
      "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
      "lattice",
      { vpcIdentifier: "vpc-a", serviceNetworkIdentifier: "sn-1" },
    );
    expect(waysOf([...vpc("vpc-a", "10.1"), lattice])).to.deep.equal(["inside → foreign/vpc-lattice"]);
  });
});
