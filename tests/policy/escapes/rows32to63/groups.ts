import { unknownList, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { add, ec2, ofTypes, rowOf } from "../shapes";

const open = rowOf(50, "no-open-security-group");
const shape = rowOf(50, "one-shape-of-group-rules");
const defaults = rowOf(51, "empty-default-security-group");
const lists = rowOf(51, "no-open-network-acl");
const logs = rowOf(52, "flow-logs");

const ofWorkers = { securityGroupId: [own.workersGroup] };
const vpc = add("vpc");
const tcp = { ipProtocol: "tcp", fromPort: 443, toPort: 443, securityGroupId: unknownText };
const ingress = (props: object, name = "it") =>
  vpc("SecurityGroupIngressRule", name, { ...tcp, ...props }, ofWorkers);
const egress = (props: object, name = "it") =>
  vpc("SecurityGroupEgressRule", name, { ...tcp, ...props }, ofWorkers);
const older = (props: object) =>
  ec2(
    "SecurityGroupRule",
    "it",
    { type: "egress", protocol: "tcp", fromPort: 443, toPort: 443, securityGroupId: unknownText, ...props },
    ofWorkers,
  );
const group = (props: object) =>
  ec2("SecurityGroup", "it", { vpcId: unknownText, ...props }, { vpcId: [own.vpc] });
const inline = { protocol: "tcp", fromPort: 443, toPort: 443 };
const home = { ...inline, cidrBlocks: ["10.20.0.0/16"] };
const entry = (props: object) =>
  ec2(
    "NetworkAclRule",
    "it",
    { networkAclId: unknownText, ruleNumber: 50, protocol: "tcp", ruleAction: "allow", ...props },
    { networkAclId: [own.workersAcl] },
  );
const log = (props: object, sources: Readonly<Record<string, readonly string[]>> = {}) =>
  ec2(
    "FlowLog",
    "it",
    {
      ...{ vpcId: unknownText, trafficType: "ALL", iamRoleArn: unknownText, logDestination: unknownText },
      ...props,
    },
    { vpcId: [own.vpc], iamRoleArn: [own.flowRole], logDestination: [own.flowGroup], ...sources },
  );

/** Rows 50 to 52: groups, network ACLs, flow logs. */
export const groupsAndLists: readonly EscapeCase[] = [
  open.escape("in from everywhere", ingress({ cidrIpv4: "0.0.0.0/0" })),
  open.escape("out to everywhere", egress({ cidrIpv4: "0.0.0.0/0" })),
  open.escape("out to everywhere in halves", [
    egress({ cidrIpv4: "0.0.0.0/1" }, "low"),
    egress({ cidrIpv4: "128.0.0.0/1" }, "high"),
  ]),
  open.escape("out by IPv6", egress({ cidrIpv6: "::/0" })),
  open.escape("out to public IPv6 that is not ::/0", egress({ cidrIpv6: "2000::/3" })),
  open.escape("out to one public address", egress({ cidrIpv4: "203.0.113.9/32" })),
  open.escape("out to a private block that is not behind the VPN", egress({ cidrIpv4: "10.0.0.0/8" })),
  open.escape("out to a prefix list from outside", egress({ prefixListId: "pl-0123456789abcdef0" })),
  open.escape("out to a block that is not known", egress({ cidrIpv4: unknownText })),
  open.escape("the older rule, in halves", older({ cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] })),
  open.escape("the older rule, by IPv6", older({ ipv6CidrBlocks: ["::/0"] })),
  open.escape("inline, out to everywhere", group({ egress: [{ ...inline, cidrBlocks: ["0.0.0.0/0"] }] })),
  open.escape("inline, in by IPv6", group({ ingress: [{ ...inline, ipv6CidrBlocks: ["::/0"] }] })),
  open.escape("inline, not known", group({ egress: unknownList })),
  open.escape(
    "inline, to a prefix list",
    group({ egress: [{ ...inline, prefixListIds: ["pl-0123456789abcdef0"] }] }),
  ),
  shape.escape("inline beside the group's own rules", [], {
    changes: { [own.workersGroup]: { ingress: [home] } },
  }),
  shape.escape("inline rules that are not known", [], {
    changes: { [own.workersGroup]: { egress: unknownList } },
  }),
  shape.escape("the older rule beside the newer ones", older({ cidrBlocks: ["10.20.0.0/16"] })),
  ...ofTypes(
    50,
    "one-shape-of-group-rules",
  )({
    "a group in another VPC": "vpc SecurityGroupVpcAssociation",
    "a group on an interface": "ec2 NetworkInterfaceSecurityGroupAttachment",
    "a list of rules that removes all others": "ec2 VpcSecurityGroupRulesExclusive",
  }),
  open.twin("one more rule for the build network", egress({ cidrIpv4: "10.20.0.30/32" })),
  open.twin("a group with inline rules alone", group({ egress: [home], ingress: [] })),

  defaults.escape("the default group with a rule", [], {
    changes: {
      [own.defaultGroup]: {
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.20.0.0/16"] }],
      },
    },
  }),
  defaults.escape("the default group with rules that are not known", [], {
    changes: { [own.defaultGroup]: { ingress: unknownList } },
  }),
  defaults.escape("the default group as AWS makes it", [], { removes: [own.defaultGroup] }),
  lists.escape("the default network ACL as AWS makes it", [], { removes: [own.defaultAcl] }),
  lists.escape("an entry for everybody", entry({ cidrBlock: "0.0.0.0/0", egress: true })),
  lists.escape("an entry for half of everybody", entry({ cidrBlock: "128.0.0.0/1" })),
  lists.escape("an entry for everybody by IPv6", entry({ ipv6CidrBlock: "::/0" })),
  lists.escape("an entry that is not known", entry({ cidrBlock: unknownText })),
  lists.escape("inline entries for everybody", [], {
    changes: {
      [own.workersAcl]: {
        egress: [
          { action: "allow", protocol: "-1", ruleNo: 50, fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" },
        ],
      },
    },
  }),
  lists.escape("entries of the default network ACL", [], {
    changes: {
      [own.defaultAcl]: {
        ingress: [
          { action: "allow", protocol: "-1", ruleNo: 100, fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" },
        ],
      },
    },
  }),
  lists.twin("an entry for the build network", entry({ cidrBlock: "10.20.0.0/16" })),
  lists.twin("an entry that refuses everybody", entry({ cidrBlock: "0.0.0.0/0", ruleAction: "deny" })),

  logs.escape("a VPC without flow logs", [], { removes: [own.flowLog] }),
  logs.escape("flow logs of what was let through only", [], {
    changes: { [own.flowLog]: { trafficType: "ACCEPT" } },
  }),
  logs.escape("flow logs of what is not known", [], {
    changes: { [own.flowLog]: { trafficType: unknownText } },
  }),
  logs.escape(
    "flow logs delivered by another account's role",
    log({ deliverCrossAccountRole: "arn:aws:iam::999999999999:role/r" }),
  ),
  logs.escape(
    "flow logs in another account's group",
    log({ logDestination: "arn:aws:logs:us-east-1:999999999999:log-group:theirs" }, { logDestination: [] }),
  ),
  logs.escape(
    "flow logs in somebody's bucket",
    log({ logDestinationType: "s3", logDestination: "arn:aws:s3:::theirs" }, { logDestination: [] }),
  ),
  logs.twin("a second flow log of all traffic", log({})),
];
