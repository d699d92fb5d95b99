import { resource, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const rule = (props: object) => resource("aws:ec2/networkAclRule:NetworkAclRule", "entry", { ...props });
const acl = (props: object) => resource("aws:ec2/networkAcl:NetworkAcl", "acl", { ...props });

export const cases: RuleCases = {
  accepts: {
    "allowing private blocks": { resources: [rule({ ruleAction: "allow", cidrBlock: "10.20.0.0/16" })] },
    "denying everything": {
      resources: [
        rule({ ruleAction: "deny", cidrBlock: "0.0.0.0/0" }),
        acl({ egress: [{ action: "deny", cidrBlock: "0.0.0.0/0" }] }),
      ],
    },
    "an empty default ACL": {
      resources: [resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "default", {})],
    },
  },
  refuses: {
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
