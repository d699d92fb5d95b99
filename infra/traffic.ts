import { type Settings } from "./settings/schema";

/** Security groups of the VPC. */
export type GroupName = "workers" | "scaler" | "endpoints";

/** AWS services reached by a gateway endpoint. */
export type GatewayService = "s3" | "dynamodb";

/** One end of a flow: a group of the VPC, a block of the build network, or a service behind a gateway endpoint. */
export type Peer =
  { readonly group: GroupName } | { readonly block: string } | { readonly service: GatewayService };

/** Who may open a connection to whom. Security groups are stateful: answers need no line of their own. */
export interface Flow {
  /** Part of logical names, so it stays as it is. */
  readonly name: string;
  readonly from: Peer;
  readonly to: Peer;
  readonly protocol: "tcp" | "icmp";
  /** First and last port; for ICMP its type and code. */
  readonly ports: readonly [number, number];
  readonly why: string;
}

const https = [443, 443] as const;

/**
 * ICMP "destination unreachable, fragmentation needed": without it connections through the tunnel, whose packets are
 * smaller, hang. Source: EC2 guide, "Network MTU", Path MTU Discovery; RFC 1191.
 */
const fragmentationNeeded = [3, 4] as const;

/** Everything that may talk, in one table. What is not here is closed. */
export function flowsOf(settings: Pick<Settings, "network" | "buildNetwork" | "master">): readonly Flow[] {
  const { network, buildNetwork, master } = settings;
  const workers = { group: "workers" } as const;
  const scaler = { group: "scaler" } as const;
  const atMaster = { block: `${master.address}/32` };
  const tcp = (name: string, from: Peer, to: Peer, ports: readonly [number, number], why: string): Flow => {
    return { name, from, to, protocol: "tcp", ports, why };
  };
  const port = (number: number) => [number, number] as const;
  return [
    tcp("workers-master", workers, atMaster, port(master.workersPort), "Workers attach to the master"),
    ...Object.entries(buildNetwork.services).map(([name, service]) =>
      tcp(`workers-${name}`, workers, { block: service.block }, port(service.port), `Builds use ${name}`),
    ),
    ...(network.readableBuckets.length === 0
      ? []
      : [tcp("workers-s3", workers, { service: "s3" }, https, "Builds read the named buckets")]),
    tcp(
      "scaler-master",
      scaler,
      atMaster,
      port(master.webPort),
      "The scaler reads the queue and pauses workers",
    ),
    tcp(
      "scaler-endpoints",
      scaler,
      { group: "endpoints" },
      https,
      "The scaler calls EC2 and Secrets Manager",
    ),
    tcp("scaler-dynamodb", scaler, { service: "dynamodb" }, https, "The scaler keeps its state"),
    ...buildNetwork.blocks.flatMap((block) =>
      [workers, scaler].map((to): Flow => {
        const name = `mtu-${block.replace("/", "-")}-${to.group}`;
        const why = "Path MTU discovery through the tunnel";
        return { name, from: { block }, to, protocol: "icmp", ports: fragmentationNeeded, why };
      }),
    ),
  ];
}

/** One rule of one group. */
export interface Rule {
  /** Unique among all rules. */
  readonly name: string;
  readonly group: GroupName;
  readonly direction: "ingress" | "egress";
  readonly peer: Peer;
  readonly protocol: Flow["protocol"];
  readonly ports: Flow["ports"];
  readonly why: string;
}

/** A flow needs a rule at each end that is a group of ours. */
export function rulesOf(flows: readonly Flow[]): readonly Rule[] {
  return flows.flatMap(({ name, from, to, protocol, ports, why }) => {
    const rule = (direction: Rule["direction"], group: GroupName, peer: Peer): Rule => {
      return { name: `${name}-${direction}`, group, direction, peer, protocol, ports, why };
    };
    return [
      ...("group" in from ? [rule("egress", from.group, to)] : []),
      ...("group" in to ? [rule("ingress", to.group, from)] : []),
    ];
  });
}
