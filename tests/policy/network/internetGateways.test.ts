import { expect } from "chai";
import { resource, type TestResource, unknownFlag, unknownText } from "../stack";
import { ec2, machine, vpc, wayOf, waysOf, withProps } from "./joined";
import { reaches } from "./reaching";

const toInternet = { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
const gateway = resource(ec2("InternetGateway"), "igw-1", { vpcId: "vpc-a" });
/** A VPC with a default route to its internet gateway; its machine has no public address. */
const attached: readonly TestResource[] = [...vpc("vpc-a", "10.1", [toInternet]), gateway];
const isPublic = (resources: readonly TestResource[]) =>
  withProps(resources, "vpc-a-vm", { associatePublicIpAddress: true });
const both = ["inside → internet", "internet → inside"];

describe("an internet gateway", () => {
  it("passes nobody without a public address", () => {
    expect(waysOf(attached)).to.deep.equal([]);
  });

  it("passes who has a public address, in both directions", () => {
    expect(waysOf(isPublic(attached))).to.deep.equal(both);
    const { path } = wayOf(isPublic(attached), "inside", "internet");
    expect(path.map(({ admittedBy }) => admittedBy)).to.include("route 0.0.0.0/0 to igw-1");
    expect(path.every(({ resource: name }) => name !== "")).to.equal(true);
  });

  const shapes: readonly (readonly [shape: string, resources: readonly TestResource[]])[] = [
    [
      "an address that the subnet gives",
      withProps(attached, "vpc-a-a", { mapPublicIpOnLaunch: true }).map(unasked),
    ],
    [
      "an elastic address",
      [...attached, resource(ec2("Eip"), "eip", { instance: "vpc-a-vm", publicIp: "198.51.100.7" })],
    ],
    [
      "an association of an elastic address",
      [
        ...attached,
        resource(ec2("Eip"), "eip-1", {}),
        resource(ec2("EipAssociation"), "a", { allocationId: "eip-1", instanceId: "vpc-a-vm" }),
      ],
    ],
    [
      "halves of the default route",
      isPublic([
        ...vpc("vpc-a", "10.1", [
          { cidrBlock: "0.0.0.0/1", gatewayId: "igw-1" },
          { cidrBlock: "128.0.0.0/1", gatewayId: "igw-1" },
        ]),
        gateway,
      ]),
    ],
    [
      "a route of its own, and an attachment of its own",
      isPublic([
        ...vpc("vpc-a", "10.1"),
        resource(ec2("InternetGateway"), "igw-1"),
        resource(ec2("InternetGatewayAttachment"), "at", { internetGatewayId: "igw-1", vpcId: "vpc-a" }),
        resource(ec2("Route"), "r", {
          routeTableId: "vpc-a-table",
          destinationCidrBlock: "8.8.8.0/24",
          gatewayId: "igw-1",
        }),
      ]),
    ],
    [
      "a route for a prefix list",
      isPublic([
        ...vpc("vpc-a", "10.1", [{ destinationPrefixListId: "pl-1", gatewayId: "igw-1" }]),
        gateway,
        resource(ec2("ManagedPrefixList"), "pl-1", { entries: [{ cidr: "8.0.0.0/8" }] }),
      ]),
    ],
  ];
  for (const [shape, resources] of shapes) {
    it(`is a way out by ${shape}`, () => {
      expect(waysOf(resources)).to.include("inside → internet");
    });
  }

  it("is no way out without a route, though what comes in needs none", () => {
    expect(waysOf(isPublic([...vpc("vpc-a", "10.1"), gateway]))).to.deep.equal(["internet → inside"]);
  });

  it("is no way if it is not attached, or attached elsewhere", () => {
    const lone = resource(ec2("InternetGateway"), "igw-1");
    expect(waysOf(isPublic([...vpc("vpc-a", "10.1", [toInternet]), lone]))).to.deep.equal([]);
  });

  it("is no way past a blackhole of a longer prefix", () => {
    const routes = [toInternet, { cidrBlock: "8.0.0.0/8", state: "blackhole", gatewayId: "igw-1" }];
    const { path } = wayOf(isPublic([...vpc("vpc-a", "10.1", routes), gateway]), "inside", "internet");
    expect(path.at(-1)?.packet.destination).not.to.match(/^8\./);
  });

  it("may be a way if whether there is a public address is not known", () => {
    const unsure = withProps(attached, "vpc-a-vm", { associatePublicIpAddress: unknownFlag });
    expect(waysOf(unsure)).to.deep.equal(both.map((way) => `${way} ?`));
    expect(wayOf(unsure, "inside", "internet").missing).to.include({
      resource: "vpc-a-vm",
      property: "associatePublicIpAddress",
    });
  });

  it("may be a way for whoever has an elastic address of which the interface is not known", () => {
    const eip = resource(ec2("Eip"), "eip", { networkInterface: unknownText });
    expect(waysOf([...attached, eip])).to.deep.equal(both.map((way) => `${way} ?`));
    const main = resource(
      ec2("Eip"),
      "eip",
      { networkInterface: unknownText },
      { sources: { networkInterface: ["vpc-a-vm"] } },
    );
    expect(waysOf([...attached, main])).to.deep.equal(both);
  });

  it("may be a way if the route's target, or its destination, is not known", () => {
    const target = isPublic([
      ...vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", gatewayId: unknownText }]),
      gateway,
    ]);
    expect(waysOf(target)).to.include("inside → unknown ?");
    const destination = isPublic([
      ...vpc("vpc-a", "10.1", [{ cidrBlock: unknownText, gatewayId: "igw-1" }]),
      gateway,
    ]);
    expect(waysOf(destination)).to.include("inside → internet ?");
  });

  it("from outside the stack leads to the internet", () => {
    const resources = vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-0abc" }]);
    expect(waysOf(resources)).to.include("inside → internet");
  });

  it("passes IPv6 as it is", () => {
    const ipv6 = [
      ...vpc("vpc-a", "10.1", [{ ipv6CidrBlock: "::/0", gatewayId: "igw-1" }], {
        ipv6CidrBlock: "2001:db8::/56",
      }),
      gateway,
    ];
    const inside = withProps(ipv6, "vpc-a-a", {
      ipv6CidrBlock: "2001:db8::/64",
      assignIpv6AddressOnCreation: true,
    });
    expect(waysOf(ipv6)).to.deep.equal([]);
    expect(waysOf(inside)).to.deep.equal(both);
  });

  it("leads out and in again for a public address of the same VPC", () => {
    const eip = (instance: string, publicIp: string) =>
      resource(ec2("Eip"), `eip-${instance}`, { instance, publicIp });
    const resources = [
      ...attached,
      machine("i-2", "vpc-a-a", "10.1.0.11", "vpc-a-group"),
      eip("vpc-a-vm", "198.51.100.7"),
      eip("i-2", "198.51.100.8"),
    ];
    expect(reaches(resources, "vpc-a-vm", "i-2", { destination: ["198.51.100.8/32"] })).to.equal("reachable");
    expect(reaches(resources, "vpc-a-vm", "i-2", { destination: ["198.51.100.9/32"] })).to.equal(
      "unreachable",
    );
  });
});

describe("an egress-only internet gateway", () => {
  const ipv6: readonly TestResource[] = [
    ...withProps(
      vpc("vpc-a", "10.1", [{ ipv6CidrBlock: "::/0", egressOnlyGatewayId: "eigw-1" }], {
        ipv6CidrBlock: "2001:db8::/56",
      }),
      "vpc-a-a",
      { ipv6CidrBlock: "2001:db8::/64", assignIpv6AddressOnCreation: true },
    ),
    resource(ec2("EgressOnlyInternetGateway"), "eigw-1", { vpcId: "vpc-a" }),
  ];

  it("is a way out, by which nothing new comes in", () => {
    expect(waysOf(ipv6)).to.deep.equal(["inside → internet"]);
  });

  it("is a way out of a VPC whose IPv6 block AWS will choose", () => {
    const generated = withProps(
      withProps(ipv6, "vpc-a", { ipv6CidrBlock: undefined, assignGeneratedIpv6CidrBlock: true }),
      "vpc-a-a",
      { ipv6CidrBlock: unknownText },
    );
    expect(waysOf(generated)).to.deep.equal(["inside → internet"]);
  });
});

describe("a carrier gateway", () => {
  it("is a way out and in", () => {
    const resources = [
      ...vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", carrierGatewayId: "cagw-1" }]),
      resource(ec2("CarrierGateway"), "cagw-1", { vpcId: "vpc-a" }),
    ];
    expect(waysOf(resources)).to.deep.equal(both);
  });
});

describe("a local gateway", () => {
  it("leads to the Outpost's network", () => {
    const resources = vpc("vpc-a", "10.1", [{ cidrBlock: "0.0.0.0/0", localGatewayId: "lgw-1" }]);
    expect(waysOf(resources)).to.include.members(["inside → foreign/outpost", "foreign/outpost → inside"]);
  });
});

/** Leaves it to the subnet whether there is a public address. */
function unasked(one: TestResource): TestResource {
  return one.name === "vpc-a-vm"
    ? { ...one, props: { ...one.props, associatePublicIpAddress: undefined } }
    : one;
}
