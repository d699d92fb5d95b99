import { inGroups } from "../inGroups";
import { matchesAny } from "../patterns";
import {
  type Builder,
  type FinishedBuild,
  MasterUnreadable,
  type MasterWorker,
  type PendingRequest,
  type QueueSnapshot,
  type RunningBuild,
} from "../ports";
import { flag, integer, isRow, list, type Row, rowsOf, text, textOrNull, timeMs } from "./rows";

/** Reads one path of the data API and answers its JSON. */
export type Get = (path: string) => Promise<unknown>;

/** Most finished builds taken in one look, the latest ones. */
const finishedLimit = 2000;
/** Per-builder queries in flight: the master is one process, more would only queue there. */
const parallelQueries = 4;

/**
 * One look at the master, in three steps whose order matters, for no look is atomic:
 *
 * 1. workers, builders, pending;
 * 2. running builds. After the workers: a worker read as paused took its last build before this list was made, so
 *    "paused and no build" holds. After the pending requests: one that is claimed in between shows twice, never not at all;
 * 3. finished builds. After the running ones: a build that ends in between shows twice, never not at all, and no
 *    worker is taken for idle since the build before.
 *
 * What the order cannot give: a build claimed after step 2 is not seen. So a worker is suspended only after it was
 * paused and looked at again (`drainSeconds`).
 *
 * @throws MasterUnreadable on any answer that is not whole, or while the master is still starting
 */
export async function readSnapshot(
  get: Get,
  takenAtMs: number,
  builderPatterns: readonly string[],
  pendingLimit: number,
  finishedSinceMs: number,
): Promise<QueueSnapshot> {
  const [masters, builderRows, workerRows] = await Promise.all([
    get("masters?field=active"),
    get("builders?field=builderid&field=name&field=masterids"),
    get("workers?" + fields(...workerFields)),
  ]);
  // The REST API answers some time before a starting master has read its configuration.
  if (!rowsOf(masters, "masters").some((row) => flag(row, "active"))) {
    throw new MasterUnreadable("the master is not active (yet)");
  }
  const names = new Map<number, string>();
  const builders: Builder[] = [];
  for (const row of rowsOf(builderRows, "builders")) {
    const builder = { builderId: integer(row, "builderid"), name: text(row, "name") };
    names.set(builder.builderId, builder.name);
    // Without a master it is one that the configuration no longer has.
    if (list(row, "masterids").length > 0) builders.push(builder);
  }
  const letThrough = builders.filter((builder) => matchesAny(builderPatterns, builder.name));
  const pending = await readPending(get, letThrough, pendingLimit, names);
  const workers = rowsOf(workerRows, "workers").map((row) => worker(row, names));
  const running = await get("builds?complete=false&" + fields(...buildFields, "started_at", "complete"));
  const finished = await get(
    // `gt` on whole seconds: one second more is asked for, so that none is missed.
    `builds?complete_at__gt=${Math.floor(finishedSinceMs / 1000) - 1}&order=-complete_at&limit=${finishedLimit}&` +
      fields(...buildFields, "complete_at"),
  );
  return {
    takenAtMs,
    pending,
    builders,
    workers,
    running: rowsOf(running, "builds").map((row): RunningBuild => ({
      ...build(row, names),
      startedAtMs: timeMs(row, "started_at"),
    })),
    finished: rowsOf(finished, "builds").map((row): FinishedBuild => ({
      ...build(row, names),
      completeAtMs: timeMs(row, "complete_at"),
    })),
  };
}

const buildFields = ["buildid", "builderid", "workerid"];
const workerFields = [
  "workerid",
  "name",
  "connected_to",
  "configured_on",
  "paused",
  "pause_reason",
  "graceful",
];

/**
 * Pending requests, at most `limit` of each builder, oldest first. One query for all builders is enough while fewer
 * than `limit` wait in all; only a longer queue is asked for builder by builder, so that none hides another.
 * (`meta.total` is no count here: with a limit it is the number returned, buildbot 4.3.0.)
 */
async function readPending(
  get: Get,
  builders: readonly Builder[],
  limit: number,
  names: ReadonlyMap<number, string>,
): Promise<PendingRequest[]> {
  if (builders.length === 0) return [];
  const query =
    `complete=false&claimed=false&order=submitted_at&limit=${limit}&` +
    fields("buildrequestid", "builderid", "submitted_at", "complete", "claimed");
  const filter = builders.map(({ builderId }) => `builderid=${builderId}`).join("&");
  let rows = rowsOf(await get(`buildrequests?${filter}&${query}`), "buildrequests");
  if (rows.length >= limit && builders.length > 1) {
    rows = (
      await inGroups(builders, parallelQueries, async ({ builderId }) =>
        rowsOf(await get(`builders/${builderId}/buildrequests?${query}`), "buildrequests"),
      )
    ).flat();
  }
  return rows
    .map((row) => ({
      requestId: integer(row, "buildrequestid"),
      builder: builderName(row, names),
      submittedAtMs: timeMs(row, "submitted_at"),
    }))
    .sort((a, b) => a.submittedAtMs - b.submittedAtMs || a.requestId - b.requestId);
}

function worker(row: Row, names: ReadonlyMap<number, string>): MasterWorker {
  const configured = list(row, "configured_on").map((entry) => {
    if (!isRow(entry)) throw new MasterUnreadable("an entry of 'configured_on' is not an object");
    return names.get(integer(entry, "builderid"));
  });
  return {
    workerId: integer(row, "workerid"),
    name: text(row, "name"),
    connected: list(row, "connected_to").length > 0,
    paused: flag(row, "paused"),
    pauseReason: textOrNull(row, "pause_reason"),
    graceful: flag(row, "graceful"),
    builders: configured.filter((name) => name !== undefined).sort(),
  };
}

function build(row: Row, names: ReadonlyMap<number, string>) {
  return {
    buildId: integer(row, "buildid"),
    builder: builderName(row, names),
    workerId: integer(row, "workerid"),
  };
}

function builderName(row: Row, names: ReadonlyMap<number, string>): string {
  const builderId = integer(row, "builderid");
  const name = names.get(builderId);
  // The builder came after the list of builders was read; the next look has both.
  if (name === undefined)
    throw new MasterUnreadable(`builder ${builderId} is not in the list of builders (yet)`);
  return name;
}

function fields(...names: readonly string[]): string {
  return names.map((name) => `field=${name}`).join("&");
}
