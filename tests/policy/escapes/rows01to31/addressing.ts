import { unknownFlag, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import {
  connection,
  ec2,
  endpoint,
  instance,
  networkInterface,
  nicTemplate,
  ownThings,
  policy,
  rowOf,
  subnet,
} from "../shapes";
import { ownAccount } from "../own";

const six = rowOf(16, "no-public-ipv6");
const block = rowOf(17, "block-public-access");
const encryption = rowOf(18, "no-encryption-exclusion");

const inVpc = { vpcId: [own.vpc] };
const vpcIs = (props: object) => ({ changes: { [own.vpc]: { ...props } } });
const mode = "internetGatewayBlockMode";
const exclusions = ["egressOnlyInternetGateway", "elasticFileSystem", "internetGateway", "lambda"]
  .concat("natGateway", "virtualPrivateGateway", "vpcLattice", "vpcPeering")
  .map((name) => `${name}Exclusion`);
const control = (props: object, kind = "VpcEncryptionControl") =>
  ec2(kind, "control", { vpcId: unknownText, mode: "enforce", ...props }, inVpc);

/** Rows 16 to 18: IPv6, and what AWS itself would block. */
export const addressing: readonly EscapeCase[] = [
  six.escape("a block from Amazon", [], vpcIs({ assignGeneratedIpv6CidrBlock: true })),
  six.escape("a block of which it is not known", [], vpcIs({ assignGeneratedIpv6CidrBlock: unknownFlag })),
  six.escape(
    "a block of one's own",
    [],
    vpcIs({ ipv6CidrBlock: "2001:db8::/56", ipv6IpamPoolId: "ipam-pool-1" }),
  ),
  six.escape("a block from a pool", [], vpcIs({ ipv6IpamPoolId: unknownText, ipv6NetmaskLength: 56 })),
  six.escape(
    "a block as a resource of its own",
    ec2(
      "VpcIpv6CidrBlockAssociation",
      "block",
      { vpcId: unknownText, assignGeneratedIpv6CidrBlock: true },
      inVpc,
    ),
  ),
  six.escape("a subnet's block", subnet("more", { ipv6CidrBlock: "2001:db8::/64" })),
  six.escape("a subnet that gives addresses", subnet("more", { assignIpv6AddressOnCreation: true })),
  six.escape("a subnet of IPv6 alone", subnet("more", { cidrBlock: undefined, ipv6Native: true })),
  six.escape("a subnet that translates names", subnet("more", { enableDns64: true })),
  six.escape("a machine with a number of addresses", instance("vm", { ipv6AddressCount: 1 })),
  six.escape("a machine with addresses", instance("vm", { ipv6Addresses: ["2001:db8::7"] })),
  six.escape("a machine with a first address", instance("vm", { enablePrimaryIpv6: true })),
  six.escape("an interface with addresses", networkInterface("nic", { ipv6Addresses: ["2001:db8::7"] })),
  six.escape("an interface with a number of addresses", networkInterface("nic", { ipv6AddressCount: 1 })),
  six.escape("an interface with a first address", networkInterface("nic", { enablePrimaryIpv6: true })),
  six.escape("an interface with a number of prefixes", networkInterface("nic", { ipv6PrefixCount: 1 })),
  six.escape("a template's interface with a first address", nicTemplate("vms", { primaryIpv6: "true" })),
  six.escape("a template's interface with addresses", nicTemplate("vms", { ipv6Addresses: ["2001:db8::7"] })),
  six.escape(
    "a subnet's block from a pool",
    subnet("more", { ipv6IpamPoolId: unknownText, ipv6NetmaskLength: 64 }),
  ),
  six.escape("a link with selectors for it", connection("second", { localIpv6NetworkCidr: "::/0" })),
  six.escape("an interface with prefixes", networkInterface("nic", { ipv6Prefixes: ["2001:db8:1::/80"] })),
  six.escape(
    "an interface with a list of addresses",
    networkInterface("nic", { ipv6AddressListEnabled: true, ipv6AddressLists: ["2001:db8::7"] }),
  ),
  six.escape(
    "a template's interface with a number of addresses",
    nicTemplate("vms", { ipv6AddressCount: 1 }),
  ),
  six.escape("a template's interface with prefixes", nicTemplate("vms", { ipv6PrefixCount: 1 })),
  six.escape(
    "an endpoint with both families",
    endpoint("sqs", "sqs", { ipAddressType: "dualstack", policy: policy(ownThings(ownAccount)) }),
  ),
  six.escape("a link that carries it", connection("second", { tunnelInsideIpVersion: "ipv6" })),
  six.escape("the scaler with both families", [], {
    changes: {
      [own.scaler]: {
        vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"], ipv6AllowedForDualStack: true },
      },
    },
  }),
  six.twin("a subnet and an interface without it", [
    subnet("more", { assignIpv6AddressOnCreation: false, enableDns64: false, ipv6CidrBlock: "" }),
    networkInterface("nic", { ipv6AddressCount: 0, ipv6Addresses: [] }),
  ]),

  block.escape("for packets in alone", [], {
    changes: { [own.blockPublicAccess]: { [mode]: "block-ingress" } },
  }),
  block.escape("off", [], { changes: { [own.blockPublicAccess]: { [mode]: "off" } } }),
  block.escape("of which it is not known", [], {
    changes: { [own.blockPublicAccess]: { [mode]: unknownText } },
  }),
  block.escape("left out of the region's guard", [], { removes: [own.blockPublicAccess] }),
  block.escape("declared once more, for another region", [
    ec2("VpcBlockPublicAccessOptions", "other", { [mode]: "block-ingress", region: "eu-west-1" }),
  ]),
  block.escape(
    "an exclusion of the VPC",
    ec2(
      "VpcBlockPublicAccessExclusion",
      "hole",
      { vpcId: unknownText, internetGatewayExclusionMode: "allow-bidirectional" },
      inVpc,
    ),
  ),
  block.escape(
    "an exclusion of a subnet by its literal id, for packets out",
    ec2("VpcBlockPublicAccessExclusion", "hole", {
      ...{ subnetId: "subnet-0123456789abcdef0", internetGatewayExclusionMode: "allow-egress" },
    }),
  ),
  block.twin("an environment that asserts the guard which another one owns", [], { removes: own.guard }),

  ...exclusions.map((name) => encryption.escape(name, control({ [name]: "enable" }))),
  encryption.escape("an exclusion under the type's older name", [
    control({ internetGatewayExclusion: "enable" }, "EncryptionControl"),
  ]),
  encryption.escape("an exclusion that is not known", control({ natGatewayExclusion: unknownText })),
  encryption.twin("a control that only watches", control({ mode: "monitor" })),
  encryption.twin(
    "a control that says of each that it is not excluded",
    control(Object.fromEntries(exclusions.map((name) => [name, "disable"]))),
  ),
];
