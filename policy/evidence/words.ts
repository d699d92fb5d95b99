import { type Match, type Missing, type Range, type Zone } from "../network/network";
import { hasPorts, isIcmp, protocolName } from "../proof/protocols";
import { type Packet } from "../proof/verdict";

/** `443`, `1024-65535`. */
function rangeWords([first, last]: Range): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** Ranges that are not everything, or undefined. */
function limits(ranges: readonly Range[] | undefined, last: number): readonly Range[] | undefined {
  if (ranges === undefined || ranges.some(([low, high]) => low === 0 && high >= last)) return undefined;
  return ranges;
}

/** What protocols and ports: `tcp 443`, `udp 500, 4500`, `icmp type 3 code 4`, `anything`. */
export function serviceWords(match: Match): string {
  const named = limits(match.protocols, 255);
  if (named !== undefined) return named.map((range) => protocolWords(range, match)).join(", ");
  const ports = limits(match.destinationPorts, 65535)?.map(rangeWords).join(", ");
  return ports === undefined ? "anything" : `port ${ports}`;
}

function protocolWords([first, last]: Range, { sourcePorts, destinationPorts }: Match): string {
  const words = (ranges: readonly Range[] | undefined, last: number): string | undefined =>
    limits(ranges, last)?.map(rangeWords).join(", ");
  if (first === last && isIcmp(first)) {
    const [type, code] = [words(sourcePorts, 255), words(destinationPorts, 255)];
    const parts = [
      ...(type === undefined ? [] : [`type ${type}`]),
      ...(code === undefined ? [] : [`code ${code}`]),
    ];
    return [protocolName(first), ...parts].join(" ");
  }
  const ports = words(destinationPorts, 65535);
  const name = first === last ? protocolName(first) : `protocols ${first}-${last}`;
  return ports === undefined || (first === last && !hasPorts(first)) ? name : `${name} ${ports}`;
}

/** What several sets are of, each protocol once: `tcp 443, 8081`. */
export function servicesWords(matches: readonly Match[]): readonly string[] {
  const all = new Map<string, Set<string>>();
  for (const match of matches) {
    for (const protocol of match.protocols ?? [[0, 255] as const]) {
      for (const port of match.destinationPorts ?? [undefined]) {
        const words = serviceWords({
          ...match,
          protocols: [protocol],
          ...(port !== undefined && { destinationPorts: [port] }),
        });
        const [, name = words, ports = ""] = /^(tcp|udp) (.+)$/.exec(words) ?? [];
        all.set(name, (all.get(name) ?? new Set()).add(ports));
      }
    }
  }
  return [...all].sort(byText).map(([name, ports]) => {
    const sorted = [...ports].sort((a, b) => parseInt(a) - parseInt(b));
    return ports.has("") ? name : `${name} ${sorted.join(", ")}`;
  });
}

function byText([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** At most so many blocks are named; the rest is counted. */
export function blockWords(blocks: readonly string[] | undefined, shown = 4): string {
  if (blocks === undefined) return "any address";
  const rest = blocks.length - shown;
  return `${blocks.slice(0, shown).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** The same of what comes to a zone. A service's addresses are many blocks, and before there are ids any public ones: told as what they are. */
export function arrivingWords(to: Zone, match: Match): string {
  const { destination = [], ...rest } = match;
  const isService = to.startsWith("service/") && destination.length > 4;
  return isService
    ? `${serviceWords(rest)} to addresses of ${to.slice("service/".length)}`
    : matchWords(match);
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
