import { expect } from "chai";
import { resource, type TestResource } from "../stack";
import { ec2, machine, vpc, waysOf, without } from "./joined";

/** A machine that may talk to a service's list only, and whose way out is a peering; two endpoints tell the list's addresses. */
const told = (first: string, second: string): TestResource[] => [
  ...without(
    vpc("a", "10.1", [{ cidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: "pcx-1" }]),
    "a-vm",
    "a-group",
  ),
  resource(ec2("VpcPeeringConnection"), "pcx-1", { vpcId: "a", peerVpcId: "vpc-0f", acceptStatus: "active" }),
  resource(ec2("SecurityGroup"), "g", {
    vpcId: "a",
    egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: ["pl-s3"] }],
  }),
  machine("vm", "a-a", "10.1.0.10", "g"),
  ...[first, second].map((cidr, index) =>
    resource(ec2("VpcEndpoint"), `e${index}`, {
      ...{ vpcId: "a", serviceName: "com.amazonaws.eu-west-1.s3", prefixListId: "pl-s3", cidrBlocks: [cidr] },
      routeTableIds: index === 0 ? [] : ["a-table"],
    }),
  ),
];

describe("a service's list of which two endpoints tell", () => {
  it("is closed where the endpoint of the table has all of its addresses", () => {
    expect(waysOf(told("52.216.0.0/15", "52.216.0.0/15"))).to.not.include("inside → foreign/vpc-0f");
  });

  it("may hold what either of them tells, where they contradict each other", () => {
    expect(waysOf(told("52.216.0.0/15", "172.31.0.0/16"))).to.include("inside → foreign/vpc-0f ?");
    expect(waysOf(told("172.31.0.0/16", "52.216.0.0/15"))).to.include("inside → foreign/vpc-0f ?");
  });
});
