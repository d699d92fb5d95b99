import { type Charge, chargeOf } from "./charges";
import { hoursPerMonth, type PriceTable } from "./prices";
import { blocks, nameOf, number, type StackResource, text, texts } from "./stackResource";

/** One line of the floor: what a component costs a month before the first build. */
export interface FloorLine {
  readonly component: string;
  readonly count: number;
  /** Null: paid by use, or the price is not known. */
  readonly dollarsPerMonth: number | null;
  readonly charge: Charge;
  readonly how: string;
}

/** Disks of the workers that the scaler made, awake or asleep. */
export interface WorkerDisks {
  /** GiB of those that there are; null: could not be read. */
  readonly gib: number | null;
  /** GiB if every pool had all its VMs; null: not known. */
  readonly maximumGib: number | null;
}

export interface FloorFacts {
  readonly disks: WorkerDisks;
  /** Dollars an hour by instance type, as the settings state them; they win over the table, which knows one region. */
  readonly declaredHour: Readonly<Record<string, number>>;
}

/** The schedule of the scaler (infra/scalerService.ts): a call a minute. */
const secondsPerCall = 60;
/** Two runs are there while one takes over from the other, about this long at each call. Source: docs/adr-0004-handover.md. */
const handOverSeconds = 1;
const secondsPerMonth = hoursPerMonth * 3600;

/**
 * What a stack costs a month when nothing is built and every worker sleeps, by component; then, without a sum, what is paid by use, and what
 * has no price here. No free tier is taken off. Pure.
 */
export function floor(
  resources: readonly StackResource[],
  { disks, declaredHour }: FloorFacts,
  prices: PriceTable,
): readonly FloorLine[] {
  const of = (type: string): readonly StackResource[] => resources.filter((r) => r.type === type);
  const links = of("aws:ec2/vpnConnection:VpnConnection");
  const endpoints = of("aws:ec2/vpcEndpoint:VpcEndpoint").filter(
    (endpoint) => text(endpoint, "vpcEndpointType") === "Interface",
  );
  const balancers = of("aws:lb/loadBalancer:LoadBalancer").filter(
    (balancer) => text(balancer, "loadBalancerType") === "network",
  );
  const lists = of("aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList");
  const hourly = (component: string, count: number, dollarsPerHour: number): FloorLine =>
    fixed(component, count, dollarsPerHour * hoursPerMonth, `$${dollarsPerHour}/h each`);
  const monthly = (component: string, count: number, dollars: number): FloorLine =>
    fixed(component, count, dollars, `$${dollars} each`);
  const lines = [
    hourly("VPN connections", links.length, prices.vpnConnectionHour),
    hourly("public addresses of VPN tunnels", links.length * tunnelsPerConnection, prices.publicAddressHour),
    hourly(
      "interface endpoints × zones",
      endpoints.reduce((zones, endpoint) => zones + texts(endpoint, "subnetIds").length, 0),
      prices.interfaceEndpointZoneHour,
    ),
    hourly(
      "addresses of resolver endpoints",
      of("aws:route53/resolverEndpoint:ResolverEndpoint").reduce(
        (count, endpoint) => count + blocks(endpoint, "ipAddresses").length,
        0,
      ),
      prices.resolverAddressHour,
    ),
    hourly("network load balancers", balancers.length, prices.networkLoadBalancerHour),
    ...of("aws:autoscaling/group:Group").flatMap((group) =>
      groupLines(group, of("aws:ec2/launchTemplate:LaunchTemplate"), declaredHour, prices),
    ),
    monthly("KMS keys", of("aws:kms/key:Key").length, prices.kmsKeyMonth),
    monthly(
      "secrets",
      // AWS keeps the tunnels' keys of such a connection in a secret of its own.
      of("aws:secretsmanager/secret:Secret").length +
        links.filter((vpn) => text(vpn, "presharedKeyStorage") === "SecretsManager").length,
      prices.secretMonth,
    ),
    monthly(
      "alarms × metrics",
      of("aws:cloudwatch/metricAlarm:MetricAlarm").reduce((count, alarm) => count + metricsOf(alarm), 0),
      prices.alarmMetricMonth,
    ),
    monthly("private DNS zones", of("aws:route53/zone:Zone").length, prices.hostedZoneMonth),
    monthly(
      "domain names of the DNS firewall",
      lists.reduce((count, list) => count + texts(list, "domains").length, 0),
      prices.firewallDomainMonth,
    ),
    functionLine(of("aws:lambda/function:Function"), prices),
  ].filter(({ count }) => count > 0);
  return [...lines, ...diskLines(disks, prices), ...byUse(resources), ...unpriced(resources)];
}

/** A site-to-site VPN connection always has two. Source: VPN guide, "Tunnel options". */
const tunnelsPerConnection = 2;

function fixed(component: string, count: number, each: number, how: string): FloorLine {
  return { component, count, dollarsPerMonth: count * each, charge: "fixed", how };
}

/** The instances that an Auto Scaling group keeps, and their disks. */
function groupLines(
  group: StackResource,
  templates: readonly StackResource[],
  declaredHour: FloorFacts["declaredHour"],
  prices: PriceTable,
): readonly FloorLine[] {
  const name = nameOf(group);
  const template = templates.find((each) => nameOf(each) === name);
  const least = number(group, "minSize") ?? 0;
  const most = number(group, "maxSize");
  const atMost = most === undefined || most === least ? "" : `; at most ${most}`;
  const type = template === undefined ? "" : text(template, "instanceType");
  const hour = declaredHour[type] ?? prices.instanceHour[type];
  const gib = (template === undefined ? [] : blocks(template, "blockDeviceMappings")).reduce(
    (sum, { ebs }) => sum + (isRecord(ebs) ? Number(ebs["volumeSize"] ?? 0) : 0),
    0,
  );
  return [
    hour === undefined
      ? unknown(`instances of ${name}`, least, `price of ${type || "its instance type"} unknown${atMost}`)
      : fixed(`instances of ${name} (${type})`, least, hour * hoursPerMonth, `$${hour}/h each${atMost}`),
    fixed(
      `disks of ${name} (GiB)`,
      least * gib,
      prices.gp3GibMonth,
      `gp3, $${prices.gp3GibMonth}/GiB-month${atMost === "" ? "" : `; at most ${(most ?? least) * gib} GiB`}`,
    ),
  ];
}

/** An alarm on an expression is charged for each metric in it. Source: infracost's golden `cloudwatch_metric_alarm`. */
function metricsOf(alarm: StackResource): number {
  return Math.max(1, blocks(alarm, "metricQueries").filter(({ metric }) => metric !== undefined).length);
}

/** One run of the scaler follows the other: one environment of the function is always busy, and for a moment of each minute two. */
function functionLine(functions: readonly StackResource[], prices: PriceTable): FloorLine {
  const callsPerMonth = secondsPerMonth / secondsPerCall;
  const busySeconds = secondsPerMonth + callsPerMonth * handOverSeconds;
  const gib = functions.reduce((sum, fn) => sum + (number(fn, "memorySize") ?? 128) / 1024, 0);
  return {
    component: "scaler function (GiB)",
    count: gib,
    charge: "fixed",
    dollarsPerMonth:
      gib * busySeconds * prices.lambdaGibSecond +
      functions.length * (callsPerMonth / 1e6) * prices.lambdaMillionRequests,
    how: `a run of ${secondsPerCall + handOverSeconds} s every ${secondsPerCall} s, $${prices.lambdaGibSecond}/GiB-s; ${callsPerMonth} calls at $${prices.lambdaMillionRequests} a million`,
  };
}

/** Told where there is no worker, too, for the maximum: a worker that was made once keeps its disk. */
function diskLines({ gib, maximumGib }: WorkerDisks, { gp3GibMonth }: PriceTable): readonly FloorLine[] {
  const component = "disks of workers (GiB)";
  const most =
    maximumGib === null
      ? ""
      : `; all pools at their maximum: ${maximumGib} GiB, $${(maximumGib * gp3GibMonth).toFixed(2)}`;
  const how = `gp3, $${gp3GibMonth}/GiB-month${most}`;
  if (gib === null) return [unknown(component, 0, `how many there are is not known; ${how}`)];
  return gib === 0 && maximumGib === null ? [] : [fixed(component, gib, gp3GibMonth, how)];
}

function unknown(component: string, count: number, how: string): FloorLine {
  return { component, count, dollarsPerMonth: null, charge: "unknown", how };
}

/** What is paid for by what goes through it or lies in it. */
function byUse(resources: readonly StackResource[]): readonly FloorLine[] {
  const words: Readonly<Record<string, string>> = {
    "aws:cloudwatch/logGroup:LogGroup": "log groups (flows, DNS queries, tunnels, scaler)",
    "aws:dynamodb/table:Table": "DynamoDB tables",
    "aws:s3/bucket:Bucket": "S3 buckets",
    "aws:sns/topic:Topic": "topics",
    "aws:scheduler/schedule:Schedule": "schedules",
  };
  return Object.entries(words).flatMap(([type, component]) => {
    const count = resources.filter((resource) => resource.type === type).length;
    const how = "by use, not counted";
    return count === 0 ? [] : [{ component, count, dollarsPerMonth: null, charge: "use" as const, how }];
  });
}

/** Types that nobody has looked at: what they cost is not known, rather than nothing. */
function unpriced(resources: readonly StackResource[]): readonly FloorLine[] {
  const types = resources.map(({ type }) => type).filter((type) => chargeOf(type) === "unknown");
  return [...new Set(types)].map((type) =>
    unknown(type, types.filter((each) => each === type).length, "price unknown"),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The sum of what is known. */
export function dollarsPerMonth(lines: readonly FloorLine[]): number {
  return lines.reduce((sum, { dollarsPerMonth: dollars }) => sum + (dollars ?? 0), 0);
}
