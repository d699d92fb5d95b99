import { address, addressText } from "./addresses";

/** One packet. ICMP: the source port is the type, the destination port the code. */
export interface Packet {
  readonly source: bigint;
  readonly destination: bigint;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly state: "new" | "reply";
  /** The interface that sends it, by its id; undefined: nobody whom a group's rule may name. */
  readonly sender?: string;
}

export const icmp = 1;
export const icmpV6 = 58;
export const isIcmp = (protocol: number): boolean => protocol === icmp || protocol === icmpV6;
export const hasPorts = (protocol: number): boolean => protocol === 6 || protocol === 17;

export function packet(
  source: string,
  destination: string,
  protocol: number,
  ports: readonly [source: number, destination: number] = [0, 0],
): Packet {
  const [sourcePort, destinationPort] = ports;
  return {
    source: address(source),
    destination: address(destination),
    protocol,
    sourcePort,
    destinationPort,
    state: "new",
  };
}

/** What answers it. An echo request (ICMP type 8, RFC 792; 128, RFC 4443) is answered by an echo reply; any other type by "unreachable". */
export function answerTo(asked: Packet): Packet {
  const { source, destination, protocol, sourcePort, destinationPort } = asked;
  // Groups let answers pass: who sends them is never asked.
  const back = { source: destination, destination: source, protocol, state: "reply" } as const;
  if (!isIcmp(protocol)) return { ...back, sourcePort: destinationPort, destinationPort: sourcePort };
  const type = protocol === icmp ? (sourcePort === 8 ? 0 : 3) : sourcePort === 128 ? 129 : 1;
  return { ...back, sourcePort: type, destinationPort: 0 };
}

/** All that may answer it: the certain reading lets ICMP answer with any type, docs/proof.md, "The network". */
export function answersTo(asked: Packet, isGenerous: boolean): readonly Packet[] {
  const usual = answerTo(asked);
  if (!isGenerous || !isIcmp(asked.protocol)) return [usual];
  const types = [usual.sourcePort, asked.sourcePort, asked.protocol === icmp ? 3 : 1];
  return [...new Set(types)].map((sourcePort) => ({ ...usual, sourcePort }));
}

export function packetText({
  source,
  destination,
  protocol,
  sourcePort,
  destinationPort,
  state,
}: Packet): string {
  return `${state} ${protocol} ${addressText(source)}:${sourcePort} > ${addressText(destination)}:${destinationPort}`;
}
