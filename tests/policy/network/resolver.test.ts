import { expect } from "chai";
import { resource, type TestResource, unknownFlag } from "../stack";
import { ec2, portsOf, vpc, waysOf, withProps } from "./joined";

const on: readonly TestResource[] = withProps(vpc("vpc-a", "10.1"), "vpc-a", { enableDnsSupport: undefined });

describe("Amazon's resolver", () => {
  it("is there unless the VPC turns it off", () => {
    expect(waysOf(on)).to.deep.equal(["inside → resolver"]);
    expect(waysOf(withProps(on, "vpc-a", { enableDnsSupport: false }))).to.deep.equal([]);
    expect(waysOf(withProps(on, "vpc-a", { enableDnsSupport: unknownFlag }))).to.deep.equal([
      "inside → resolver ?",
    ]);
  });

  it("takes questions by TCP and UDP on port 53 only", () => {
    expect(portsOf(on, "inside", "resolver")).to.deep.equal(["17:53-53", "6:53-53"]);
  });

  it("is past groups, lists and routes", () => {
    const closed = withProps(on, "vpc-a-group", { ingress: [], egress: [] });
    const list = resource(ec2("NetworkAcl"), "acl", { vpcId: "vpc-a", subnetIds: ["vpc-a-a"] });
    expect(waysOf([...closed, list])).to.deep.equal(["inside → resolver"]);
  });
});
