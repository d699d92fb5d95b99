import { type Fact } from "../../../facts/fact";
import { type Match, type Range } from "../../network";

const allPorts = 65_535;

export const isPort = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= allPorts;

/** Names that the provider takes, beside numbers. Source: IANA, "Assigned Internet Protocol Numbers". */
const numbers: Readonly<Record<string, number>> = {
  ...{ icmp: 1, igmp: 2, ipip: 4, ipv4: 4, st: 5, tcp: 6, egp: 8, igp: 9, udp: 17, dccp: 33, ipv6: 41 },
  ...{ rsvp: 46, gre: 47, esp: 50, ah: 51, icmpv6: 58, eigrp: 88, ospf: 89, pim: 103, vrrp: 112, l2tp: 115 },
  ...{ sctp: 132, udplite: 136 },
};

const icmp = [1, 58];
const withPorts = [6, 17];

/** What a rule says of protocol and ports. */
export interface ProtocolFacts {
  readonly protocol: Fact<string>;
  readonly fromPort: Fact<number>;
  readonly toPort: Fact<number>;
  /** Network ACLs give ICMP a type and a code of their own; group rules write them as the ports. */
  readonly icmpType?: Fact<number>;
  readonly icmpCode?: Fact<number>;
}

/** A match of protocol and ports, and why it is wider than the rule, if a value is not known. */
export interface ProtocolMatch {
  readonly match: Pick<Match, "protocols" | "sourcePorts" | "destinationPorts">;
  readonly why?: string;
}

/**
 * Protocol −1 is all, with all ports; ICMP's type is the source port, its code the destination port, −1 any.
 * Source: EC2 API, IpPermission; VPC guide, "Security group rules".
 */
export function protocolMatch(facts: ProtocolFacts): ProtocolMatch {
  const { protocol } = facts;
  if (protocol.state === "unknown") return { match: {}, why: protocol.why };
  // A rule without a protocol is refused by AWS; a group rule of the old shapes takes it as all.
  if (protocol.state === "absent") return { match: {} };
  const text = protocol.value.toLowerCase();
  if (text === "-1" || text === "all") return { match: {} };
  const number = /^\d{1,3}$/.test(text) ? Number(text) : numbers[text];
  if (number === undefined || number > 255) return { match: {}, why: "is no protocol that is known here" };
  const protocols: Range[] = [[number, number]];
  if (icmp.includes(number)) return icmpMatch(facts, protocols);
  if (!withPorts.includes(number)) return { match: { protocols } };
  return portMatch(facts, protocols);
}

function icmpMatch(facts: ProtocolFacts, protocols: Range[]): ProtocolMatch {
  const type = facts.icmpType ?? facts.fromPort;
  const code = facts.icmpCode ?? facts.toPort;
  const open = [type, code].find(({ state }) => state === "unknown");
  if (open?.state === "unknown") return { match: { protocols }, why: open.why };
  const isBad = [type, code].some((fact) => fact.state === "known" && fact.value >= 0 && !isPort(fact.value));
  if (isBad) return { match: { protocols }, why: "is no ICMP type or code" };
  const single = (fact: Fact<number>): Range[] | undefined =>
    fact.state === "known" && isPort(fact.value) ? [[fact.value, fact.value]] : undefined;
  const sourcePorts = single(type);
  // Of any type is of any code.
  const destinationPorts = sourcePorts && single(code);
  return {
    match: { protocols, ...(sourcePorts && { sourcePorts }), ...(destinationPorts && { destinationPorts }) },
  };
}

function portMatch({ fromPort, toPort }: ProtocolFacts, protocols: Range[]): ProtocolMatch {
  const open = [fromPort, toPort].find(({ state }) => state === "unknown");
  if (open?.state === "unknown") return { match: { protocols }, why: open.why };
  const first = fromPort.state === "known" ? fromPort.value : -1;
  const last = toPort.state === "known" ? toPort.value : first;
  if (first < 0 || last < 0) return { match: { protocols } };
  if (first > last || !isPort(first) || !isPort(last))
    return { match: { protocols }, why: "is no range of ports" };
  return { match: { protocols, destinationPorts: [[first, last]] } };
}

/** A protocol and its ports in words: `tcp 443`. */
export function protocolText({ match: { protocols, sourcePorts, destinationPorts } }: ProtocolMatch): string {
  const [number] = protocols?.[0] ?? [];
  if (number === undefined) return "all traffic";
  const name = Object.entries(numbers).find(([, value]) => value === number)?.[0] ?? `protocol ${number}`;
  const range = ([first, last]: Range) => (first === last ? `${first}` : `${first}-${last}`);
  const ports = [...(icmp.includes(number) ? (sourcePorts ?? []) : []), ...(destinationPorts ?? [])];
  return [name, ...ports.map(range)].join(" ");
}
