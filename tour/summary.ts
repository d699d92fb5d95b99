import { dollarsPerMonth, floor, type FloorLine } from "../reports/floor";
import { priceNote, type PriceTable } from "../reports/prices";
import { awakeSpans, type AwakeSpan, billedSeconds, type VmCall } from "../reports/vmTime";
import { type Waits, waits } from "../reports/waits";
import { mirrorSummary, type MirrorSummary } from "./mirrorSummary";
import { type ApiCall, type BuildRecord, isCloud, type TourRecord } from "./record";

/** Buildbot's results code of a build that went well. Source: buildbot.process.results. */
const success = 0;

export interface Summary {
  readonly schema: 1;
  readonly environment: string;
  readonly startedAt: string;
  readonly durationSeconds: number;
  readonly builds: BuildCounts;
  readonly waits: { readonly inHouse: Waits | null; readonly cloud: Waits | null };
  readonly vms: VmCounts;
  readonly waves: readonly WaveSummary[];
  readonly policy: TourRecord["policy"];
  /** Null: the stack has no mirror that was asked. */
  readonly mirror: MirrorSummary | null;
  readonly cost: Cost;
  readonly leftovers: readonly string[];
}

export interface BuildCounts {
  readonly filed: number;
  /** Requests with exactly one successful build. */
  readonly finishedOnce: number;
  readonly inHouse: number;
  readonly cloud: number;
  readonly byBuilder: Readonly<Record<string, { readonly inHouse: number; readonly cloud: number }>>;
}

export interface VmCounts {
  readonly created: number;
  readonly revived: number;
  readonly suspended: number;
  readonly terminated: number;
}

/** What one wave of requests set off. Null where it did not happen. */
export interface WaveSummary {
  readonly wave: number;
  readonly filed: number;
  readonly created: number;
  readonly revived: number;
  /** From the first request filed to the first RunInstances or StartInstances. */
  readonly reactionSeconds: number | null;
  /** From a VM's wake-up call to its worker's attach at the master. */
  readonly wakeSeconds: Waits | null;
}

export interface Cost {
  readonly note: string;
  readonly floor: readonly FloorLine[];
  readonly floorDollarsPerMonth: number;
  readonly awakeSeconds: number;
  readonly billedSeconds: number;
  /** Null: the instance type is not in the price table. */
  readonly vmDollars: number | null;
  readonly dollarsPerCloudBuild: number | null;
}

const kinds: Readonly<Record<string, VmCall["kind"]>> = {
  RunInstances: "create",
  StartInstances: "start",
  StopInstances: "suspend",
  TerminateInstances: "terminate",
};

/** Who makes and ends mirrors: they are counted apart from the scaler's VMs. */
const mirrorsCaller = "autoscaling";

/** The calls that worked on the scaler's VMs and succeeded, one entry a VM. */
export function vmCalls(calls: readonly ApiCall[]): readonly VmCall[] {
  return calls.flatMap((call) => {
    const counts = call.service === "ec2" && call.error === null && call.caller !== mirrorsCaller;
    const kind = counts ? kinds[call.action] : undefined;
    if (kind === undefined) return [];
    return call.resources
      .filter((id) => id.startsWith("i-"))
      .map((instanceId) => ({ atMs: call.atMs, instanceId, kind }));
  });
}

export function summarise(record: TourRecord, prices: PriceTable): Summary {
  const calls = vmCalls(record.calls);
  const spans = awakeSpans(calls, record.endedAtMs);
  const good = record.builds.filter(({ results }) => results === success);
  const count = (kind: VmCall["kind"]): number => calls.filter((call) => call.kind === kind).length;
  return {
    schema: 1,
    environment: record.environment,
    startedAt: new Date(record.startedAtMs).toISOString(),
    durationSeconds: seconds(record.endedAtMs - record.startedAtMs),
    builds: buildCounts(record, good),
    waits: {
      inHouse: waits(good.filter(({ worker }) => !isCloud(worker)).map(waitSeconds)),
      cloud: waits(good.filter(({ worker }) => isCloud(worker)).map(waitSeconds)),
    },
    vms: {
      created: count("create"),
      revived: count("start"),
      suspended: count("suspend"),
      terminated: count("terminate"),
    },
    waves: record.waves.map((wave, index) =>
      waveSummary(record, calls, wave, record.waves[index + 1]?.filedAtMs ?? record.endedAtMs),
    ),
    policy: record.policy,
    mirror: mirrorSummary(record.mirror),
    cost: cost(record, spans, good, prices),
    leftovers: record.leftovers,
  };
}

function waitSeconds({ submittedAtMs, startedAtMs }: BuildRecord): number {
  return seconds(startedAtMs - submittedAtMs);
}

function buildCounts(record: TourRecord, good: readonly BuildRecord[]): BuildCounts {
  const filed = record.waves.flatMap(({ requestIds }) => requestIds);
  const goodOf = (requestId: number): number => good.filter((build) => build.requestId === requestId).length;
  const place = (builds: readonly BuildRecord[]): { inHouse: number; cloud: number } => ({
    inHouse: builds.filter(({ worker }) => !isCloud(worker)).length,
    cloud: builds.filter(({ worker }) => isCloud(worker)).length,
  });
  const builders = [...new Set(good.map(({ builder }) => builder))].sort();
  return {
    filed: filed.length,
    finishedOnce: filed.filter((requestId) => goodOf(requestId) === 1).length,
    ...place(good),
    byBuilder: Object.fromEntries(
      builders.map((builder) => [builder, place(good.filter((build) => build.builder === builder))]),
    ),
  };
}

function waveSummary(
  record: TourRecord,
  calls: readonly VmCall[],
  wave: TourRecord["waves"][number],
  untilMs: number,
): WaveSummary {
  const wakes = calls.filter(
    ({ kind, atMs }) => (kind === "create" || kind === "start") && atMs >= wave.filedAtMs && atMs < untilMs,
  );
  const first = Math.min(...wakes.map(({ atMs }) => atMs));
  const attachedAfter = wakes.flatMap(({ instanceId, atMs }) => {
    const worker = record.workerOf[instanceId];
    const attach = record.attaches.find((a) => a.worker === worker && a.atMs >= atMs && a.atMs < untilMs);
    return attach === undefined ? [] : [seconds(attach.atMs - atMs)];
  });
  return {
    wave: wave.number,
    filed: wave.requestIds.length,
    created: wakes.filter(({ kind }) => kind === "create").length,
    revived: wakes.filter(({ kind }) => kind === "start").length,
    reactionSeconds: wakes.length === 0 ? null : seconds(first - wave.filedAtMs),
    wakeSeconds: waits(attachedAfter),
  };
}

function cost(
  record: TourRecord,
  spans: readonly AwakeSpan[],
  good: readonly BuildRecord[],
  prices: PriceTable,
): Cost {
  const sleepingVms = new Set(spans.map(({ instanceId }) => instanceId)).size;
  const disks = { gib: sleepingVms * record.rootGib, maximumGib: null };
  const lines = floor(record.resources, { disks, declaredHour: {} }, prices);
  const billed = spans.reduce((sum, span) => sum + billedSeconds(span), 0);
  const hourly = prices.instanceHour[record.instanceType];
  const vmDollars = hourly === undefined ? null : (billed / 3600) * hourly;
  const cloudBuilds = good.filter(({ worker }) => isCloud(worker)).length;
  return {
    note: priceNote(record.region, prices),
    floor: lines,
    floorDollarsPerMonth: dollarsPerMonth(lines),
    awakeSeconds: seconds(spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)),
    billedSeconds: billed,
    vmDollars,
    dollarsPerCloudBuild: vmDollars === null || cloudBuilds === 0 ? null : vmDollars / cloudBuilds,
  };
}

/** Milliseconds as seconds with one digit: finer than anything that was measured. */
function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
