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
  // Reasons hold semicolons of their own: a part begins with a verb and a name.
  const actions = summary
    .split(/; (?=(?:start|create|pause|unpause|suspend|terminate|hold) )/)
    .filter((part) => verb.test(part));
  return grouped(actions).map((words) => `scaler: ${words}`);
}

const verb = /^(start|create|pause|unpause|suspend|terminate|hold) /;

/** `pause a (r)`, `pause b (r)` as `pause a, b (r)`: what is done for one reason is told once. */
function grouped(actions: readonly string[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const action of actions) {
    const parts = /^(\w+) (\S+) (\(.*\))$/s.exec(action);
    const key = parts === null ? action : `${parts[1] ?? ""}\n${parts[3] ?? ""}`;
    names.set(key, [...(names.get(key) ?? []), parts?.[2] ?? ""]);
  }
  return [...names].map(([key, workers]) => {
    const [doing, reason] = key.split("\n");
    return reason === undefined ? key : `${doing ?? ""} ${workers.join(", ")} ${reason}`;
  });
}
