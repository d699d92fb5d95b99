import { floorSum, floorText } from "../reports/floorText";
import { type Waits } from "../reports/waits";
import { type MirrorSummary } from "./mirrorSummary";
import { type Summary, type WaveSummary } from "./summary";

/** The summary as lines for a terminal. */
export function summaryLines(summary: Summary): readonly string[] {
  const { builds, vms, cost, policy } = summary;
  const perBuilder = Object.entries(builds.byBuilder).map(
    ([builder, { inHouse, cloud }]) =>
      `  ${builder.padEnd(16)} in-house ${pad(inHouse)}   cloud ${pad(cloud)}`,
  );
  return [
    `${builds.finishedOnce} of ${builds.filed} builds finished once: ${builds.inHouse} in-house, ${builds.cloud} in the cloud`,
    ...perBuilder,
    `waits    in-house ${waitWords(summary.waits.inHouse)}`,
    `         cloud    ${waitWords(summary.waits.cloud)}`,
    `VMs      ${vms.created} made, ${vms.revived} revived, ${vms.suspended} suspended, ${vms.terminated} removed`,
    ...summary.waves.map(waveLine),
    `policy   ${policy.rules} rules judged ${policy.resourcesSeen} resources: ${policy.findings === 0 ? "nothing found" : `${policy.findings} finding(s)`}`,
    mirrorLine(summary.mirror),
    `cost     floor ${floorSum(cost.floor)}; this tour's VMs ${money(cost.vmDollars)}, ${money(cost.dollarsPerCloudBuild)} a cloud build`,
    ...floorText(cost.floor).map((line) => `           ${line}`),
    `           (${cost.note})`,
    `left     ${summary.leftovers.length === 0 ? "nothing" : summary.leftovers.join(", ")}`,
  ];
}

function mirrorLine(mirror: MirrorSummary | null): string {
  if (mirror === null) return "mirror   none was asked";
  const { requests, hits, sentBytes, fetchedBytes, savedShare, fallBacks } = mirror;
  const saved = savedShare === null ? "" : `: ${trim(savedShare * 100)} % kept off the link`;
  return (
    `mirror   ${requests} fetches, ${hits} from its cache; ${mebibytes(sentBytes)} sent, ${mebibytes(fetchedBytes)} fetched` +
    `${saved}; ${fallBacks} fall-back${fallBacks === 1 ? "" : "s"}`
  );
}

function mebibytes(bytes: number): string {
  return `${trim(bytes / 1024 / 1024)} MiB`;
}

function waveLine({ wave, filed, created, revived, reactionSeconds, wakeSeconds }: WaveSummary): string {
  const woke = [created > 0 ? `${created} made` : "", revived > 0 ? `${revived} revived` : ""].filter(
    (w) => w !== "",
  );
  if (reactionSeconds === null) return `wave ${wave}   ${filed} filed, no VM was needed`;
  return `wave ${wave}   ${filed} filed, first VM called after ${reactionSeconds} s, ${woke.join(", ")}; call to attach ${waitWords(wakeSeconds)}`;
}

function waitWords(waits: Waits | null): string {
  if (waits === null) return "none";
  return `median ${trim(waits.medianSeconds)} s, 95 % ${trim(waits.p95Seconds)} s, most ${trim(waits.maxSeconds)} s (${waits.builds})`;
}

/** Cents below a hundred dollars a month matter little; a build's cost is a fraction of a cent and does. */
export function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function money(amount: number | null): string {
  return amount === null ? "unknown (instance type not in the price table)" : `$${amount.toPrecision(3)}`;
}

function trim(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function pad(count: number): string {
  return String(count).padStart(3);
}
