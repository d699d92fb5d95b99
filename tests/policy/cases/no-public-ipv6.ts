import { resource, unknownFlag, unknownList, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const vpc = (props: object) => resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.130.0.0/16", ...props });
const subnet = (props: object) => resource("aws:ec2/subnet:Subnet", "subnet", { ...props });
const template = (props: object) =>
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { ...props });

export const cases: RuleCases = {
  accepts: {
    "a network without IPv6": { resources: [vpc({}), subnet({}), template({})] },
    "what AWS's provider answers for it": {
      resources: [
        vpc({ assignGeneratedIpv6CidrBlock: false, ipv6CidrBlock: "", ipv6NetmaskLength: 0 }),
        subnet({
          ipv6CidrBlock: "",
          assignIpv6AddressOnCreation: false,
          ipv6Native: false,
          enableDns64: false,
        }),
        template({ networkInterfaces: [{ ipv6Addresses: [], ipv6AddressCount: 0, primaryIpv6: "" }] }),
      ],
    },
  },
  refuses: {
    "a block from Amazon": {
      resources: [vpc({ assignGeneratedIpv6CidrBlock: true })],
      finds: [["refused", "vpc", "assignGeneratedIpv6CidrBlock"]],
    },
    "a flag that is not known": {
      resources: [vpc({ assignGeneratedIpv6CidrBlock: unknownFlag })],
      finds: [["undetermined", "vpc", "assignGeneratedIpv6CidrBlock"]],
    },
    "a block of a subnet, known or not": {
      resources: [subnet({ ipv6CidrBlock: unknownText, assignIpv6AddressOnCreation: true })],
      finds: [
        ["refused", "subnet", "assignIpv6AddressOnCreation"],
        ["refused", "subnet", "ipv6CidrBlock"],
      ],
    },
    "addresses of a template's interface": {
      resources: [template({ networkInterfaces: [{ ipv6AddressCount: 1 }] })],
      finds: [["refused", "template", "networkInterfaces[0].ipv6AddressCount"]],
    },
    "a block as a resource of its own": {
      resources: [resource("aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation", "block")],
      finds: [["refused", "block"]],
    },
    "addresses of machines and interfaces": {
      resources: [
        resource("aws:ec2/instance:Instance", "vm", { ipv6AddressCount: 1, enablePrimaryIpv6: true }),
        resource("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "spot", {
          ipv6Addresses: ["2001:db8::1"],
        }),
        resource("aws:ec2/networkInterface:NetworkInterface", "nic", {
          ...{ ipv6AddressListEnabled: true, ipv6AddressLists: ["2001:db8::2"] },
          ...{ ipv6PrefixCount: 1, ipv6Prefixes: ["2001:db8:1::/80"] },
        }),
      ],
      finds: [
        ["refused", "vm", "enablePrimaryIpv6"],
        ["refused", "vm", "ipv6AddressCount"],
        ["refused", "nic", "ipv6AddressListEnabled"],
        ["refused", "nic", "ipv6AddressLists"],
        ["refused", "nic", "ipv6PrefixCount"],
        ["refused", "nic", "ipv6Prefixes"],
        ["refused", "spot", "ipv6Addresses"],
      ],
    },
    "an endpoint, a link and a function over IPv6": {
      resources: [
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", { ipAddressType: "dualstack" }),
        resource("aws:ec2/vpnConnection:VpnConnection", "link", {
          tunnelInsideIpVersion: "ipv6",
          localIpv6NetworkCidr: "::/0",
        }),
        resource("aws:lambda/function:Function", "function", {
          vpcConfig: { ipv6AllowedForDualStack: true },
        }),
      ],
      finds: [
        ["refused", "endpoint", "ipAddressType"],
        ["refused", "link", "localIpv6NetworkCidr"],
        ["refused", "link", "tunnelInsideIpVersion"],
        ["refused", "function", "vpcConfig.ipv6AllowedForDualStack"],
      ],
    },
    "interfaces of which nothing is known": {
      resources: [template({ networkInterfaces: unknownList })],
      finds: [["undetermined", "template", "networkInterfaces"]],
    },
  },
};
