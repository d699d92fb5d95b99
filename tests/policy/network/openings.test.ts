import { expect } from "chai";
import { marginsOf } from "../../../policy/proof/margin";
import { resource, type TestResource } from "../stack";
import { ec2, networkOf, vpc, withProps } from "./joined";

const toInternet = { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
const gateway = resource(ec2("InternetGateway"), "igw-1", { vpcId: "vpc-a" });

/** The distance to the internet, and the kinds of the changes of one shortest way. */
function margin(resources: readonly TestResource[]) {
  const found = marginsOf(networkOf(resources), { schema: 1, allow: [] });
  const out = found.find(({ from, to }) => from === "inside" && to === "internet");
  return [out?.distance, out?.changes.map(({ kind }) => kind)];
}

describe("the margin of a VPC to the internet", () => {
  it("is none where the way is open", () => {
    const open = [
      ...withProps(vpc("vpc-a", "10.1", [toInternet]), "vpc-a-vm", { associatePublicIpAddress: true }),
      gateway,
    ];
    expect(margin(open)).to.deep.equal([0, []]);
  });

  it("is one change where one thing is missing: a route, a public address, a rule, an entry", () => {
    const isPublic = (resources: readonly TestResource[]) =>
      withProps(resources, "vpc-a-vm", { associatePublicIpAddress: true });
    expect(margin([...isPublic(vpc("vpc-a", "10.1")), gateway])).to.deep.equal([1, ["route"]]);
    const routed = [...vpc("vpc-a", "10.1", [toInternet]), gateway];
    expect(margin(routed)).to.deep.equal([1, ["public-address"]]);
    const closed = withProps(isPublic(routed), "vpc-a-group", { egress: [], ingress: [] });
    expect(margin(closed)).to.deep.equal([1, ["group-rule"]]);
    const list = resource(ec2("NetworkAcl"), "acl", { vpcId: "vpc-a", subnetIds: ["vpc-a-a"] });
    expect(margin([...isPublic(routed), list])).to.deep.equal([1, ["acl-entry"]]);
  });

  it("counts a gateway that is still to be made, the route to it, and the address", () => {
    const none = vpc("vpc-a", "10.1");
    expect(margin(none)).to.deep.equal([3, ["route", "gateway", "public-address"]]);
    const closed = withProps(none, "vpc-a-group", { egress: [], ingress: [] });
    expect(margin(closed)).to.deep.equal(["more than 3", []]);
    expect(margin([...none, gateway])).to.deep.equal([2, ["route", "public-address"]]);
  });

  it("tells each change in words", () => {
    const [out] = marginsOf(networkOf(vpc("vpc-a", "10.1")), { schema: 1, allow: [] }).filter(
      ({ from, to }) => from === "inside" && to === "internet",
    );
    expect(out?.changes.map(({ change }) => change)).to.deep.equal([
      "add a route to an internet gateway to vpc-a-table",
      "create an internet gateway and attach it to vpc-a",
      "give it a public IPv4 address",
    ]);
  });
});
