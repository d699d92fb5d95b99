import { controls } from "../controls";
import { denied, deniedName } from "../denied/denied";
import { expect, expectUnset } from "../expect";
import { insides } from "../facts/insides";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, type Rule, undetermined } from "../rule";

const id = "no-public-ipv6";
const fix = "Leave IPv6 out of this stack.";
const reason =
  "IPv6 addresses that AWS gives to a VPC are public: no NAT stands between them and the internet.";

interface Places {
  /** True or false, false unless set. */
  readonly flags?: readonly string[];
  /** Lists, counts and texts: set at all is too much. */
  readonly values?: readonly string[];
  /** Texts, and what each may be; it is that unless set. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Where in the resource, as `insides` reads it. */
  readonly at?: string;
}

const block = ["ipv6CidrBlock", "ipv6IpamPoolId", "ipv6NetmaskLength"];
const addresses = ["ipv6AddressCount", "ipv6Addresses"];
const prefixes = ["ipv6PrefixCount", "ipv6Prefixes"];

/** Sources of defaults: Pulumi registry, page of each type; VPC guide, "IP addressing for your VPCs and subnets". */
const places: Readonly<Record<string, Places>> = {
  "aws:ec2/vpc:Vpc": { flags: ["assignGeneratedIpv6CidrBlock"], values: block },
  "aws:ec2/subnet:Subnet": {
    flags: [
      "assignIpv6AddressOnCreation",
      "ipv6Native",
      "enableDns64",
      "enableResourceNameDnsAaaaRecordOnLaunch",
    ],
    values: block,
  },
  "aws:ec2/instance:Instance": { flags: ["enablePrimaryIpv6"], values: addresses },
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": { flags: ["enablePrimaryIpv6"], values: addresses },
  "aws:ec2/networkInterface:NetworkInterface": {
    flags: ["enablePrimaryIpv6", "ipv6AddressListEnabled"],
    values: [...addresses, "ipv6AddressLists", ...prefixes],
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    at: "networkInterfaces[]",
    flags: ["primaryIpv6"],
    values: [...addresses, ...prefixes],
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { texts: { ipAddressType: "ipv4" } },
  "aws:ec2/vpnConnection:VpnConnection": {
    texts: { tunnelInsideIpVersion: "ipv4" },
    values: [
      "localIpv6NetworkCidr",
      "remoteIpv6NetworkCidr",
      "tunnel1InsideIpv6Cidr",
      "tunnel2InsideIpv6Cidr",
    ],
  },
  "aws:lambda/function:Function": { at: "vpcConfig", flags: ["ipv6AllowedForDualStack"] },
};

function check(resource: ResourceFacts): readonly Finding[] {
  const own = places[resource.type];
  if (own === undefined) return denied(id, resource, reason, fix);
  const { at = "", flags = [], values = [], texts = {} } = own;
  return insides(resource.props, at).flatMap((inside) => {
    if ("unknown" in inside) return [undetermined([resource, inside.path], inside.unknown, reason, fix)];
    const { path, props } = inside;
    return [
      ...flags.flatMap((name) =>
        expect({
          ...{ resource, property: `${path}${name}`, fact: props.flag(name), reason, fix },
          accepts: (on) => !on,
          absentIs: "accepted",
        }),
      ),
      ...values.flatMap((name) => expectUnset(resource, `${path}${name}`, props.get(name), reason, fix)),
      ...Object.entries(texts).flatMap(([name, allowed]) =>
        expect({
          ...{ resource, property: `${path}${name}`, fact: props.text(name), reason, fix },
          accepts: (text) => text === allowed,
          absentIs: "accepted",
        }),
      ),
    ];
  });
}

export const noPublicIpv6: Rule = {
  id,
  title: "The network has no IPv6 addresses.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7(28)", "SC-7(5)", "CM-7"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html",
  cause:
    "An IPv6 block of the VPC or a subnet, an IPv6 address of a machine, interface, endpoint or function, or IPv6 in the VPN.",
  fix,
  judges: (type) => Object.hasOwn(places, type) || deniedName(id, type) !== undefined,
  check,
};
