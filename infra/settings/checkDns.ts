import { contains } from "../cidr";
import { block, blockOf } from "./blocks";
import { type Partly } from "./containers";
import { type DnsSettings } from "./groups/dns";
import { type Problem } from "./problem";

/**
 * Domains that a private zone or a rule of ours would take over from AWS or from the network's own machinery. Sources: VPC
 * guide, "DNS attributes" (compute.internal, ec2.internal); Route 53 guide, "Considerations for private hosted zones"; RFC
 * 6303 (reverse zones).
 */
const taken = [
  "amazonaws.com",
  "amazonaws.com.cn",
  "api.aws",
  "on.aws",
  "ec2.internal",
  "compute.internal",
  "in-addr.arpa",
  "ip6.arpa",
];

interface DnsParts {
  readonly dns: DnsSettings;
  readonly buildNetwork: { readonly blocks: readonly string[] };
}

/** True if `name` is `domain` or below it. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** Which names may be ours, and that what answers them lies in the build network. */
export function checkDns({ dns, buildNetwork }: Partly<DnsParts>): Problem[] {
  if (dns === undefined) return [];
  const problems: Problem[] = [];
  const refuse = (path: string, got: string, allowed: string, fix: string) =>
    problems.push({ path: `overflow:dns.${path}`, got, allowed, fix });
  const { zone, hosts, forward } = dns;
  const home = buildNetwork?.blocks ?? [];

  const names: (readonly [path: string, name: string])[] = [
    ["zone", zone],
    ...Object.keys(hosts).map((name) => [`hosts.${name}`, name] as const),
    ...(forward?.domains ?? []).map((name, index) => [`forward.domains[${index}]`, name] as const),
  ];
  for (const [path, name] of names) {
    // A zone above AWS's names would hide them; one below would answer in their place.
    const other = taken.find((domain) => isWithin(name, domain) || isWithin(domain, name));
    if (other !== undefined)
      refuse(path, name, `a name that is neither above nor below ${other}`, "choose another name");
  }
  if (isWithin(zone, "local")) {
    // Source: RFC 6762, section 3: resolvers send these to multicast, not to a server.
    refuse("zone", zone, "a name that does not end in .local, which is multicast DNS", "take e.g. .internal");
  }
  for (const name of Object.keys(hosts)) {
    if (!isWithin(name, zone)) continue;
    refuse(
      `hosts.${name}`,
      name,
      `a name outside overflow:dns.zone (${zone})`,
      "choose another zone or name",
    );
  }
  for (const [index, domain] of (forward?.domains ?? []).entries()) {
    const path = `forward.domains[${index}]`;
    const earlier = forward?.domains.slice(0, index).find((other) => isWithin(domain, other));
    // A rule for a zone's own name, or for one within it, is asked before the zone. Source: Route 53 guide, private zones.
    if (isWithin(domain, zone)) {
      refuse(path, domain, `a domain outside overflow:dns.zone (${zone})`, "choose another zone");
    } else if (Object.hasOwn(hosts, domain)) {
      refuse(
        path,
        domain,
        "a domain that is none of overflow:dns.hosts",
        "remove that host: its servers answer",
      );
    } else if (earlier !== undefined) {
      refuse(path, domain, `a domain apart from ${earlier}`, "remove it: the wider one covers it");
    }
  }
  const inside = (path: string, address: string) => {
    if (buildNetwork === undefined) return;
    if (home.some((text) => contains(block(text), blockOf(address)))) return;
    const allowed = `within overflow:buildNetwork.blocks (${home.join(", ")})`;
    refuse(path, address, allowed, "correct it, or add its block there");
  };
  for (const [name, address] of Object.entries(hosts)) inside(`hosts.${name}`, address);
  for (const [index, server] of (forward?.servers ?? []).entries()) {
    const path = `forward.servers[${index}]`;
    if (forward?.servers.indexOf(server) !== index)
      refuse(path, server, "a server that is not listed yet", "name each server once");
    inside(path, server);
  }
  return problems;
}
