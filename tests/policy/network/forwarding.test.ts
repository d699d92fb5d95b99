import { expect } from "chai";
import { prove } from "../../../policy/proof/prove";
import { resource, type TestResource, unknownText } from "../stack";
import { breachesOf, ec2, machine, networkOf, open, subnet, vpc, without, withProps } from "./joined";

const through = { cidrBlock: "0.0.0.0/0", networkInterfaceId: "eni-f" };

/** `vpc-a-vm` is closed but for its route by `forwarder`, whose subnet alone has a way out: a peering with somebody else. */
function forwarded(check: boolean | string, route: object = through): TestResource[] {
  return [
    ...vpc("vpc-a", "10.1", [route]),
    resource(ec2("SecurityGroup"), "forwarders", { vpcId: "vpc-a", ingress: open, egress: open }),
    resource(ec2("RouteTable"), "way-out", {
      ...{ vpcId: "vpc-a", routes: [{ cidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: "pcx-0f" }] },
    }),
    resource(ec2("Subnet"), "vpc-a-f", {
      ...{ vpcId: "vpc-a", cidrBlock: "10.1.7.0/24", availabilityZone: "eu-west-1a" },
    }),
    resource(ec2("RouteTableAssociation"), "f-way-out", { subnetId: "vpc-a-f", routeTableId: "way-out" }),
    machine("forwarder", "vpc-a-f", "10.1.7.7", "forwarders", {
      ...{ sourceDestCheck: check, primaryNetworkInterfaceId: "eni-f" },
    }),
  ];
}

/** Zones that the packets of `vpc-a-vm` alone can be in: the forwarder sends nothing by itself. */
const zonesOf = (resources: readonly TestResource[]): readonly string[] => {
  const network = networkOf(resources);
  const starts = network.starts.filter(({ id }) => id === "if/vpc-a-vm");
  return prove({ ...network, starts }, { schema: 1, allow: [] }).pairs.map(({ to }) => to);
};

describe("an interface as the target of a route", () => {
  it("forwards what is not its own without source/destination check", () => {
    expect(zonesOf(forwarded(false))).to.include("foreign/pcx-0f");
    expect(zonesOf(forwarded(true))).not.to.include("foreign/pcx-0f");
  });

  it("takes only what is its own with the check, and the list of its subnet stands before it", () => {
    const { nodes } = networkOf(forwarded(true));
    const via = nodes.find(({ id }) => id === "if/forwarder/via");
    expect(via?.steps.map(({ match, to }) => [match, to])).to.deep.equal([
      [{ destination: ["10.1.7.7/32"] }, "if/forwarder/in"],
    ]);
    expect(via?.openings?.map(({ kind }) => kind)).to.deep.equal(["source-check"]);
    const routes = nodes.find(({ id }) => id === "subnet/vpc-a-a/routes");
    expect(routes?.steps.map(({ to }) => to)).to.include("if/forwarder/via/acl");
  });

  it("meets the forwarder's groups, in and out", () => {
    const closed = (rules: object) => withProps(forwarded(false), "forwarders", rules);
    expect(zonesOf(closed({ ingress: [] }))).not.to.include("foreign/pcx-0f");
    expect(zonesOf(closed({ egress: [] }))).not.to.include("foreign/pcx-0f");
  });

  it("hides the first sender: references to its groups do not hold behind a forwarder", () => {
    const { nodes } = networkOf(forwarded(false));
    const forwards = nodes
      .find(({ id }) => id === "if/forwarder")
      ?.steps.filter(({ to }) => to === "if/forwarder/out");
    expect(forwards?.map(({ match, rewrite }) => [match.state, rewrite?.sender])).to.deep.equal([
      ["new", "if/forwarder"],
      ["reply", undefined],
    ]);
    expect(forwards?.[0]?.by).to.include({ resource: "forwarder", property: "sourceDestCheck" });
  });

  it("is found by the instance's id, and before there are ids", () => {
    const byInstance = forwarded(false, { cidrBlock: "0.0.0.0/0", instanceId: "forwarder" });
    const asRoute = [
      ...withProps(forwarded(false), "vpc-a-table", { routes: [] }),
      resource(ec2("Route"), "route", {
        ...{ routeTableId: "vpc-a-table", destinationCidrBlock: "0.0.0.0/0", instanceId: "forwarder" },
      }),
    ];
    expect(zonesOf(asRoute)).to.include("foreign/pcx-0f");
    expect(zonesOf(byInstance)).to.include("foreign/pcx-0f");
    const early = forwarded(false, { cidrBlock: "0.0.0.0/0", networkInterfaceId: unknownText }).sort(
      (a, b) => (a.name === "forwarder" ? -1 : b.name === "forwarder" ? 1 : 0),
    );
    const told = early.map((one) =>
      one.name === "vpc-a-table" ? { ...one, sources: { routes: ["forwarder"] } } : one,
    );
    expect(zonesOf(told)).to.include("foreign/pcx-0f");
  });

  it("leads nobody knows where if it is of no resource", () => {
    const unknown = forwarded(true, { cidrBlock: "0.0.0.0/0", networkInterfaceId: "eni-0f" });
    const to = breachesOf(unknown).map((breach) => breach.to);
    expect(to).to.include("unknown");
  });

  it("passes from one interface of an instance to another, if both check nothing", () => {
    const second = (check: boolean) => [
      ...forwarded(false),
      ...subnet("vpc-a", "s", "10.1.8.0/24"),
      resource(ec2("NetworkInterface"), "eni-s", {
        ...{
          subnetId: "vpc-a-s",
          privateIps: ["10.1.8.8"],
          securityGroups: ["forwarders"],
          sourceDestCheck: check,
        },
        attachments: [{ instance: "forwarder", deviceIndex: 1 }],
      }),
    ];
    const out = (check: boolean) =>
      networkOf(second(check))
        .nodes.find(({ id }) => id === "if/forwarder")
        ?.steps.map(({ to }) => to);
    expect(out(false)).to.include("if/eni-s/out");
    expect(out(true)).not.to.include("if/eni-s/out");
  });

  it("does not stand in the way of its own subnet", () => {
    const same = [
      ...without(forwarded(false), "vpc-a-vm", "vpc-a-a", "vpc-a-a-association"),
      machine("vpc-a-vm", "vpc-a-f", "10.1.7.10", "forwarders"),
    ];
    const own = withProps(same, "way-out", { routes: [through] });
    const routes = networkOf(own).nodes.find(({ id }) => id === "subnet/vpc-a-f/routes");
    expect(routes?.steps.map(({ to }) => to)).to.include("if/forwarder/via");
  });
});
