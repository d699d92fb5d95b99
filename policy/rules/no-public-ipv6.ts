import { controls } from "../controls";
import { expect, expectUnset } from "../expect";
import { type Props } from "../facts/props";
import { type ResourceFacts } from "../facts/resource";
import { type Finding, ofTypes, type Rule, undetermined } from "../rule";

const fix = "Leave IPv6 out of this stack.";
const reason =
  "IPv6 addresses that AWS gives to a VPC are public: no NAT stands between them and the internet.";

const flags: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/vpc:Vpc": ["assignGeneratedIpv6CidrBlock"],
  "aws:ec2/subnet:Subnet": ["assignIpv6AddressOnCreation", "ipv6Native", "enableDns64"],
  "aws:ec2/instance:Instance": ["enablePrimaryIpv6"],
};

/** Lists and counts beside them: set at all is too much. */
const values: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/vpc:Vpc": ["ipv6CidrBlock", "ipv6IpamPoolId", "ipv6NetmaskLength"],
  "aws:ec2/subnet:Subnet": ["ipv6CidrBlock", "ipv6IpamPoolId", "ipv6NetmaskLength"],
  "aws:ec2/instance:Instance": ["ipv6AddressCount", "ipv6Addresses"],
};

const interfaceValues = [
  "ipv6AddressCount",
  "ipv6Addresses",
  "ipv6PrefixCount",
  "ipv6Prefixes",
  "primaryIpv6",
];

function checkInterfaces(template: ResourceFacts): readonly Finding[] {
  const property = "networkInterfaces";
  const nics = template.props.objects(property);
  if (nics.state === "unknown") return [undetermined([template, property], nics, reason, fix)];
  if (nics.state === "absent") return [];
  return nics.value.flatMap((nic, index) => {
    const place = `${property}[${index}]`;
    if (nic.state === "unknown") return [undetermined([template, place], nic, reason, fix)];
    return nic.state === "absent" ? [] : unset(template, nic.value, interfaceValues, `${place}.`);
  });
}

function unset(
  resource: ResourceFacts,
  props: Props,
  names: readonly string[],
  path = "",
): readonly Finding[] {
  return names.flatMap((name) => expectUnset(resource, `${path}${name}`, props.get(name), reason, fix));
}

export const noPublicIpv6: Rule = {
  id: "no-public-ipv6",
  title: "The network has no IPv6 addresses.",
  control: controls.noInternet,
  severity: "critical",
  cause: "An IPv6 block of the VPC or a subnet, or an IPv6 address of a machine.",
  fix,
  judges: ofTypes(...Object.keys(flags), "aws:ec2/launchTemplate:LaunchTemplate"),
  check(resource) {
    const { type, props } = resource;
    if (type === "aws:ec2/launchTemplate:LaunchTemplate") return checkInterfaces(resource);
    const switchedOn = (flags[type] ?? []).flatMap((property) =>
      expect({
        ...{ resource, property, fact: props.flag(property), reason, fix },
        accepts: (on) => !on,
        absentIs: "accepted",
      }),
    );
    return [...switchedOn, ...unset(resource, props, values[type] ?? [])];
  },
};
