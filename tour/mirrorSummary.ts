import { mirrorReport, type MirrorRow } from "../reports/mirror";

/** What tells how builds got their sources: texts, as they lie in the records bucket and at the origins. */
export interface MirrorRecord {
  /** Lines of the mirrors' access logs. */
  readonly logLines: readonly string[];
  /** Records of builds that went past a mirror. */
  readonly fallBacks: readonly string[];
  /** Lines of the origins' own log. */
  readonly originLines: readonly string[];
}

/** What the mirrors were worth on the tour. */
export interface MirrorSummary extends Pick<
  MirrorRow,
  | "requests"
  | "hits"
  | "sentBytes"
  | "fetchedBytes"
  | "savedBytes"
  | "savedShare"
  | "fallBacks"
  | "fallBackBytes"
> {
  /** Bytes that the origins sent over the link, by their own log: to mirrors, and to builds that went past them. */
  readonly originBytes: number;
  /** The same to in-house machines, which need no link. */
  readonly inHouseBytes: number;
}

/** Null: no mirror and no fall-back was seen. Pure. */
export function mirrorSummary({ logLines, fallBacks, originLines }: MirrorRecord): MirrorSummary | null {
  const { total } = mirrorReport({ logLines, fallBacks });
  if (total.requests === 0 && total.fallBacks === 0) return null;
  const requests = originLines.filter((line) => line !== "").map((line) => JSON.parse(line) as OriginRequest);
  const sentTo = (from: OriginRequest["from"]): number =>
    requests.filter((request) => request.from === from).reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    requests: total.requests,
    hits: total.hits,
    sentBytes: total.sentBytes,
    fetchedBytes: total.fetchedBytes,
    savedBytes: total.savedBytes,
    savedShare: total.savedShare,
    fallBacks: total.fallBacks,
    fallBackBytes: total.fallBackBytes,
    originBytes: sentTo("link"),
    inHouseBytes: sentTo("in-house"),
  };
}

/** A line of the origins' log (lab/origins/server.py). */
interface OriginRequest {
  readonly from: "in-house" | "link";
  readonly bytes: number;
}
