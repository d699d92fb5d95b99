/** What the VPC's resolver says of a name. */
export type NameAnswer =
  | { readonly kind: "addresses"; readonly addresses: readonly string[] }
  /** An alias record: a load balancer's own name. */
  | { readonly kind: "alias"; readonly dnsName: string }
  /** `blocked`: by the DNS firewall. `unknown`: there is no such name. */
  | { readonly kind: "blocked" | "unknown"; readonly reason: string };

/** Asks the VPC's resolver, as the emulator plays it. @throws Error if it does not answer as it should */
export async function lookUp(emulatorUrl: string, vpcId: string, name: string): Promise<NameAnswer> {
  const query = new URLSearchParams({ vpcId, name });
  const answer = await fetch(`${emulatorUrl}/lab/dns?${query.toString()}`);
  if (!answer.ok) throw new Error(`the resolver answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as NameAnswer;
}
