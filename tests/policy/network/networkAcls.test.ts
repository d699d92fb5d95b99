import { expect } from "chai";
import { resource, type TestResource, unknownText } from "../stack";
import { ec2, machine, subnet, vpc, withProps } from "./joined";
import { reaches, tcp } from "./reaching";

/** A client in subnet a, a server in subnet b, whose groups let everything pass. */
const plain: readonly TestResource[] = [
  ...vpc("vpc-a", "10.1"),
  ...subnet("vpc-a", "b", "10.1.1.0/24"),
  machine("i-server", "vpc-a-b", "10.1.1.20", "vpc-a-group"),
];
const entry = (ruleNo: number, action: string, cidrBlock: string, ports?: readonly [number, number]) => ({
  ...{ ruleNo, action, cidrBlock, protocol: ports ? "tcp" : "-1" },
  ...{ fromPort: ports?.[0] ?? 0, toPort: ports?.[1] ?? 0 },
});
const everything = [entry(100, "allow", "0.0.0.0/0")];
const acl = (props: object, more: Parameters<typeof resource>[3] = {}) =>
  resource(
    ec2("NetworkAcl"),
    "acl",
    { vpcId: "vpc-a", subnetIds: ["vpc-a-b"], egress: everything, ...props },
    more,
  );
const to = (resources: readonly TestResource[], port = 443, connection = false) =>
  reaches(resources, "vpc-a-vm", "i-server", tcp(port), connection);

describe("a network ACL", () => {
  it("allows everything where nobody manages the default one, and nothing where it is emptied", () => {
    expect(to(plain)).to.equal("reachable");
    const emptied = resource(ec2("DefaultNetworkAcl"), "default", { vpcId: "vpc-a" });
    expect(to([...plain, emptied])).to.equal("unreachable");
    const byId = resource(ec2("DefaultNetworkAcl"), "default", { defaultNetworkAclId: "acl-0" });
    expect(to([...withProps(plain, "vpc-a", { defaultNetworkAclId: "acl-0" }), byId])).to.equal(
      "unreachable",
    );
  });

  it("takes the first entry that matches, by number", () => {
    const ingress = [
      entry(200, "allow", "0.0.0.0/0"),
      entry(90, "allow", "10.1.0.10/32", [443, 443]),
      entry(100, "deny", "10.1.0.0/24", [1, 1000]),
    ];
    const resources = [...plain, acl({ ingress })];
    expect(to(resources, 443)).to.equal("reachable");
    expect(to(resources, 80)).to.equal("unreachable");
    expect(to(resources, 2000)).to.equal("reachable");
  });

  it("keeps no state: an answer needs an entry of its own", () => {
    const ingress = [entry(100, "allow", "0.0.0.0/0", [443, 443])];
    expect(to([...plain, acl({ ingress, egress: [] })])).to.equal("reachable");
    expect(to([...plain, acl({ ingress, egress: [] })], 443, true)).to.equal("unreachable");
    const egress = [entry(100, "allow", "10.1.0.0/24", [1024, 65_535])];
    expect(to([...plain, acl({ ingress, egress })], 443, true)).to.equal("reachable");
  });

  it("does not stand between machines of one subnet", () => {
    const resources = [
      ...plain,
      acl({ ingress: [], egress: [] }),
      machine("i-near", "vpc-a-b", "10.1.1.21", "vpc-a-group"),
    ];
    expect(reaches(resources, "i-near", "i-server")).to.equal("reachable");
    expect(to(resources)).to.equal("unreachable");
  });

  it("gets entries of their own, and subnets by associations of their own", () => {
    const rules = [
      resource(ec2("NetworkAclRule"), "in", {
        ...{ networkAclId: "acl", ruleNumber: 10, ruleAction: "allow", protocol: "tcp" },
        ...{ fromPort: 443, toPort: 443, cidrBlock: "10.1.0.0/16" },
      }),
    ];
    const list = acl({ subnetIds: [], ingress: [] });
    expect(to([...plain, list, ...rules], 80)).to.equal("reachable");
    const association = resource(ec2("NetworkAclAssociation"), "association", {
      ...{ networkAclId: "acl", subnetId: "vpc-a-b" },
    });
    expect(to([...plain, list, ...rules, association], 443)).to.equal("reachable");
    expect(to([...plain, list, ...rules, association], 80)).to.equal("unreachable");
  });

  it("reads ICMP types where an inline entry writes them", () => {
    const ingress = [
      { ...entry(10, "allow", "0.0.0.0/0", [0, 0]), protocol: "icmp", icmpType: 8, icmpCode: -1 },
    ];
    const icmp = (type: number) =>
      reaches([...plain, acl({ ingress })], "vpc-a-vm", "i-server", {
        protocols: [[1, 1]],
        sourcePorts: [[type, type]],
      });
    expect([icmp(8), icmp(3)]).to.deep.equal(["reachable", "unreachable"]);
  });

  it("of which an entry is not known may allow and may deny what the entry may match", () => {
    const unsure = { ...entry(10, "allow", "0.0.0.0/0"), cidrBlock: unknownText };
    expect(to([...plain, acl({ ingress: [unsure] })])).to.equal("undetermined");
    expect(to([...plain, acl({ ingress: [unsure, entry(20, "allow", "0.0.0.0/0")] })])).to.equal(
      "undetermined",
    );
    const narrow = { ...entry(10, "allow", "0.0.0.0/0", [80, 80]), cidrBlock: unknownText };
    const after = [...plain, acl({ ingress: [narrow, entry(20, "allow", "0.0.0.0/0")] })];
    expect(to(after, 443)).to.equal("reachable");
  });

  it("is found by where its subnets come from, before there are ids", () => {
    const list = acl({ ingress: [], subnetIds: [unknownText] }, { sources: { subnetIds: ["vpc-a-b"] } });
    expect(to([...plain, list])).to.equal("unreachable");
    const both = acl(
      { ingress: [], subnetIds: [unknownText] },
      { sources: { subnetIds: ["vpc-a-a", "vpc-a-b"] } },
    );
    expect(to([...plain, both])).to.equal("undetermined");
  });

  it("from outside the stack may hold anything", () => {
    const association = resource(ec2("NetworkAclAssociation"), "association", {
      ...{ networkAclId: "acl-outside", subnetId: "vpc-a-b" },
    });
    const emptied = resource(ec2("DefaultNetworkAcl"), "default", { vpcId: "vpc-a" });
    const open = acl({ subnetIds: ["vpc-a-a"], ingress: everything });
    expect(to([...plain, emptied, open])).to.equal("unreachable");
    expect(to([...plain, emptied, open, association])).to.equal("undetermined");
  });

  it("may be either where two claim a subnet", () => {
    const closed = acl({ ingress: [] });
    const other = { ...acl({ ingress: everything }), name: "other" };
    expect(to([...plain, closed, other])).to.equal("undetermined");
  });
});
