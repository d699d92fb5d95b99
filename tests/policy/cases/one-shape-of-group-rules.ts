import { resource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

const group = (props: object = {}) => resource("aws:ec2/securityGroup:SecurityGroup", "group", { ...props });
const ofGroup = { sources: { securityGroupId: ["group"] } };
const tcp = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.20.0.0/16" };
const egress = (props: object = {}) =>
  resource(
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "egress",
    { securityGroupId: unknownText, ...tcp, ...props },
    ofGroup,
  );
const old = (securityGroupId = unknownText) =>
  resource(
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "old",
    { securityGroupId, type: "ingress" },
    ofGroup,
  );
const inline = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.20.0.0/16"] };

export const cases: RuleCases = {
  accepts: {
    "rules of their own": { resources: [group(), egress()] },
    "inline rules": { resources: [group({ egress: [inline], ingress: [] })] },
  },
  refuses: {
    ...refusedTypes({
      "a group in another VPC": "aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation",
      "a group on an interface":
        "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
    }),
    "an inline rule beside one of its own": {
      resources: [group({ ingress: [inline] }), egress()],
      finds: [["refused", "group"]],
    },
    "an inline rule on another port": {
      resources: [group({ egress: [{ ...inline, toPort: 444 }] }), egress()],
      finds: [["refused", "group"]],
    },
    "an inline rule beside one of the older kind": {
      resources: [group({ ingress: [inline] }), old()],
      finds: [["refused", "group"]],
    },
    "rules of the older and of the newer kind": {
      resources: [group(), egress(), old()],
      finds: [["refused", "group"]],
    },
    "inline rules of which nothing is known": {
      resources: [group({ egress: unknownList }), egress()],
      finds: [["undetermined", "group", "egress"]],
    },
  },
};
