import { type DnsSettings } from "../settings/groups/dns";

export interface NamesReach {
  readonly region: string;
  readonly dns: DnsSettings;
  /** Services with an interface endpoint, e.g. `ec2`. */
  readonly services: readonly string[];
  /** S3 buckets by their physical names. */
  readonly buckets: readonly string[];
}

/** Names that the DNS firewall lets through, in the firewall's own spelling: `*.` stands for all names below. */
export interface AllowedNames {
  /**
   * Answered inside the VPC or by AWS: the private zones and endpoints, and S3 and DynamoDB, which only their gateway
   * endpoints reach. Nobody else sees such a query.
   */
  readonly own: readonly string[];
  /** Sent to the build network's servers. */
  readonly forwarded: readonly string[];
}

/**
 * All names that anything in the VPC has reason to ask for. An entry covers that name alone, so that what has names below
 * it is listed twice. Source: Route 53 guide, "Managing your own domain lists".
 *
 * Not on it, on purpose: names of load balancers and endpoints that AWS makes up (they are reached by a redirection from
 * the stack's own zone), names of VMs (`ip-….ec2.internal`), reverse names, time servers (time is link-local).
 */
export function allowedNames({ region, dns, services, buckets }: NamesReach): AllowedNames {
  const withBelow = (name: string) => [name, `*.${name}`];
  const own = [
    ...withBelow(dns.zone),
    ...Object.keys(dns.hosts),
    ...services.map((service) => `${service}.${region}.amazonaws.com`),
    `dynamodb.${region}.amazonaws.com`,
    // Regional, virtual-hosted names only: clients are told the region.
    ...buckets.map((bucket) => `${bucket}.s3.${region}.amazonaws.com`),
  ];
  return {
    own: [...new Set(own)].sort(),
    forwarded: [...new Set((dns.forward?.domains ?? []).flatMap(withBelow))].sort(),
  };
}
