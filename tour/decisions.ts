import { existsSync, readFileSync } from "node:fs";

/** The scaler's decisions in words, from its own log: one line each time something was decided that is news. */
export class Decisions {
  private seen = 0;

  constructor(private readonly log: string) {}

  /** Lines that came since the last call. */
  news(): readonly string[] {
    if (!existsSync(this.log)) return [];
    const lines = readFileSync(this.log, "utf8").split("\n");
    const fresh = lines.slice(this.seen, lines.length - 1);
    this.seen = lines.length - 1;
    return fresh.flatMap(decisionsIn);
  }
}

/** Pure: the actions in one line of the scaler's log, or none if it is something else. */
export function decisionsIn(line: string): readonly string[] {
  const start = line.indexOf("{");
  if (start < 0) return [];
  let entry: unknown;
  try {
    entry = JSON.parse(line.slice(start));
  } catch {
    return [];
  }
  const { event, summary } = entry as { event?: unknown; summary?: unknown };
  if (event !== "decided" || typeof summary !== "string") return [];
  const actions = summary
    .split("; ")
    .filter((part) => /^(start|create|pause|unpause|suspend|terminate|hold) /.test(part));
  return actions.length === 0 ? [] : [`scaler: ${actions.join("; ")}`];
}
