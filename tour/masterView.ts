import { type MasterClient } from "../lab/master/client";
import { type BuildRecord } from "./record";

/** What the tour reads from the build master's web API, straight on loopback; it only looks. */
export interface MasterView {
  builders(): Promise<ReadonlyMap<number, string>>;
  workers(): Promise<readonly WorkerRow[]>;
  running(): Promise<readonly RunningRow[]>;
  /** Requests of these ids that are not claimed yet, by builder name. */
  pendingByBuilder(): Promise<Readonly<Record<string, number>>>;
  /** Requests that are complete, of all that were ever filed. */
  completeCount(): Promise<number>;
  builds(): Promise<readonly BuildRecord[]>;
}

export interface WorkerRow {
  readonly workerid: number;
  readonly name: string;
  readonly connected_to: readonly unknown[];
  readonly paused: boolean;
}

export interface RunningRow {
  readonly buildid: number;
  readonly builderid: number;
  readonly workerid: number;
}

interface BuildRow extends RunningRow {
  readonly buildrequestid: number;
  readonly started_at: number;
  readonly complete_at: number | null;
  readonly results: number | null;
}

interface RequestRow {
  readonly buildrequestid: number;
  readonly builderid: number;
  readonly submitted_at: number;
  readonly claimed: boolean;
  readonly complete: boolean;
}

export function masterView(client: Pick<MasterClient, "get">): MasterView {
  const rows = async <Row>(collection: string, query: string): Promise<readonly Row[]> => {
    const list = (await client.get<Readonly<Record<string, unknown>>>(`${collection}?${query}`))[collection];
    if (!Array.isArray(list)) throw new Error(`build master's answer has no '${collection}'`);
    return list as Row[];
  };
  const fields = (...names: string[]): string => names.map((name) => `field=${name}`).join("&");
  const requests = (query: string): Promise<readonly RequestRow[]> =>
    rows(
      "buildrequests",
      `${fields("buildrequestid", "builderid", "submitted_at", "claimed", "complete")}${query}`,
    );
  const builders = async (): Promise<ReadonlyMap<number, string>> => {
    const list = await rows<{ builderid: number; name: string }>("builders", fields("builderid", "name"));
    return new Map(list.map(({ builderid, name }) => [builderid, name]));
  };

  return {
    builders,
    workers: () => rows<WorkerRow>("workers", fields("workerid", "name", "connected_to", "paused")),
    running: () =>
      rows<RunningRow>("builds", `complete=false&${fields("buildid", "builderid", "workerid", "complete")}`),
    async pendingByBuilder() {
      const [names, list] = await Promise.all([builders(), requests("&claimed=false&complete=false")]);
      const counts: Record<string, number> = {};
      for (const { builderid } of list) {
        const name = names.get(builderid) ?? String(builderid);
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    },
    completeCount: async () => (await requests("&complete=true")).length,
    async builds() {
      const [names, workers, filed, built] = await Promise.all([
        builders(),
        rows<WorkerRow>("workers", fields("workerid", "name")),
        requests(""),
        rows<BuildRow>(
          "builds",
          fields(
            "buildid",
            "builderid",
            "workerid",
            "buildrequestid",
            "started_at",
            "complete_at",
            "results",
          ),
        ),
      ]);
      const workerNames = new Map(workers.map(({ workerid, name }) => [workerid, name]));
      const submitted = new Map(filed.map((row) => [row.buildrequestid, row.submitted_at]));
      return built.flatMap((row) => {
        const submittedAt = submitted.get(row.buildrequestid);
        if (row.complete_at === null || row.results === null || submittedAt === undefined) return [];
        return [
          {
            buildId: row.buildid,
            requestId: row.buildrequestid,
            builder: names.get(row.builderid) ?? String(row.builderid),
            worker: workerNames.get(row.workerid) ?? String(row.workerid),
            submittedAtMs: submittedAt * 1000,
            startedAtMs: row.started_at * 1000,
            completeAtMs: row.complete_at * 1000,
            results: row.results,
          },
        ];
      });
    },
  };
}
