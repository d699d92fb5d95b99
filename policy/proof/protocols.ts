/** Protocols that have names here. Source: IANA, "Assigned Internet Protocol Numbers". */
export const protocolNumbers: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

const names = new Map(Object.entries(protocolNumbers).map(([name, number]) => [number, name]));

export function protocolName(number: number): string {
  return names.get(number) ?? `protocol ${number}`;
}

/** TCP and UDP. */
export function hasPorts(protocol: number): boolean {
  return protocol === 6 || protocol === 17;
}

export function isIcmp(protocol: number): boolean {
  return protocol === 1 || protocol === 58;
}
