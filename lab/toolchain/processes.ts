import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

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
