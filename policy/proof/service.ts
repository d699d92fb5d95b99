import { type Match, type Range } from "../network/network";
import { hasPorts, protocolNumbers } from "./protocols";
import { UnusableInput } from "../sources/unusableInput";

/** What a question asks about, beside its ends. */
export interface Service {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `all`. */
  readonly protocol: string;
  /** `22` or `1024-65535`; undefined: any. */
  readonly port?: string;
  readonly sourcePort?: string;
}

/**
 * The packets of a service, without ends.
 * @throws UnusableInput naming what is wrong and what is allowed
 */
export function packetsOf({ protocol, port, sourcePort }: Service): Match {
  const number = numberOf(protocol);
  if ((number === undefined || !hasPorts(number)) && (port !== undefined || sourcePort !== undefined)) {
    throw new UnusableInput(`Protocol '${protocol}' has no ports. Ports are for tcp and udp.`);
  }
  return {
    ...(number !== undefined && { protocols: [[number, number]] }),
    ...(port !== undefined && { destinationPorts: [rangeOf("port", port)] }),
    ...(sourcePort !== undefined && { sourcePorts: [rangeOf("source port", sourcePort)] }),
    state: "new",
  };
}

/** Undefined: all protocols. */
function numberOf(protocol: string): number | undefined {
  const text = protocol.toLowerCase();
  if (text === "all" || text === "-1") return undefined;
  const number = Object.hasOwn(protocolNumbers, text)
    ? protocolNumbers[text]
    : /^\d{1,3}$/.test(text)
      ? Number(text)
      : NaN;
  if (number === undefined || !(number <= 255)) {
    const names = Object.keys(protocolNumbers).join(", ");
    throw new UnusableInput(
      `Protocol '${protocol}' is none. Allowed: ${names}, a number from 0 to 255, all.`,
    );
  }
  return number;
}

function rangeOf(what: string, text: string): Range {
  const found = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  const first = Number(found?.[1] ?? NaN);
  const last = Number(found?.[2] ?? first);
  if (!(first <= last && last <= 65535)) {
    throw new UnusableInput(
      `The ${what} is '${text}', allowed: a number from 0 to 65535, or a range such as 8000-8999.`,
    );
  }
  return [first, last];
}
