/** What a stack says of its link: the `link` output. */
export interface Link {
  readonly connections: readonly Connection[];
  readonly blocks: readonly string[];
  readonly vpcCidr: string;
  readonly crossings: readonly Crossing[];
  readonly egress: string | null;
}

export interface Connection {
  readonly gateway: string;
  readonly connectionId: string;
  readonly gatewayAddress: string;
  readonly gatewayAsn: number;
  readonly amazonAsn: number;
  readonly routing: "static" | "bgp";
  readonly tunnels: readonly Tunnel[];
}

export interface Tunnel {
  readonly outsideAddress: string;
  readonly insideBlock: string;
  readonly gatewayInsideAddress: string;
  readonly amazonInsideAddress: string;
}

/** Who in the VPC may open a connection to whom in the build network. */
export interface Crossing {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly protocol: "tcp" | "udp";
  readonly ports: readonly [number, number];
}

/** What one gateway is to be: everything that its files say, but for the keys. */
export interface GatewayPlan {
  readonly environment: string;
  readonly gateway: string;
  /** Prefix of all names that the files make, so that several environments share a machine. */
  readonly label: string;
  /** As AWS sees it: the identity in IKE. */
  readonly publicAddress: string;
  /** Address of the machine's own interface: another one behind NAT. */
  readonly localAddress: string;
  readonly gatewayAsn: number;
  readonly amazonAsn: number;
  readonly routing: "static" | "bgp";
  readonly tunnels: readonly PlannedTunnel[];
  readonly blocks: readonly string[];
  readonly vpcCidr: string;
  readonly crossings: readonly Crossing[];
  readonly egress: string | null;
}

export interface PlannedTunnel extends Tunnel {
  /** The connection's name in swanctl.conf. */
  readonly name: string;
  /** Its XFRM interface. */
  readonly device: string;
  /** Ties packets to the tunnel's keys; unique on the machine, as inside blocks are. */
  readonly interfaceId: number;
}

/** Bytes of a tunnel's packets, and of TCP's share: what fits into 1,500 with AES-GCM and NAT-T, rounded down. */
export const mtuBytes = 1400;
export const mssBytes = 1359;

/** @throws RangeError if the stack has no gateway of this name */
export function planOf(
  environment: string,
  link: Link,
  { gateway, localAddress }: { readonly gateway: string; readonly localAddress?: string | undefined },
): GatewayPlan {
  const connection = link.connections.find((each) => each.gateway === gateway);
  if (connection === undefined) {
    const names = link.connections.map((each) => each.gateway).join(", ");
    throw new RangeError(`'${environment}' has no gateway '${gateway}'; it has: ${names}`);
  }
  const label = `overflow-${environment}`;
  return {
    environment,
    gateway,
    label,
    publicAddress: connection.gatewayAddress,
    localAddress: localAddress ?? connection.gatewayAddress,
    gatewayAsn: connection.gatewayAsn,
    amazonAsn: connection.amazonAsn,
    routing: connection.routing,
    tunnels: connection.tunnels.map(({ outsideAddress, insideBlock, ...inside }, index) => {
      const [third = 0, fourth = 0] = (insideBlock.split("/")[0] ?? "").split(".").slice(2).map(Number);
      return {
        outsideAddress,
        insideBlock,
        gatewayInsideAddress: inside.gatewayInsideAddress,
        amazonInsideAddress: inside.amazonInsideAddress,
        name: `${label}-${gateway}-${index + 1}`,
        device: `ipsec-${third}-${fourth}`,
        interfaceId: third * 256 + fourth,
      };
    }),
    blocks: link.blocks,
    vpcCidr: link.vpcCidr,
    crossings: link.crossings,
    egress: link.egress,
  };
}
