import { expect } from "chai";
import { resource, type TestResource } from "../stack";
import { ec2, networkOf } from "./joined";
import { base, both, inBoth, partsOf, told } from "./placed";

describe("interfaces of services", () => {
  const cases: readonly (readonly [
    what: string,
    type: string,
    props: TestResource["props"],
    expected?: readonly object[],
  ])[] = [
    ["a function in a VPC", "aws:lambda/function:Function", { vpcConfig: both }],
    [
      "a network balancer",
      "aws:lb/loadBalancer:LoadBalancer",
      {
        loadBalancerType: "network",
        internal: true,
        subnets: both.subnetIds,
        securityGroups: ["vpc-a-group"],
      },
    ],
    [
      "a network balancer without groups",
      "aws:lb/loadBalancer:LoadBalancer",
      { loadBalancerType: "network", internal: true, subnets: both.subnetIds },
      inBoth.map((part) => ({ ...part, groups: "none" })),
    ],
    [
      "a classic balancer",
      "aws:elb/loadBalancer:LoadBalancer",
      { internal: true, subnets: both.subnetIds, securityGroups: ["vpc-a-group"] },
    ],
    ["an interface endpoint", ec2("VpcEndpoint"), { vpcEndpointType: "Interface", ...both }],
    [
      "a gateway balancer's endpoint",
      ec2("VpcEndpoint"),
      { vpcEndpointType: "GatewayLoadBalancer", subnetIds: ["vpc-a-a"] },
      [{ where: "vpc-a-a", addresses: "some", groups: "none" }],
    ],
    ["a gateway endpoint", ec2("VpcEndpoint"), { vpcEndpointType: "Gateway" }, []],
    [
      "a NAT gateway",
      ec2("NatGateway"),
      { subnetId: "vpc-a-a", privateIp: "10.1.0.9" },
      [{ where: "vpc-a-a", addresses: ["10.1.0.9/32"], groups: "none" }],
    ],
    [
      "a transit attachment",
      "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
      { vpcId: "vpc-a", transitGatewayId: "tgw-1", subnetIds: ["vpc-a-b"] },
      [{ where: "vpc-a-b", addresses: "some", groups: "none" }],
    ],
    [
      "a resolver endpoint",
      "aws:route53/resolverEndpoint:ResolverEndpoint",
      {
        securityGroupIds: ["vpc-a-group"],
        ipAddresses: [{ subnetId: "vpc-a-a", ip: "10.1.0.53" }, { subnetId: "vpc-a-b" }],
      },
      [{ where: "vpc-a-a", addresses: ["10.1.0.53/32"], groups: ["vpc-a-group"] }, inBoth[1] ?? {}],
    ],
    [
      "a file system's mount target",
      "aws:efs/mountTarget:MountTarget",
      { subnetId: "vpc-a-a", ipAddress: "10.1.0.44", securityGroups: ["vpc-a-group"] },
      [{ where: "vpc-a-a", addresses: ["10.1.0.44/32"], groups: ["vpc-a-group"] }],
    ],
  ];
  for (const [what, type, props, expected = inBoth] of cases) {
    it(`are where they are said to be: ${what}`, () => {
      expect(told([resource(type, "it", props)], "it")).to.deep.equal(expected);
    });
  }

  it("are those of a database's group of subnets", () => {
    const resources = [
      resource("aws:rds/subnetGroup:SubnetGroup", "subnets", { subnetIds: both.subnetIds }),
      resource("aws:rds/instance:Instance", "db", {
        ...{ dbSubnetGroupName: "subnets", vpcSecurityGroupIds: ["vpc-a-group"], publiclyAccessible: true },
      }),
    ];
    expect(told(resources, "db")).to.deep.equal(inBoth);
    expect(partsOf(resources, "db").map(({ mayHavePublic }) => mayHavePublic)).to.deep.equal([true, true]);
  });

  it("get the VPC's default group where none is given", () => {
    const endpoint = resource(ec2("VpcEndpoint"), "it", {
      vpcEndpointType: "Interface",
      subnetIds: ["vpc-a-a"],
    });
    expect(told([endpoint], "it")[0]?.groups).to.deep.equal(["vpc-a"]);
    const managed = resource(ec2("DefaultSecurityGroup"), "sg-default", { vpcId: "vpc-a" });
    expect(told([endpoint, managed], "it")[0]?.groups).to.deep.equal(["sg-default"]);
  });

  it("are the interfaces that a live account lists for them, once", () => {
    const resources = [
      resource(ec2("NatGateway"), "nat-0a", { subnetId: "vpc-a-a", networkInterfaceId: "eni-nat" }),
      resource(ec2("NetworkInterface"), "eni-nat", {
        ...{ subnetId: "vpc-a-a", privateIps: ["10.1.0.9"], interfaceType: "natGateway", securityGroups: [] },
      }),
      resource("aws:lb/loadBalancer:LoadBalancer", "web", {
        ...{ loadBalancerType: "network", internal: true, subnets: ["vpc-a-b"] },
      }),
      resource(ec2("NetworkInterface"), "eni-web", {
        ...{
          subnetId: "vpc-a-b",
          privateIps: ["10.1.1.9"],
          description: "ELB net/web/0a1b",
          securityGroups: [],
        },
        interfaceType: "network_load_balancer",
      }),
    ];
    expect(partsOf(resources, "nat-0a")).to.deep.equal([]);
    expect(partsOf(resources, "web")).to.deep.equal([]);
    const kinds = ["eni-nat", "eni-web"]
      .flatMap((name) => partsOf(resources, name))
      .map((part) => [part.kind, part.isFiltered]);
    expect(kinds).to.deep.equal([
      ["nat", false],
      ["balancer", false],
    ]);
  });

  it("are not those that somebody described as AWS does", () => {
    const described = (description: string, more: object) =>
      partsOf(
        [
          resource(ec2("NatGateway"), "nat-0a", { subnetId: "vpc-a-a" }),
          resource(ec2("NetworkInterface"), "eni", {
            ...{ subnetId: "vpc-a-a", privateIps: ["10.1.0.9"], securityGroups: ["vpc-a-group"] },
            ...{ description, sourceDestCheck: false, ...more },
          }),
        ],
        "eni",
      ).map(({ kind, sourceCheck }) => [kind, sourceCheck]);
    for (const description of [
      "Interface for NAT Gateway nat-0a",
      "ELB net/web/0a1b",
      "VPC Endpoint Interface vpce-0a",
    ]) {
      const user = { interfaceType: "interface", requesterManaged: false };
      expect(described(description, user), description).to.deep.equal([["instance", false]]);
      expect(described(description, {}), description).to.deep.equal([["instance", false]]);
    }
    const managed = { interfaceType: "interface", requesterManaged: true };
    expect(described("ELB app/nat-0a/0a1b", managed)).to.deep.equal([["balancer", true]]);
    // As a live account answers: of a transit attachment AWS says that nobody requested it.
    const transit = { interfaceType: "transit_gateway", requesterManaged: false };
    const description = "Network Interface for Transit Gateway Attachment tgw-attach-0a";
    expect(described(description, transit)).to.deep.equal([["transit", true]]);
  });

  describe("that AWS made, as a live account lists them", () => {
    const servicesOf = (props: TestResource["props"], ...others: readonly TestResource[]) => {
      const made = { subnetId: "vpc-a-a", privateIps: ["10.1.0.9"], requesterManaged: true, ...props };
      return partsOf([resource(ec2("NetworkInterface"), "eni-it", made), ...others], "eni-it").map(
        ({ service }) => service?.why,
      );
    };
    const unknown = "of a service of AWS that nothing listed has";

    it("lead anywhere, where nothing that is listed has them", () => {
      for (const props of [
        { interfaceType: "interface", description: "CloudFront VPC origin" },
        { interfaceType: "interface", description: "ClientVPN Endpoint resource" },
        { interfaceType: "quicksight" },
        { interfaceType: "ec2_instance_connect_endpoint", requesterManaged: false },
        { interfaceType: "a_type_to_come", requesterManaged: false },
        { interfaceType: "transit_gateway", description: "Network Interface for tgw-attach-0a" },
        { interfaceType: "vpc_endpoint", description: "VPC Endpoint Interface vpce-0a" },
      ]) {
        expect(servicesOf(props)[0], JSON.stringify(props)).to.contain(unknown);
      }
    });

    it("are a machine's, a function's, a balancer's, or those of an endpoint that is listed", () => {
      const endpoint = resource(ec2("VpcEndpoint"), "vpce-0a", {
        vpcEndpointType: "Interface",
        subnetIds: ["vpc-a-a"],
        networkInterfaceIds: ["eni-it"],
      });
      const all = [
        servicesOf({ interfaceType: "interface", requesterManaged: false }),
        servicesOf({ interfaceType: "efa", requesterManaged: false }),
        servicesOf({ interfaceType: "lambda", description: "AWS Lambda VPC ENI-f" }),
        servicesOf({ interfaceType: "network_load_balancer", description: "ELB net/web/0a1b" }),
        servicesOf({ interfaceType: "vpc_endpoint" }, endpoint),
      ];
      expect(all).to.deep.equal(all.map(() => [undefined]));
    });

    it("are a way in and out that may be", () => {
      const stack = [
        resource(ec2("NetworkInterface"), "eni-it", {
          ...{ subnetId: "vpc-a-a", privateIps: ["10.1.0.9"], securityGroups: ["vpc-a-group"] },
          ...{ requesterManaged: true, interfaceType: "interface", description: "Verified Access endpoint" },
        }),
      ];
      const found = networkOf([...base, ...stack]).nodes.flatMap(({ id, steps }) =>
        steps.filter(({ by }) => by.missing !== undefined).map(({ to, take }) => [id, to, take]),
      );
      expect(found).to.deep.include(["if/eni-it", "zone/foreign/service-of-eni-it", "perhaps"]);
      expect(found).to.deep.include(["zone/foreign/service-of-eni-it/out", "if/eni-it/out", "perhaps"]);
    });
  });
});
