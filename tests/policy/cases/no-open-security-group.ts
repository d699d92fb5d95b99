import { resource, unknownList, unknownObject, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const ingressType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressType = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16" });
const link = resource("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "link", {
  destinationCidrBlock: "10.20.0.0/16",
});
const endpoint = resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint");

const ingress = (props: object, name = "in") => resource(ingressType, name, { ipProtocol: "tcp", ...props });
const egress = (props: object, name = "out", from: readonly string[] = []) =>
  resource(egressType, name, { ipProtocol: "tcp", ...props }, { sources: { prefixListId: from } });
const group = (props: object) => resource("aws:ec2/securityGroup:SecurityGroup", "group", { ...props });
const oldRule = (props: object) =>
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", { ...props });

export const cases: RuleCases = {
  accepts: {
    "another group, before it exists": {
      resources: [
        ingress({ referencedSecurityGroupId: unknownText }),
        egress({ referencedSecurityGroupId: "sg-1" }),
      ],
    },
    "a private block": {
      resources: [ingress({ cidrIpv4: "10.20.0.0/16" }), egress({ cidrIpv6: "fd00::/8" })],
    },
    "the network's own and the build network's block": {
      resources: [vpc, link, ingress({ cidrIpv4: "10.20.0.10/32" }), egress({ cidrIpv4: "10.130.4.0/24" })],
    },
    "inline rules for private blocks and groups": {
      resources: [
        group({
          ingress: [{ cidrBlocks: ["10.20.0.0/16"], self: true, securityGroups: [unknownText] }],
          egress: [],
        }),
      ],
    },
    "a gateway endpoint's prefix list, before it is known": {
      resources: [endpoint, egress({ prefixListId: unknownText }, "out", ["endpoint"])],
    },
  },
  refuses: {
    "the whole internet, in and out": {
      resources: [ingress({ cidrIpv4: "0.0.0.0/0" }), egress({ cidrIpv6: "::/0" })],
      finds: [
        ["refused", "out", "cidrIpv6"],
        ["refused", "in", "cidrIpv4"],
      ],
    },
    "the internet in halves, over two rules": {
      resources: [egress({ cidrIpv4: "0.0.0.0/1" }, "low"), egress({ cidrIpv4: "128.0.0.0/1" }, "high")],
      finds: [
        ["refused", "high", "cidrIpv4"],
        ["refused", "low", "cidrIpv4"],
      ],
    },
    "one public address": {
      resources: [egress({ cidrIpv4: "203.0.113.9/32" })],
      finds: [["refused", "out", "cidrIpv4"]],
    },
    "public IPv6 that is not ::/0": {
      resources: [egress({ cidrIpv6: "2000::/3" })],
      finds: [["refused", "out", "cidrIpv6"]],
    },
    "a block that is not known": {
      resources: [ingress({ cidrIpv4: unknownText })],
      finds: [["undetermined", "in", "cidrIpv4"]],
    },
    "inline rules, one open and one unknown": {
      resources: [
        group({ ingress: [{ cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }, { ipv6CidrBlocks: [unknownText] }] }),
      ],
      finds: [
        ["refused", "group", "ingress[0].cidrBlocks[1]"],
        ["undetermined", "group", "ingress[1].ipv6CidrBlocks[0]"],
      ],
    },
    "inline rules of which nothing is known": {
      resources: [group({ egress: unknownList, ingress: [unknownObject] })],
      finds: [
        ["undetermined", "group", "ingress[0]"],
        ["undetermined", "group", "egress"],
      ],
    },
    "the older rule resource": {
      resources: [
        oldRule({ type: "egress", cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"], ipv6CidrBlocks: unknownList }),
      ],
      finds: [
        ["refused", "rule", "cidrBlocks[0]"],
        ["refused", "rule", "cidrBlocks[1]"],
        ["undetermined", "rule", "ipv6CidrBlocks"],
      ],
    },
    "a private block that is neither the network's nor behind its VPN": {
      resources: [vpc, link, egress({ cidrIpv4: "10.0.0.0/8" })],
      finds: [["refused", "out", "cidrIpv4"]],
    },
    "a prefix list of unknown content": {
      resources: [egress({ prefixListId: "pl-1" }), egress({ prefixListId: unknownText }, "out2")],
      finds: [
        ["refused", "out", "prefixListId"],
        ["refused", "out2", "prefixListId"],
      ],
    },
  },
};
