import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { layoutOf, type LabState } from "../lab/lab";
import { masterDatabase } from "../lab/master/administrator";
import { networkPicture } from "../reports/networkPicture";
import { awakeSpans } from "../reports/vmTime";
import { reportPage } from "./page";
import { type TourRecord } from "./record";
import { type Summary, vmCalls } from "./summary";
import { timelinePicture } from "./timeline";

/** Empties the tour's folder, so that nothing of an earlier tour is taken for this one's. */
export function emptyOutput(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "evidence"), { recursive: true });
}

/** Copies what the summary can be checked against. The master must have ended: a live database is in several files. */
export function keepEvidence(folder: string, lab: LabState): void {
  const database = masterDatabase(lab);
  for (const suffix of ["", "-wal"]) {
    if (existsSync(database + suffix))
      copyFileSync(database + suffix, join(folder, "evidence", `state.sqlite${suffix}`));
  }
  copyFileSync(layoutOf(lab.directory).callLog, join(folder, "evidence", "calls.jsonl"));
}

/** Locks that Pulumi's backend still holds. */
export function heldLocks(lab: LabState): readonly string[] {
  const locks = join(layoutOf(lab.directory).backend, ".pulumi", "locks");
  if (!existsSync(locks)) return [];
  return readdirSync(locks, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => `lock ${name}`);
}

/** Writes summary, pictures and page. @returns the paths, the page first */
export function writeReport(
  folder: string,
  record: TourRecord,
  summary: Summary,
  workers: readonly string[],
): readonly string[] {
  const network = networkPicture(record.environment, record.resources);
  const timeline = timelinePicture({
    fromMs: record.waves[0]?.filedAtMs ?? record.startedAtMs,
    toMs: record.endedAtMs,
    builds: record.builds,
    spans: awakeSpans(vmCalls(record.calls), record.endedAtMs),
    workerOf: record.workerOf,
    workers,
    filedAtMs: record.waves.map(({ filedAtMs }) => filedAtMs),
  });
  const files: readonly (readonly [string, string])[] = [
    ["report.html", reportPage(summary, network, timeline)],
    ["network.svg", network],
    ["timeline.svg", timeline],
    ["summary.json", `${JSON.stringify(summary, null, 2)}\n`],
  ];
  return files.map(([name, content]) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  });
}
