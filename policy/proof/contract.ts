import { type Match, type Zone } from "../network/network";

/**
 * From which zone to which zone what may pass. Everything else may not. `policy/contract.json` is the one of this project; the declared blocks of the
 * build network are no part of it: they make the zone (`BuildNetwork`).
 */
export interface Contract {
  readonly schema: 1;
  readonly allow: readonly ContractLine[];
}

export interface ContractLine {
  readonly from: Zone;
  /** A zone, or `service/*` … no other pattern. */
  readonly to: Zone;
  /** Left out: any packet. */
  readonly packets?: Match;
  readonly why: string;
}

/** What the company's side of the link is, from the settings or from the reviewer. */
export interface BuildNetwork {
  /** CIDR blocks. */
  readonly blocks: readonly string[];
  /** Public addresses of its VPN gateways. Undefined: any customer gateway counts as the build network's. */
  readonly gateways?: readonly string[];
  /** Who says so, for the evidence: `Pulumi.staging.yaml`, `--build-network`, `the VPN's own routes`. */
  readonly declaredBy: string;
}

/** The lines that speak of traffic from one zone to another. */
export function linesOf(contract: Contract, from: Zone, to: Zone): readonly ContractLine[] {
  return contract.allow.filter((line) => line.from === from && zoneMatches(line.to, to));
}

/** Zones that no contract may name: what the system promises is not for an edit of one file to take back. */
const neverAllowed = /^(?:internet|unknown|beyond-the-link|foreign(?:\/.*)?)$/;

/** Lines that would break the promise, each as a fault: no traffic to or from the internet or anything but the build network, ever. */
export function contractFaults({ allow }: Contract): readonly string[] {
  return allow
    .filter(({ from, to }) => neverAllowed.test(from) || neverAllowed.test(to))
    .map(
      ({ from, to }) =>
        `policy/contract.json lets ${from} send to ${to}, which no contract may: take the line out.`,
    );
}

function zoneMatches(pattern: Zone, zone: Zone): boolean {
  return pattern.endsWith("/*") ? zone.startsWith(pattern.slice(0, -1)) : pattern === zone;
}
