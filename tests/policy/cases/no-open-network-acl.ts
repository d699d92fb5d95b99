import { resource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const rule = (props: object) => resource("aws:ec2/networkAclRule:NetworkAclRule", "entry", { ...props });
const acl = (props: object) => resource("aws:ec2/networkAcl:NetworkAcl", "acl", { ...props });

const subnet = resource("aws:ec2/subnet:Subnet", "subnet");
/** A subnet whose route table holds a gateway endpoint's route. */
const withEndpoint = [
  subnet,
  resource("aws:ec2/routeTable:RouteTable", "table"),
  resource(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "association",
    {},
    { sources: { subnetId: ["subnet"], routeTableId: ["table"] } },
  ),
  resource(
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "endpoint",
    { vpcEndpointType: "Gateway" },
    { sources: { routeTableIds: ["table"] } },
  ),
];
const forServices = (...subnets: string[]) => {
  const wide = { action: "allow", protocol: "tcp", cidrBlock: "0.0.0.0/0" };
  return resource(
    "aws:ec2/networkAcl:NetworkAcl",
    "acl",
    {
      ingress: [{ ...wide, fromPort: 32_768, toPort: 60_999 }],
      egress: [{ ...wide, fromPort: 443, toPort: 443 }],
    },
    { sources: { subnetIds: subnets } },
  );
};

export const cases: RuleCases = {
  accepts: {
    "allowing private blocks": { resources: [rule({ ruleAction: "allow", cidrBlock: "10.20.0.0/16" })] },
    "denying everything": {
      resources: [
        rule({ ruleAction: "deny", cidrBlock: "0.0.0.0/0" }),
        acl({ egress: [{ action: "deny", cidrBlock: "0.0.0.0/0" }] }),
      ],
    },
    "HTTPS out and answers in, where the subnets' way is a gateway endpoint": {
      resources: [...withEndpoint, forServices("subnet")],
    },
    "an empty default ACL": {
      resources: [resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "default", {})],
    },
  },
  refuses: {
    "what a gateway endpoint needs, where there is none": {
      resources: [subnet, forServices("subnet")],
      finds: [
        ["refused", "acl", "ingress[0].cidrBlock"],
        ["refused", "acl", "egress[0].cidrBlock"],
      ],
    },
    "what a gateway endpoint needs, for no subnet that is known": {
      resources: [forServices()],
      finds: [
        ["refused", "acl", "ingress[0].cidrBlock"],
        ["refused", "acl", "egress[0].cidrBlock"],
      ],
    },
    "all ports out, beside a gateway endpoint": {
      resources: [
        ...withEndpoint,
        acl({
          egress: [{ action: "allow", protocol: "tcp", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 65535 }],
        }),
      ],
      finds: [["refused", "acl", "egress[0].cidrBlock"]],
    },
    "allowing everything": {
      resources: [rule({ ruleAction: "allow", cidrBlock: "0.0.0.0/0" })],
      finds: [["refused", "entry", "cidrBlock"]],
    },
    "allowing half of IPv6, inline": {
      resources: [acl({ ingress: [{ action: "Allow", ipv6CidrBlock: "8000::/1" }] })],
      finds: [["refused", "acl", "ingress[0].ipv6CidrBlock"]],
    },
    "an action that is not known, for everything": {
      resources: [rule({ ruleAction: unknownText, cidrBlock: "0.0.0.0/0" })],
      finds: [["refused", "entry", "cidrBlock"]],
    },
    "a block that is not known": {
      resources: [rule({ ruleAction: "allow", cidrBlock: unknownText }), acl({ egress: unknownList })],
      finds: [
        ["undetermined", "acl", "egress"],
        ["undetermined", "entry", "cidrBlock"],
      ],
    },
  },
};
