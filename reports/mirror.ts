/** What one upstream's mirror did in a day (UTC), or in all days. Bytes are those of bodies as sent to VMs, and of whole answers as they came over the link. */
export interface MirrorUse {
  readonly level: string;
  readonly upstream: string;
  /** `yyyy-mm-dd`; null: the sum of all days. */
  readonly day: string | null;
  readonly requests: number;
  /** Requests that got what they asked for, or the word that theirs is still good: answers below 400. */
  readonly served: number;
  readonly hits: number;
  readonly sentBytes: number;
  readonly fetchedBytes: number;
  /** Answers 500 and above. */
  readonly failures: number;
  /** Builds that fetched from the origin because the mirror did not serve. */
  readonly fallBacks: number;
  readonly fallBackBytes: number;
}

/** Ratios of a row; null where nothing was asked or sent. */
export interface MirrorRow extends MirrorUse {
  /** Requests answered from the cache, of all. */
  readonly hitShare: number | null;
  /** Bytes that did not cross the link, of all that VMs got from the mirror. Negative: more was fetched than sent. */
  readonly savedShare: number | null;
  readonly savedBytes: number;
  /** Fall-backs, of all fetches that got their file. */
  readonly fallBackShare: number | null;
}

export interface MirrorReport {
  readonly days: readonly MirrorRow[];
  readonly upstreams: readonly MirrorRow[];
  readonly total: MirrorRow;
  /** Upstreams of which more than 5 % of fetches went past the mirror, each in words. */
  readonly alarms: readonly string[];
  /** Lines and records that could not be read. */
  readonly unreadable: number;
}

/** Above this share of fall-backs the mirror is not doing its work. Source: overflow's own budget (docs: Mirrors). */
export const mostFallBackShare = 0.05;

/** Answers that came out of the cache. Source: nginx.org, ngx_http_upstream_module, $upstream_cache_status. */
const fromCache = new Set(["HIT", "STALE", "UPDATING", "REVALIDATED"]);

export interface MirrorEvidence {
  /** Lines of the mirrors' access logs. */
  readonly logLines: readonly string[];
  /** JSON texts of the records that `overflow-fetch` leaves. */
  readonly fallBacks: readonly string[];
  /** Older entries are left out. Unix milliseconds. */
  readonly sinceMs?: number;
}

/** What mirrors were worth. Pure. */
export function mirrorReport({ logLines, fallBacks, sinceMs = 0 }: MirrorEvidence): MirrorReport {
  const rows = new Map<string, MirrorUse>();
  let unreadable = 0;
  const add = (entry: Entry | null): void => {
    if (entry === null) unreadable++;
    else if (entry.atMs >= sinceMs) count(rows, entry);
  };
  for (const line of logLines) if (line !== "") add(logEntry(line));
  for (const text of fallBacks) add(fallBackEntry(text));
  const uses = [...rows.values()].sort(byName);
  const upstreams = summed(uses, ({ level, upstream }) => ({ level, upstream, day: null }));
  const [total = withRatios(nothing("*", "*", null))] = summed(uses, () => ({
    level: "*",
    upstream: "*",
    day: null,
  }));
  return { days: uses.map(withRatios), upstreams, total, alarms: upstreams.flatMap(alarm), unreadable };
}

type Name = Pick<MirrorUse, "level" | "upstream" | "day">;
type Counts = Omit<MirrorUse, keyof Name>;
type Entry = { readonly atMs: number; readonly level: string; readonly upstream: string } & Partial<Counts>;

function nothing(level: string, upstream: string, day: string | null): MirrorUse {
  const counts = {
    requests: 0,
    served: 0,
    hits: 0,
    sentBytes: 0,
    fetchedBytes: 0,
    failures: 0,
    fallBacks: 0,
    fallBackBytes: 0,
  };
  return { level, upstream, day, ...counts };
}

function plus(a: MirrorUse, b: Partial<Counts>): MirrorUse {
  return {
    ...a,
    requests: a.requests + (b.requests ?? 0),
    served: a.served + (b.served ?? 0),
    hits: a.hits + (b.hits ?? 0),
    sentBytes: a.sentBytes + (b.sentBytes ?? 0),
    fetchedBytes: a.fetchedBytes + (b.fetchedBytes ?? 0),
    failures: a.failures + (b.failures ?? 0),
    fallBacks: a.fallBacks + (b.fallBacks ?? 0),
    fallBackBytes: a.fallBackBytes + (b.fallBackBytes ?? 0),
  };
}

function count(rows: Map<string, MirrorUse>, entry: Entry): void {
  const day = new Date(entry.atMs).toISOString().slice(0, 10);
  const key = [entry.level, entry.upstream, day].join("\n");
  rows.set(key, plus(rows.get(key) ?? nothing(entry.level, entry.upstream, day), entry));
}

/** A line of the access log (infra/mirror/nginxConfiguration.ts, log_format); null: not one. */
function logEntry(line: string): Entry | null {
  const data = parse(line);
  const { atMs, level, upstream, status, cache, sentBytes, responseBytes, fetchedBytes } = data;
  if (!isMoment(atMs) || typeof level !== "string" || typeof upstream !== "string") return null;
  if (typeof status !== "number" || typeof sentBytes !== "number" || typeof responseBytes !== "number")
    return null;
  const fetched = typeof fetchedBytes === "string" ? sumOf(fetchedBytes) : 0;
  const at = { atMs, level, upstream: upstream === "" ? "(unknown name)" : upstream, fetchedBytes: fetched };
  // A subrequest (a background update, a slice) sends no header of its own: nobody asked for it, but it was fetched.
  if (responseBytes === sentBytes) return at;
  const hits = typeof cache === "string" && fromCache.has(cache) ? 1 : 0;
  const served = status < 400;
  // The text of an error is nothing that would have come over the link.
  return {
    ...at,
    requests: 1,
    served: served ? 1 : 0,
    hits,
    sentBytes: served ? sentBytes : 0,
    failures: status >= 500 ? 1 : 0,
  };
}

/** nginx's list of the bytes of each try: `123`, `123, 456`, `123 : 456`; empty where the origin was not asked. */
function sumOf(list: string): number {
  return (list.match(/\d+/g) ?? []).reduce((sum, bytes) => sum + Number(bytes), 0);
}

/** A record of `overflow-fetch`. One whose file the origin did not have either is no fault of the mirror. */
function fallBackEntry(text: string): Entry | null {
  const { atMs, level, mirror, outcome, bytes } = parse(text);
  if (!isMoment(atMs) || typeof level !== "string" || typeof mirror !== "string") return null;
  // The mirror's name begins with the upstream's (infra/mirror/names.ts).
  const [, upstream] = /^https?:\/\/([a-z0-9-]+)\./.exec(mirror) ?? [];
  if (upstream === undefined) return null;
  if (outcome !== "fetched") return { atMs, level, upstream };
  return { atMs, level, upstream, fallBacks: 1, fallBackBytes: typeof bytes === "number" ? bytes : 0 };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function isMoment(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 8.64e15;
}

function summed(uses: readonly MirrorUse[], nameOf: (use: MirrorUse) => Name): readonly MirrorRow[] {
  const sums = new Map<string, MirrorUse>();
  for (const use of uses) {
    const { level, upstream, day } = nameOf(use);
    const key = `${level}\n${upstream}`;
    sums.set(key, plus(sums.get(key) ?? nothing(level, upstream, day), use));
  }
  return [...sums.values()].map(withRatios);
}

function withRatios(use: MirrorUse): MirrorRow {
  const savedBytes = use.sentBytes - use.fetchedBytes;
  return {
    ...use,
    hitShare: share(use.hits, use.requests),
    savedBytes,
    savedShare: share(savedBytes, use.sentBytes),
    fallBackShare: share(use.fallBacks, use.served + use.fallBacks),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function alarm({ level, upstream, fallBacks, fallBackShare }: MirrorRow): readonly string[] {
  if (fallBackShare === null || fallBackShare <= mostFallBackShare) return [];
  const percent = (fallBackShare * 100).toFixed(1);
  return [
    `${level}/${upstream}: ${percent} % of fetches went past the mirror (${fallBacks}), at most ${mostFallBackShare * 100} % should.`,
  ];
}

function byName(a: MirrorUse, b: MirrorUse): number {
  const key = ({ level, upstream, day }: MirrorUse) => `${level}\n${upstream}\n${day ?? ""}`;
  return key(a) < key(b) ? -1 : 1;
}
