import { type TunnelCount } from "./tunnel";

/** Traffic of one entry of the link with one destination, since the entry was opened. */
export interface DestinationCount {
  /** `host:port` as the machine asked for it. */
  readonly address: string;
  readonly connections: number;
  /** Connections open now. */
  readonly open: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

export interface LinkCounts {
  /** Reached over the link. */
  readonly destinations: readonly DestinationCount[];
  /** Reached inside the VPC: these bytes did not cross the link. */
  readonly insideVpc: readonly DestinationCount[];
  /** Destinations with no route, and how often each was asked for. */
  readonly refused: readonly { readonly address: string; readonly count: number }[];
}

/** Refused addresses kept apart; more are counted as one: a machine gone wild must not fill the memory. */
const MAX_REFUSED_ADDRESSES = 100;
const OTHER_ADDRESSES = "others";

export class LinkCounters {
  private readonly byWay = { "build-network": new CountsByAddress(), vpc: new CountsByAddress() };
  private readonly refusals = new Map<string, number>();

  refused(address: string): void {
    const isKept = this.refusals.has(address) || this.refusals.size < MAX_REFUSED_ADDRESSES;
    const key = isKept ? address : OTHER_ADDRESSES;
    this.refusals.set(key, (this.refusals.get(key) ?? 0) + 1);
  }

  /** Counts a new connection; what it answers counts its bytes and its end. */
  opened(way: "build-network" | "vpc", address: string): TunnelCount & { closed(): void } {
    return this.byWay[way].opened(address);
  }

  counts(): LinkCounts {
    return {
      destinations: this.byWay["build-network"].counts(),
      insideVpc: this.byWay.vpc.counts(),
      refused: [...this.refusals].map(([address, count]) => ({ address, count })),
    };
  }
}

class CountsByAddress {
  private readonly byAddress = new Map<
    string,
    { -readonly [K in keyof DestinationCount]: DestinationCount[K] }
  >();

  opened(address: string): TunnelCount & { closed(): void } {
    const count = this.byAddress.get(address) ?? {
      ...{ address, connections: 0, open: 0 },
      ...{ sentBytes: 0, receivedBytes: 0 },
    };
    this.byAddress.set(address, count);
    count.connections += 1;
    count.open += 1;
    return {
      sent: (bytes) => (count.sentBytes += bytes),
      received: (bytes) => (count.receivedBytes += bytes),
      closed: () => (count.open -= 1),
    };
  }

  counts(): readonly DestinationCount[] {
    return [...this.byAddress.values()].map((count) => ({ ...count }));
  }
}
