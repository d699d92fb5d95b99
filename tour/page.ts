import { escape } from "../reports/svg";
import { type Summary } from "./summary";
import { summaryLines } from "./words";

/** One HTML file with the summary and both pictures inside, so that it can be sent around and opened anywhere. */
export function reportPage(summary: Summary, networkSvg: string, timelineSvg: string): string {
  const figure = (title: string, svg: string): string =>
    `<section><h2>${escape(title)}</h2><div class="figure">${svg}</div></section>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>overflow tour</title>
<style>
  body { font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: #1f2933; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
  pre { background: #f5f7fa; padding: 1rem; overflow-x: auto; font-size: 14px; }
  .figure { overflow-x: auto; border: 1px solid #d9e2ec; }
</style>
</head>
<body>
<h1>overflow tour</h1>
<p>${escape(summary.startedAt)} · ${summary.durationSeconds} s</p>
<pre>${escape(summaryLines(summary).join("\n"))}</pre>
${figure("Who built what when", timelineSvg)}
${figure("Network", networkSvg)}
</body>
</html>
`;
}
