import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { layoutOf, type LabState } from "../lab/lab";
import { masterDatabase, originLog } from "../lab/master/administrator";
import { readMirrorEvidence } from "../operations/mirrorReport";
import { type World } from "../operations/world";
import { networkPicture } from "../reports/networkPicture";
import { awakeSpans } from "../reports/vmTime";
import { type MirrorRecord } from "./mirrorSummary";
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
export function keepEvidence(
  folder: string,
  lab: LabState,
  { logLines, fallBacks, originLines }: MirrorRecord,
): void {
  const database = masterDatabase(lab);
  for (const suffix of ["", "-wal"]) {
    if (existsSync(database + suffix))
      copyFileSync(database + suffix, join(folder, "evidence", `state.sqlite${suffix}`));
  }
  copyFileSync(layoutOf(lab.directory).callLog, join(folder, "evidence", "calls.jsonl"));
  const jsonLines = (texts: readonly string[]): string => texts.map((text) => `${text.trim()}\n`).join("");
  writeFileSync(join(folder, "evidence", "mirror.jsonl"), jsonLines(logLines.filter((line) => line !== "")));
  writeFileSync(join(folder, "evidence", "fallbacks.jsonl"), jsonLines(fallBacks));
  writeFileSync(
    join(folder, "evidence", "origins.jsonl"),
    jsonLines(originLines.filter((line) => line !== "")),
  );
}

/** How the tour's builds got their sources so far: every mirror sends its log first. */
export async function readMirrorRecord(world: World, lab: LabState, sinceMs: number): Promise<MirrorRecord> {
  const answer = await fetch(`http://127.0.0.1:${lab.ports.machines}/logs`, { method: "POST" });
  if (!answer.ok) throw new Error(`The mirrors' logs were not sent: ${answer.status} ${await answer.text()}`);
  const evidence = await readMirrorEvidence(world, sinceMs, Date.now());
  return {
    logLines: evidence?.logLines ?? [],
    fallBacks: evidence?.fallBacks ?? [],
    originLines: readFileSync(originLog(lab), "utf8").split("\n"),
  };
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
