import { type Match, type Missing, type Range } from "../network/network";
import { hasPorts, isIcmp, protocolName } from "../proof/protocols";
import { type Packet } from "../proof/verdict";

/** `443`, `1024-65535`. */
function rangeWords([first, last]: Range): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** Ranges that are not everything, or undefined. */
function limits(ranges: readonly Range[] | undefined, last: number): readonly Range[] | undefined {
  if (ranges === undefined || ranges.some(([low, high]) => low === 0 && high === last)) return undefined;
  return ranges;
}

/** What protocols and ports: `tcp 443`, `udp 500, 4500`, `anything`. */
export function serviceWords({ protocols, destinationPorts }: Match): string {
  const ports = limits(destinationPorts, 65535)?.map(rangeWords).join(", ");
  const named = limits(protocols, 255);
  if (named === undefined) return ports === undefined ? "anything" : `port ${ports}`;
  return named
    .map(([first, last]) => {
      const name = first === last ? protocolName(first) : `protocols ${first}-${last}`;
      if (ports === undefined || (first === last && !hasPorts(first) && !isIcmp(first))) return name;
      return first === last && isIcmp(first) ? `${name} code ${ports}` : `${name} ${ports}`;
    })
    .join(", ");
}

/** At most so many blocks are named; the rest is counted. */
export function blockWords(blocks: readonly string[] | undefined, shown = 4): string {
  if (blocks === undefined) return "any address";
  const rest = blocks.length - shown;
  return `${blocks.slice(0, shown).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** A set of packets: `tcp 443 to 10.1.0.0/16`. */
export function matchWords(match: Match): string {
  return `${serviceWords(match)} to ${blockWords(match.destination)}`;
}

/** One packet: `tcp 10.1.2.3:40000 → 198.51.100.1:443`. */
export function packetWords(packet: Packet): string {
  const { source, destination, protocol, sourcePort, destinationPort, state } = packet;
  const answer = state === "reply" ? " (answer)" : "";
  const name = protocolName(protocol);
  if (isIcmp(protocol))
    return `${name} ${source} → ${destination}, type ${sourcePort}, code ${destinationPort}${answer}`;
  if (!hasPorts(protocol)) return `${name} ${source} → ${destination}${answer}`;
  const at = (address: string, port: number): string =>
    address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
  return `${name} ${at(source, sourcePort)} → ${at(destination, destinationPort)}${answer}`;
}

/** `instance web: subnetId is not known before the update. To settle it: …`. */
export function missingWords({ resource, property, why, settle }: Missing): string {
  const value = property === undefined ? resource : `${resource}: ${property}`;
  return `${value} ${why}. To settle it: ${settle}`;
}
