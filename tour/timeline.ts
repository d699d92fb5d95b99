import { type AwakeSpan } from "../reports/vmTime";
import { box, element, label, picture } from "../reports/svg";
import { type BuildRecord, isCloud } from "./record";

const left = 190;
const rowHeight = 26;
const plotWidth = 860;
const palette = ["#0b6e4f", "#2f6fab", "#b7791f", "#7b4fa3", "#b42318", "#37626f"];

export interface Timeline {
  readonly fromMs: number;
  readonly toMs: number;
  readonly builds: readonly BuildRecord[];
  readonly spans: readonly AwakeSpan[];
  readonly workerOf: Readonly<Record<string, string>>;
  /** Names that are drawn even if they did nothing, in-house first. */
  readonly workers: readonly string[];
  readonly filedAtMs: readonly number[];
}

/** Who built what when, one row a worker; a cloud worker's row is tinted while its VM is awake, and empty while it sleeps. */
export function timelinePicture(timeline: Timeline): string {
  const { fromMs, toMs, builds, workers } = timeline;
  const x = (ms: number): number => left + ((ms - fromMs) / Math.max(1, toMs - fromMs)) * plotWidth;
  const top = 70;
  const height = top + workers.length * rowHeight + 90;
  const builders = [...new Set(builds.map(({ builder }) => builder))].sort();
  const colour = (builder: string): string =>
    palette[builders.indexOf(builder) % palette.length] ?? "#000000";
  const y = (worker: string): number => top + workers.indexOf(worker) * rowHeight;

  const rows = workers.map((worker) =>
    label(16, y(worker) + 17, worker, { fill: isCloud(worker) ? "#0b6e4f" : "#1f2933", "font-size": 12 }),
  );
  const awake = timeline.spans.flatMap((span) => {
    const worker = timeline.workerOf[span.instanceId];
    if (worker === undefined || !workers.includes(worker)) return [];
    const width = Math.max(1, x(span.toMs) - x(span.fromMs));
    return [
      box(x(span.fromMs), y(worker) + 2, width, rowHeight - 4, {
        fill: span.created ? "#d7f2e5" : "#cfe3f5",
        stroke: "#9fb3c8",
      }),
    ];
  });
  const bars = builds
    .filter(({ worker }) => workers.includes(worker))
    .map((build) => {
      const width = Math.max(2, x(build.completeAtMs) - x(build.startedAtMs) - 1);
      const title = `${build.builder} #${build.requestId} on ${build.worker}`;
      return element(
        "rect",
        {
          x: x(build.startedAtMs),
          y: y(build.worker) + 6,
          width,
          height: rowHeight - 12,
          fill: colour(build.builder),
        },
        element("title", {}, title),
      );
    });
  const waves = timeline.filedAtMs.map((ms, index) =>
    element(
      "g",
      {},
      element("line", {
        x1: x(ms),
        y1: top - 10,
        x2: x(ms),
        y2: height - 76,
        stroke: "#b42318",
        "stroke-dasharray": "4 3",
      }),
      label(x(ms) + 4, top - 12, `wave ${index + 1}`, { fill: "#b42318", "font-size": 12 }),
    ),
  );
  const axisY = height - 70;
  const stepSeconds = tickSeconds((toMs - fromMs) / 1000);
  const ticks = Array.from({ length: Math.floor((toMs - fromMs) / 1000 / stepSeconds) + 1 }, (_, index) =>
    label(x(fromMs + index * stepSeconds * 1000), axisY + 16, `${index * stepSeconds} s`, {
      fill: "#52606d",
      "font-size": 11,
    }),
  );
  const key = builders.map((builder, index) =>
    element(
      "g",
      {},
      box(left + index * 170, height - 34, 14, 14, { fill: colour(builder) }),
      label(left + 20 + index * 170, height - 22, builder, { fill: "#1f2933", "font-size": 12 }),
    ),
  );
  return picture(left + plotWidth + 60, height, "Who built what when", [
    label(16, 34, "Builds by worker", { "font-size": 18, "font-weight": 600 }),
    label(left + 120, 34, "green: new VM awake · blue: revived VM awake · blank: asleep", {
      fill: "#52606d",
      "font-size": 12,
    }),
    ...awake,
    ...rows,
    ...bars,
    ...waves,
    ...ticks,
    ...key,
  ]);
}

/** A round step that gives about ten marks. */
export function tickSeconds(spanSeconds: number): number {
  return [5, 10, 15, 30, 60, 120, 300, 600].find((step) => spanSeconds / step <= 12) ?? 1800;
}
