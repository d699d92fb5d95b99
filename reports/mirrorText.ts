import { type MirrorReport, type MirrorRow } from "./mirror";

/** The report in lines for a terminal: a row for each upstream and day, their sums, and what is wrong. */
export function mirrorLines({ days, upstreams, total, alarms, unreadable }: MirrorReport): readonly string[] {
  if (days.length === 0) return ["Nothing was fetched through the mirrors, nor past them."];
  const head = [
    "day",
    "level/upstream",
    "requests",
    "hits",
    "sent",
    "over the link",
    "saved",
    "past the mirror",
    "5xx",
  ];
  const rows = [...days.map(cells), ...upstreams.map(cells), ["all", "*", ...cells(total).slice(2)]];
  return [
    ...table([head, ...rows], days.length),
    `${bytesInWords(total.savedBytes)} were kept off the link.`,
    ...(unreadable === 0 ? [] : [`${unreadable} line(s) or record(s) could not be read and are left out.`]),
    ...alarms.map((alarm) => `! ${alarm}`),
  ];
}

function cells(row: MirrorRow): readonly string[] {
  return [
    row.day ?? "sum",
    `${row.level}/${row.upstream}`,
    String(row.requests),
    percent(row.hitShare),
    bytesInWords(row.sentBytes),
    bytesInWords(row.fetchedBytes),
    percent(row.savedShare),
    row.fallBacks === 0 ? "0" : `${row.fallBacks} (${percent(row.fallBackShare)})`,
    String(row.failures),
  ];
}

/** Columns padded to their widest cell, words to the left, numbers to the right; a line below the head and before the sums. */
function table(rows: readonly (readonly string[])[], days: number): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [lines[0] ?? "", rule, ...lines.slice(1, days + 1), rule, ...lines.slice(days + 1)];
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(1)} %`;
}

/** Bytes in decimal units, as links and bills count them. */
export function bytesInWords(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(bytes))) / 3)),
  );
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ""}`;
}
