import { type MirrorReport } from "./mirror";
import { bytesInWords } from "./mirrorText";
import { box, label, picture } from "./svg";

const saved = "#0b6e4f";
const fetched = "#b45309";
const barWidth = 420;
const rowHeight = 28;

/** A bar for each upstream, as long as what VMs got from its mirror: what came over the link, and what was saved. */
export function mirrorPicture(environment: string, { upstreams }: MirrorReport): string {
  const most = Math.max(
    1,
    ...upstreams.map(({ sentBytes, fetchedBytes }) => Math.max(sentBytes, fetchedBytes)),
  );
  const width = (bytes: number) => Math.round((Math.max(0, bytes) / most) * barWidth);
  const rows = upstreams.flatMap((row, index) => {
    const y = 84 + index * rowHeight;
    const over = width(row.fetchedBytes);
    return [
      label(24, y + 14, `${row.level}/${row.upstream}`),
      box(220, y, over, 18, { fill: fetched, rx: 0 }),
      box(220 + over, y, width(row.savedBytes), 18, { fill: saved, rx: 0 }),
      label(230 + barWidth, y + 14, `${bytesInWords(row.fetchedBytes)} of ${bytesInWords(row.sentBytes)}`),
    ];
  });
  return picture(880, 110 + upstreams.length * rowHeight, `Mirrors of ${environment}`, [
    label(24, 34, `overflow · mirrors of ${environment}`, { "font-size": 20, "font-weight": 600 }),
    box(220, 52, 12, 12, { fill: fetched, rx: 0 }),
    label(238, 63, "came over the link"),
    box(380, 52, 12, 12, { fill: saved, rx: 0 }),
    label(398, 63, "served from the mirror"),
    ...rows,
  ]);
}
