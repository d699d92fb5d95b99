import { expect } from "chai";
import { resource, type TestResource, unknownText } from "../stack";
import { ec2, machine, open, vpc, withProps } from "./joined";
import { reaches, tcp } from "./reaching";

const rule = (kind: "Ingress" | "Egress") => `aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`;

/** A VPC with a client that may send anything, and a server whose group `server` has no rule. */
const closed: readonly TestResource[] = [
  ...vpc("vpc-a", "10.1"),
  resource(ec2("SecurityGroup"), "server", { vpcId: "vpc-a" }),
  machine("i-server", "vpc-a-a", "10.1.0.20", "server"),
];
const client = "vpc-a-vm";
const to = (resources: readonly TestResource[], port = 443) =>
  reaches(resources, client, "i-server", tcp(port));

describe("a security group", () => {
  it("lets nothing in and nothing out without rules, and lets answers out", () => {
    expect(to(closed)).to.equal("unreachable");
    expect(reaches(closed, "i-server", client)).to.equal("unreachable");
    const opened = [
      ...closed,
      resource(rule("Ingress"), "in", {
        ...{
          securityGroupId: "server",
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrIpv4: "10.1.0.0/24",
        },
      }),
    ];
    expect(reaches(opened, client, "i-server", tcp(443), true)).to.equal("reachable");
  });

  const ports = { fromPort: 440, toPort: 443 };
  const shapes: readonly (readonly [shape: string, resources: readonly TestResource[]])[] = [
    [
      "inline",
      withProps(closed, "server", {
        ingress: [{ protocol: "tcp", ...ports, cidrBlocks: ["10.9.0.0/16", "10.1.0.0/25"] }],
      }),
    ],
    [
      "inline by the group of the client",
      withProps(closed, "server", {
        ingress: [{ protocol: "6", ...ports, securityGroups: ["vpc-a-group"] }],
      }),
    ],
    [
      "a SecurityGroupIngressRule",
      [
        ...closed,
        resource(rule("Ingress"), "in", {
          ...{ securityGroupId: "server", ipProtocol: "tcp", ...ports },
          referencedSecurityGroupId: "vpc-a-group",
        }),
      ],
    ],
    [
      "a SecurityGroupRule",
      [
        ...closed,
        resource(ec2("SecurityGroupRule"), "in", {
          ...{ securityGroupId: "server", type: "ingress", protocol: "tcp", ...ports },
          cidrBlocks: ["10.1.0.10/32"],
        }),
      ],
    ],
    [
      "a SecurityGroupRule by group",
      [
        ...closed,
        resource(ec2("SecurityGroupRule"), "in", {
          ...{ securityGroupId: "server", type: "ingress", protocol: "tcp", ...ports },
          sourceSecurityGroupId: "vpc-a-group",
        }),
      ],
    ],
    [
      "a prefix list of the stack",
      [
        ...closed,
        resource(ec2("ManagedPrefixList"), "pl-1", { entries: [{ cidr: "10.2.0.0/16" }] }),
        resource(ec2("ManagedPrefixListEntry"), "entry", { prefixListId: "pl-1", cidr: "10.1.0.0/16" }),
        resource(rule("Ingress"), "in", {
          ...{ securityGroupId: "server", ipProtocol: "tcp", ...ports, prefixListId: "pl-1" },
        }),
      ],
    ],
  ];
  for (const [shape, resources] of shapes) {
    it(`admits the range of ports of a rule and no other: ${shape}`, () => {
      expect(to(resources, 440)).to.equal("reachable");
      expect(to(resources, 443)).to.equal("reachable");
      expect(to(resources, 439)).to.equal("unreachable");
      expect(to(resources, 444)).to.equal("unreachable");
    });
  }

  it("does not take a direction for the other", () => {
    const egress = { type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
    const out = [
      ...closed,
      resource(ec2("SecurityGroupRule"), "out", { securityGroupId: "server", ...egress }),
    ];
    expect(to(out)).to.equal("unreachable");
    expect(reaches(out, "i-server", client)).to.equal("reachable");
  });

  it("tells ICMP types and codes apart", () => {
    const resources = withProps(closed, "server", {
      ingress: [{ protocol: "icmp", fromPort: 3, toPort: 4, cidrBlocks: ["0.0.0.0/0"] }],
    });
    const icmp = (type: number, code: number) =>
      reaches(resources, client, "i-server", {
        protocols: [[1, 1]],
        sourcePorts: [[type, type]],
        destinationPorts: [[code, code]],
      });
    expect([icmp(3, 4), icmp(3, 3), icmp(8, 4)]).to.deep.equal(["reachable", "unreachable", "unreachable"]);
    expect(to(resources)).to.equal("unreachable");
  });

  it("lets members of a group in by `self`, and nobody else", () => {
    const self = [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }];
    const resources = [
      ...withProps(closed, "server", { ingress: self, egress: open }),
      machine("i-other", "vpc-a-a", "10.1.0.21", "server"),
    ];
    expect(reaches(resources, "i-other", "i-server")).to.equal("reachable");
    expect(to(resources)).to.equal("unreachable");
  });

  it("reaches members of a group by an egress rule that names the group", () => {
    const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, securityGroups: ["server"] }];
    const resources = withProps(withProps(closed, "vpc-a-group", { egress }), "server", { ingress: open });
    expect(to(resources)).to.equal("reachable");
    const other = [...resources, machine("i-third", "vpc-a-a", "10.1.0.22", "vpc-a-group")];
    expect(reaches(other, client, "i-third")).to.equal("unreachable");
  });

  it("is the default one where a machine names none: members in, everything out", () => {
    const none = { vpcSecurityGroupIds: [] };
    const resources = [
      ...closed,
      machine("i-1", "vpc-a-a", "10.1.0.30", "", none),
      machine("i-2", "vpc-a-a", "10.1.0.31", "", none),
    ];
    expect(reaches(resources, "i-1", "i-2")).to.equal("reachable");
    expect(reaches(resources, "i-1", client)).to.equal("reachable");
    expect(reaches(resources, client, "i-1")).to.equal("unreachable");
    const emptied = [...resources, resource(ec2("DefaultSecurityGroup"), "sg-default", { vpcId: "vpc-a" })];
    expect(reaches(emptied, "i-1", "i-2")).to.equal("unreachable");
  });

  it("gets a rule on the default group through the VPC's own id of it", () => {
    const resources = [
      ...withProps(closed, "vpc-a", { defaultSecurityGroupId: "sg-default" }),
      machine("i-1", "vpc-a-a", "10.1.0.30", "", { vpcSecurityGroupIds: [] }),
      resource(rule("Ingress"), "in", {
        securityGroupId: "sg-default",
        ipProtocol: "-1",
        cidrIpv4: "10.1.0.0/16",
      }),
    ];
    expect(reaches(resources, client, "i-1")).to.equal("reachable");
  });

  it("is added to an interface by an attachment of its own", () => {
    const attached = [
      ...closed,
      resource(ec2("SecurityGroup"), "more", { vpcId: "vpc-a", ingress: open }),
      resource(ec2("NetworkInterface"), "eni-1", {
        ...{ subnetId: "vpc-a-a", privateIps: ["10.1.0.40"], securityGroups: ["server"] },
      }),
    ];
    expect(reaches(attached, client, "eni-1")).to.equal("unreachable");
    const more = resource(ec2("NetworkInterfaceSecurityGroupAttachment"), "attachment", {
      ...{ networkInterfaceId: "eni-1", securityGroupId: "more" },
    });
    expect(reaches([...attached, more], client, "eni-1")).to.equal("reachable");
  });

  it("is added to a machine's main interface by an attachment of its own", () => {
    const more = resource(ec2("SecurityGroup"), "more", { vpcId: "vpc-a", ingress: open });
    const attachment = (props: object, sources: TestResource["sources"] = {}) =>
      resource(
        ec2("NetworkInterfaceSecurityGroupAttachment"),
        "at",
        { securityGroupId: "more", ...props },
        { sources },
      );
    const main = withProps(closed, "i-server", { primaryNetworkInterfaceId: "eni-9" });
    expect(to([...main, more, attachment({ networkInterfaceId: "eni-9" })])).to.equal("reachable");
    const early = attachment({ networkInterfaceId: unknownText }, { networkInterfaceId: ["i-server"] });
    expect(to([...closed, more, early])).to.equal("reachable");
    expect(to([...closed, more, attachment({ networkInterfaceId: unknownText })])).to.equal("undetermined");
  });
});

describe("a security group of which something is not known", () => {
  const ingress = (props: object, sources: TestResource["sources"] = {}) => [
    ...closed,
    resource(
      rule("Ingress"),
      "in",
      { securityGroupId: "server", ipProtocol: "tcp", fromPort: 443, toPort: 443, ...props },
      { sources },
    ),
  ];

  it("may let in what its unknown block may be, on its ports only", () => {
    const resources = ingress({ cidrIpv4: unknownText });
    expect(to(resources)).to.equal("undetermined");
    expect(to(resources, 80)).to.equal("unreachable");
  });

  it("is read by where the value comes from, before there are ids", () => {
    const resources = ingress(
      { referencedSecurityGroupId: unknownText },
      { referencedSecurityGroupId: ["vpc-a-group"] },
    );
    expect(to(resources)).to.equal("reachable");
    expect(to(resources, 80)).to.equal("unreachable");
  });

  it("may let in anybody by a prefix list or a group from outside", () => {
    expect(to(ingress({ prefixListId: "pl-outside" }))).to.equal("undetermined");
    expect(to(ingress({ referencedSecurityGroupId: "sg-outside" }))).to.equal("undetermined");
  });

  it("may have any rule if a group of the interface is not of the stack", () => {
    const resources = withProps(closed, "i-server", { vpcSecurityGroupIds: ["server", "sg-outside"] });
    expect(to(resources)).to.equal("undetermined");
  });

  it("may have an inline rule that cannot be read", () => {
    expect(to(withProps(closed, "server", { ingress: unknownText }))).to.equal("undetermined");
    expect(to(withProps(closed, "server", { egress: unknownText }))).to.equal("unreachable");
  });
});
