import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** How often a wait looks whether a process is gone, milliseconds. */
const pollMs = 20;

/**
 * When a process started, as a number that another process with the same id does not share: field 22 of `/proc/<pid>/stat`
 * (proc(5): clock ticks since boot), or the seconds of `ps -o lstart` where there is no `/proc`. Undefined: no such process.
 */
export function startTicksOf(pid: number): number | undefined {
  if (process.platform !== "linux") return startSecondsFromPs(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name, field 2, may hold spaces and brackets: count from its last bracket. Field 3 is the state.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : Number(fields[19]);
  } catch {
    return undefined;
  }
}

/** Is the process that started then still running? */
export function isAlive(pid: number, startTicks: number): boolean {
  return startTicksOf(pid) === startTicks;
}

function startSecondsFromPs(pid: number): number | undefined {
  try {
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
    });
    const startedAtMs = Date.parse(text.trim());
    return Number.isNaN(startedAtMs) ? undefined : Math.trunc(startedAtMs / 1000);
  } catch {
    return undefined;
  }
}

/** A process that ran when it was looked at; `startTicks` tells it from a later one with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number;
}

/** All processes below `pid`: its children, their children, and so on. Those whose parent has ended are not found. */
export function descendantsOf(pid: number): ProcessIdentity[] {
  const childrenByParent = new Map<number, number[]>();
  for (const [child, parent] of parents()) {
    childrenByParent.set(parent, [...(childrenByParent.get(parent) ?? []), child]);
  }
  const found: number[] = [];
  for (const queue = [pid]; queue.length > 0;) {
    const children = childrenByParent.get(queue.shift() ?? pid) ?? [];
    found.push(...children);
    queue.push(...children);
  }
  return found.flatMap((child) => {
    const startTicks = startTicksOf(child);
    return startTicks === undefined ? [] : [{ pid: child, startTicks }];
  });
}

/** Ends these processes at once (KILL), those that have not ended by themselves within `graceMs`. Resolves when none is left. */
export async function endProcesses(processes: readonly ProcessIdentity[], graceMs: number): Promise<void> {
  const remaining = (): ProcessIdentity[] =>
    processes.filter(({ pid, startTicks }) => isAlive(pid, startTicks));
  const killAtMs = Date.now() + graceMs;
  for (let left = remaining(); left.length > 0; left = remaining()) {
    if (Date.now() >= killAtMs) {
      for (const { pid } of left) signalProcess(pid, "SIGKILL");
    }
    await delay(pollMs);
  }
}

/** Sends a signal; a process that is gone is no error. `pid` below 0: a process group. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Pairs of process id and parent's process id. */
function parents(): (readonly [number, number])[] {
  if (process.platform !== "linux") return parentsFromPs();
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return [[Number(name), Number(fields[1])] as const];
      } catch {
        return [];
      }
    });
}

function parentsFromPs(): (readonly [number, number])[] {
  const text = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return text.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s*$/.exec(line);
    return match ? [[Number(match[1]), Number(match[2])] as const] : [];
  });
}
