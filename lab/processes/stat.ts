import { readdirSync, readFileSync } from "node:fs";

/** One process as `/proc/<pid>/stat` shows it (proc_pid_stat(5)). */
export interface ProcessStat {
  readonly pid: number;
  /** One letter: R, S, D, T (stopped), Z (zombie), X … */
  readonly state: string;
  readonly parentPid: number;
  readonly groupId: number;
  readonly sessionId: number;
  /** Clock ticks between the machine's boot and this process's start: with the pid, a name that is never reused. */
  readonly startTicks: number;
}

/**
 * Parses the text of `/proc/<pid>/stat`. The command's name, field 2, stands in brackets and may itself hold spaces and
 * brackets, so fields are counted from the last closing one.
 * @throws Error if the text is not a stat line
 */
export function parseStat(text: string): ProcessStat {
  const open = text.indexOf(" (");
  const close = text.lastIndexOf(") ");
  const fields = text.slice(close + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  const stat = {
    pid: Number(text.slice(0, open)),
    state: fields[0] ?? "",
    parentPid: field(4),
    groupId: field(5),
    sessionId: field(6),
    startTicks: field(22),
  };
  if (open < 1 || close < open || !Number.isSafeInteger(stat.pid) || !Number.isSafeInteger(stat.startTicks)) {
    throw new Error(`Expected a line of /proc/<pid>/stat, got ${JSON.stringify(text.slice(0, 80))}.`);
  }
  return stat;
}

/** The process of that id, or null if there is none. A zombie is none: it has ended and only waits to be collected. */
export function readStat(pid: number): ProcessStat | null {
  try {
    const stat = parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return stat.state === "Z" || stat.state === "X" ? null : stat;
  } catch {
    return null;
  }
}

/** Every process of the machine that has not ended, as one look found it. */
export function readProcessTable(): readonly ProcessStat[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => readStat(Number(entry)))
    .filter((stat) => stat !== null);
}

/** Value of a variable in the environment that a process was started with, or null: absent, ended or another user's. */
export function readStartVariable(pid: number, variable: string): string | null {
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    const entry = entries.find((each) => each.startsWith(`${variable}=`));
    return entry === undefined ? null : entry.slice(variable.length + 1);
  } catch {
    return null;
  }
}
