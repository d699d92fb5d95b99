/** Where a name leads that is asked for in a VPC. */
export type NameAnswer =
  | { readonly kind: "addresses"; readonly addresses: readonly string[] }
  /** An alias record: a load balancer's own name. */
  | { readonly kind: "balancer"; readonly dnsName: string }
  /** Asked of the build network's own name servers. */
  | { readonly kind: "forwarded" }
  | { readonly kind: "nothing"; readonly reason: string };

/** What the emulator's `GET /lab/dns` answers (lab/emulator/dns.py). */
interface ResolverAnswer {
  readonly answer: string;
  readonly addresses?: readonly string[];
  readonly target?: string;
  readonly rule?: string;
}

/** Asks the VPC's resolver, as the emulator plays it. @throws Error if it does not answer as it should */
export async function lookUp(emulatorUrl: string, vpcId: string, name: string): Promise<NameAnswer> {
  const query = new URLSearchParams({ vpcId, name });
  const answer = await fetch(`${emulatorUrl}/lab/dns?${query.toString()}`);
  if (!answer.ok) throw new Error(`the resolver answered ${answer.status}: ${await answer.text()}`);
  return read(name, (await answer.json()) as ResolverAnswer);
}

function read(name: string, { answer, addresses = [], target, rule }: ResolverAnswer): NameAnswer {
  switch (answer) {
    case "address":
      return { kind: "addresses", addresses };
    case "alias":
      return { kind: "balancer", dnsName: target ?? "" };
    case "forwarded":
      return { kind: "forwarded" };
    default:
      return { kind: "nothing", reason: reasonOf(name, answer, rule) };
  }
}

function reasonOf(name: string, answer: string, rule: string | undefined): string {
  switch (answer) {
    case "blocked":
      return `DNS Firewall blocks ${name}, by rule ${rule ?? "unknown"}.`;
    case "nxdomain":
      return `There is no ${name} in its private zone.`;
    case "nodata":
      return `${name} has no address.`;
    case "public":
      return `${name} is a name of the internet, where nothing leads to.`;
    case "unanswered":
      return `This VPC has no resolver (enableDnsSupport is off), so ${name} is not answered.`;
    default:
      return `The resolver answers ${answer} for ${name}.`;
  }
}
