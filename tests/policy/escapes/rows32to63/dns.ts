import { unknownFlag, unknownList, unknownText } from "../../stack";
import { type EscapeCase } from "../escapeCases";
import { own } from "../own";
import { add, ec2, ofTypes, rowOf } from "../shapes";

const resolver = rowOf(45, "closed-dns");
const firewall = rowOf(46, "dns-firewall");
const forwarders = rowOf(47, "known-forwarders");
const dhcp = rowOf(48, "known-dhcp-options");
const zones = rowOf(49, "private-zones-only");

const route53 = add("route53");
const list = (name: string, domains: unknown) => route53("ResolverFirewallDomainList", name, { domains });
const rule = (name: string, of: string, props: object) =>
  route53(
    "ResolverFirewallRule",
    name,
    { firewallRuleGroupId: unknownText, firewallDomainListId: unknownText, priority: 50, ...props },
    { firewallRuleGroupId: [own.firewallGroup], firewallDomainListId: [of] },
  );
const allowing = (domains: unknown, props: object = {}) => [
  list("names", domains),
  rule("it", "names", { action: "ALLOW", ...props }),
];
const forward = (props: object) =>
  route53("ResolverRule", "it", { domainName: "corp.example", ruleType: "FORWARD", ...props });
const servers = (...ips: readonly string[]) => forward({ targetIps: ips.map((ip) => ({ ip, port: 53 })) });
const outbound = (props: object = {}) =>
  route53(
    "ResolverEndpoint",
    "way",
    {
      ...{ direction: "OUTBOUND", securityGroupIds: [unknownText], ipAddresses: [{ subnetId: unknownText }] },
      ...props,
    },
    { securityGroupIds: [own.endpointsGroup], ipAddresses: [own.endpointsSubnet] },
  );
const ruleOf = (resolverRuleId: string, from: readonly string[]) =>
  route53(
    "ResolverRuleAssociation",
    "associated",
    { resolverRuleId, vpcId: unknownText },
    { resolverRuleId: from, vpcId: [own.vpc] },
  );
const options = (props: object) => ec2("VpcDhcpOptions", "it", { ...props });
const optionsOf = (dhcpOptionsId: string, from: readonly string[]) =>
  ec2(
    "VpcDhcpOptionsAssociation",
    "associated",
    { dhcpOptionsId, vpcId: unknownText },
    { dhcpOptionsId: from, vpcId: [own.vpc] },
  );
const inVpc = { vpcs: [own.vpc] };
const zone = (props: object) => route53("Zone", "it", { name: "more.internal", ...props }, inVpc);
const shared = (props: object, sources: Readonly<Record<string, readonly string[]>>) =>
  route53("ZoneAssociation", "it", { zoneId: unknownText, vpcId: unknownText, ...props }, sources);

/** Rows 45 to 49: names. */
export const names: readonly EscapeCase[] = [
  resolver.escape("a VPC without a firewall", [], { removes: [own.firewallAssociation] }),
  resolver.escape("a VPC with DNS by default, without a firewall", [], {
    changes: { [own.vpc]: { enableDnsSupport: undefined } },
    removes: [own.firewallAssociation],
  }),
  resolver.escape("a firewall that blocks nothing at last", [], { removes: ["dns-firewall-rest"] }),
  resolver.escape(
    "a firewall that warns at last",
    [list("all", ["*"]), rule("it", "all", { action: "ALERT", priority: 950 })],
    { removes: ["dns-firewall-rest"] },
  ),
  resolver.escape(
    "a firewall that blocks one kind of question at last",
    [list("all", ["*"]), rule("it", "all", { action: "BLOCK", qType: "A", priority: 950 })],
    { removes: ["dns-firewall-rest"] },
  ),
  resolver.escape("DNS of which it is not known", [], {
    changes: { [own.vpc]: { enableDnsSupport: unknownFlag } },
  }),
  resolver.twin("no DNS at all", [], { changes: { [own.vpc]: { enableDnsSupport: false } } }),

  firewall.escape("a name on the internet", allowing(["pypi.org"])),
  firewall.escape("everything, before the block", allowing(["*"])),
  firewall.escape("everything, with a warning", allowing(["*"], { action: "ALERT" })),
  firewall.escape("all names of AWS", allowing(["*.amazonaws.com"])),
  firewall.escape("a name that only ends like ours", allowing(["xlocal.overflow.internal"])),
  firewall.escape("names that are not known", allowing(unknownList)),
  firewall.escape("an action that is not known", allowing(["*"], { action: unknownText })),
  firewall.escape("fail-open", [], { changes: { [own.firewallConfig]: { firewallFailOpen: "ENABLED" } } }),
  firewall.escape("a list of somebody else's", [
    route53(
      "ResolverFirewallRule",
      "it",
      {
        firewallRuleGroupId: unknownText,
        firewallDomainListId: "rslvr-fdl-aws",
        priority: 50,
        action: "ALLOW",
      },
      { firewallRuleGroupId: [own.firewallGroup] },
    ),
  ]),
  firewall.escape("a rule group of somebody else's", [
    route53(
      "ResolverFirewallRuleGroupAssociation",
      "it",
      { firewallRuleGroupId: "rslvr-frg-theirs", vpcId: unknownText, priority: 102 },
      { vpcId: [own.vpc] },
    ),
  ]),
  firewall.escape("names that a rule of type SYSTEM leaves to Amazon's resolver", [
    route53("ResolverRule", "system", { domainName: "evil.example", ruleType: "SYSTEM" }),
    ...allowing(["*.evil.example"]),
  ]),
  firewall.escape("names that a rule forwards in another VPC, if at all", [
    outbound(),
    route53(
      "ResolverRule",
      "forward",
      {
        ...{ domainName: "evil.example", ruleType: "FORWARD", resolverEndpointId: unknownText },
        targetIps: [{ ip: "10.20.0.53" }],
      },
      { resolverEndpointId: ["way"] },
    ),
    ...allowing(["*.evil.example"]),
  ]),
  firewall.escape("names of a zone that another VPC has", [
    ec2("Vpc", "other", { cidrBlock: "10.140.0.0/16", enableDnsSupport: false }),
    route53("Zone", "zone", { name: "evil.example", vpcs: [{ vpcId: unknownText }] }, { vpcs: ["other"] }),
    ...allowing(["*.evil.example"]),
  ]),
  firewall.twin("a name that AWS answers", allowing(["kms.us-east-1.amazonaws.com"])),
  firewall.twin("a block of one more name", [
    list("names", ["a.example"]),
    rule("it", "names", { action: "BLOCK" }),
  ]),

  ...ofTypes(
    47,
    "known-forwarders",
  )({
    "a profile": "route53 ProfilesAssociation",
    "a profile's rule": "route53 ProfilesResourceAssociation",
  }),
  forwarders.escape("an inbound endpoint", outbound({ direction: "INBOUND" })),
  forwarders.escape("an endpoint in the default group", outbound({ securityGroupIds: undefined })),
  forwarders.escape(
    "forwarding of everything",
    forward({ domainName: ".", targetIps: [{ ip: "10.20.0.53" }] }),
  ),
  forwarders.escape(
    "forwarding of all of a top domain",
    forward({ domainName: "com", targetIps: [{ ip: "10.20.0.53" }] }),
  ),
  forwarders.escape("a public server", servers("8.8.8.8")),
  forwarders.escape("a public server by IPv6", forward({ targetIps: [{ ipv6: "2001:4860:4860::8888" }] })),
  forwarders.escape("a second server that is not behind the VPN", servers("10.20.0.53", "10.99.0.53")),
  forwarders.escape("servers that are not known", forward({ targetIps: unknownList })),
  forwarders.escape("somebody else's rule, by its literal id", ruleOf("rslvr-rr-0123456789abcdef0", [])),
  forwarders.escape("somebody else's endpoint", forward({ resolverEndpointId: "rslvr-out-theirs" })),
  forwarders.twin("the build network's server, through an endpoint of the stack", [
    outbound(),
    {
      ...servers("10.20.0.53"),
      props: { ...servers("10.20.0.53").props, resolverEndpointId: unknownText },
      sources: { resolverEndpointId: ["way"] },
    },
    ruleOf(unknownText, ["it"]),
  ]),

  dhcp.escape("a public server", options({ domainNameServers: ["8.8.8.8"] })),
  dhcp.escape(
    "a public server beside Amazon's",
    options({ domainNameServers: ["AmazonProvidedDNS", "1.1.1.1"] }),
  ),
  dhcp.escape("a public server by IPv6", options({ domainNameServers: ["2001:4860:4860::8888"] })),
  dhcp.escape("a private server that is not behind the VPN", options({ domainNameServers: ["10.99.0.53"] })),
  dhcp.escape("a public clock", options({ ntpServers: ["203.0.113.1"] })),
  dhcp.escape("servers that are not known", options({ domainNameServers: unknownList })),
  dhcp.escape("somebody else's options, by their literal id", optionsOf("dopt-0123456789abcdef0", [])),
  dhcp.twin("Amazon's resolver and the build network's server", [
    options({ domainNameServers: ["AmazonProvidedDNS", "10.20.0.53"], domainName: "corp.example" }),
    optionsOf(unknownText, ["it"]),
  ]),

  ...ofTypes(
    49,
    "private-zones-only",
  )({
    "leave for another account's VPC": "route53 VpcAssociationAuthorization",
    "name servers for public zones": "route53 DelegationSet",
    "a registered domain": "route53domains RegisteredDomain",
  }),
  zones.escape("a public zone", zone({})),
  zones.escape("a zone of somebody else's VPC", zone({ vpcs: [{ vpcId: "vpc-0123456789abcdef0" }] })),
  zones.escape("somebody else's zone", shared({ zoneId: "Z0123456789ABCDEFGHIJ" }, { vpcId: [own.vpc] })),
  zones.escape(
    "our zone in somebody else's VPC",
    shared({ vpcId: "vpc-0123456789abcdef0" }, { zoneId: [own.zone] }),
  ),
  zones.escape("a record in somebody else's zone", [
    route53("Record", "it", { zoneId: "Z0123456789ABCDEFGHIJ", name: "a", type: "A", records: ["10.0.0.1"] }),
  ]),
  zones.twin("a second zone of the VPC, with a record", [
    zone({ vpcs: [{ vpcId: unknownText }] }),
    route53("Record", "record", { zoneId: unknownText, name: "a", type: "A" }, { zoneId: ["it"] }),
  ]),
];
