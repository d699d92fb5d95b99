import { heartbeatPort, servingPort } from "../mirror/target";
import { type Settings } from "../settings/schema";
import { trustLevelsOf } from "./subnetKeys";

/** Security groups of the VPC. Those of builds are apart by trust level. */
export type GroupName =
  "scaler" | "endpoints" | "resolver" | `workers-${string}` | `mirrors-${string}` | `balancer-${string}`;

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
  readonly protocol: "tcp" | "udp" | "icmp";
  /** First and last port; for ICMP its type and code. */
  readonly ports: readonly [number, number];
  readonly why: string;
}

/** What the table is made from. */
export type TrafficSettings = Pick<Settings, "network" | "buildNetwork" | "master" | "mirrors" | "dns">;

const https = [443, 443] as const;
const dns = [53, 53] as const;
const ssh = [22, 22] as const;

/**
 * ICMP "destination unreachable, fragmentation needed": without it connections through the tunnel, whose packets are
 * smaller, hang. Source: EC2 guide, "Network MTU", Path MTU Discovery; RFC 1191.
 */
const fragmentationNeeded = [3, 4] as const;

const port = (number: number) => [number, number] as const;

function tcp(name: string, from: Peer, to: Peer, ports: Flow["ports"], why: string): Flow {
  return { name, from, to, protocol: "tcp", ports, why };
}

/** Everything that may talk, in one table. What is not here is closed. */
export function flowsOf(settings: TrafficSettings): readonly Flow[] {
  const levels = trustLevelsOf(settings);
  return [
    ...levels.flatMap((level) => [...buildFlows(level, settings), ...mirrorFlows(level, settings)]),
    ...scalerFlows(settings),
    ...resolverFlows(settings),
    ...operatorFlows(settings),
    ...pathMtuFlows(settings),
  ];
}

function buildFlows(level: string, { buildNetwork, master, mirrors }: TrafficSettings): Flow[] {
  const group: GroupName = `workers-${level}`;
  const workers = { group } as const;
  const mirror = mirrors[level];
  return [
    tcp(
      `${group}-master`,
      workers,
      { block: `${master.address}/32` },
      port(master.workersPort),
      "Workers attach to the master",
    ),
    ...Object.entries(buildNetwork.services).map(([name, service]) =>
      tcp(`${group}-${name}`, workers, { block: service.block }, port(service.port), `Builds use ${name}`),
    ),
    tcp(`${group}-s3`, workers, { service: "s3" }, https, "Builds use the buckets of their trust level"),
    ...(mirror === undefined
      ? []
      : [
          tcp(
            `${group}-mirror`,
            workers,
            { group: `balancer-${level}` },
            port(servingPort(mirror.transport)),
            "Builds fetch through the mirror",
          ),
        ]),
  ];
}

function mirrorFlows(level: string, { mirrors }: TrafficSettings): Flow[] {
  const mirror = mirrors[level];
  if (mirror === undefined) return [];
  const group: GroupName = `mirrors-${level}`;
  const own = { group } as const;
  const balancer = { group: `balancer-${level}` } as const;
  return [
    tcp(
      `${group}-balanced`,
      balancer,
      own,
      port(servingPort(mirror.transport)),
      "The balancer passes builds on",
    ),
    tcp(
      `${group}-heartbeat`,
      balancer,
      own,
      port(heartbeatPort),
      "The balancer looks whether a mirror serves",
    ),
    ...Object.entries(mirror.upstreams).map(([name, upstream]) =>
      tcp(
        `${group}-${name}`,
        own,
        { block: `${upstream.address}/32` },
        port(upstream.port),
        `The mirror fetches from ${name}`,
      ),
    ),
    tcp(`${group}-s3`, own, { service: "s3" }, https, "The mirror stores its log"),
    ...(mirror.transport === "tls"
      ? [tcp(`${group}-endpoints`, own, { group: "endpoints" }, https, "The mirror reads its certificate")]
      : []),
  ];
}

function scalerFlows({ master }: TrafficSettings): Flow[] {
  const scaler = { group: "scaler" } as const;
  return [
    tcp(
      "scaler-master",
      scaler,
      { block: `${master.address}/32` },
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
  ];
}

/** Both protocols: an answer that does not fit into a datagram is asked again by TCP (RFC 7766). */
function resolverFlows({ dns: { forward } }: TrafficSettings): Flow[] {
  const resolver = { group: "resolver" } as const;
  return (forward?.servers ?? []).flatMap((server) =>
    (["udp", "tcp"] as const).map((protocol): Flow => {
      const name = `resolver-${server.replaceAll(".", "-")}-${protocol}`;
      const to = { block: `${server}/32` };
      return { name, from: resolver, to, protocol, ports: dns, why: "Names of the build network" };
    }),
  );
}

/** People reach a VM only from the build network. */
function operatorFlows(settings: TrafficSettings): Flow[] {
  return settings.buildNetwork.operators.flatMap((block) =>
    machineGroups(settings).map((group) =>
      tcp(`operators-${named(block)}-${group}`, { block }, { group }, ssh, "People look into a VM"),
    ),
  );
}

function pathMtuFlows(settings: TrafficSettings): Flow[] {
  const receivers: GroupName[] = [...machineGroups(settings), "scaler"];
  return settings.buildNetwork.blocks.flatMap((block) =>
    receivers.map((group): Flow => {
      const why = "Path MTU discovery through the tunnel";
      const name = `mtu-${named(block)}-${group}`;
      return { name, from: { block }, to: { group }, protocol: "icmp", ports: fragmentationNeeded, why };
    }),
  );
}

/** Groups of VMs. */
function machineGroups(settings: TrafficSettings): GroupName[] {
  return trustLevelsOf(settings).flatMap((level): GroupName[] => [
    `workers-${level}`,
    ...(settings.mirrors[level] === undefined ? [] : ([`mirrors-${level}`] as const)),
  ]);
}

function named(block: string): string {
  return block.replace("/", "-");
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

/** Every group that talks, once, in the order of the table. */
export function groupsOf(rules: readonly Rule[]): readonly GroupName[] {
  return [...new Set(rules.map(({ group }) => group))];
}
