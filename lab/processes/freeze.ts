import { setTimeout as sleep } from "node:timers/promises";
import { type LabProcess } from "../state";
import { type ProcessStat } from "./stat";
import { membersOf, signalProcess } from "./stop";

/** Letter of `/proc/<pid>/stat` for a process that SIGSTOP holds. */
const STOPPED = "T";

/**
 * Freezes a process with all that belongs to it. Looks again until a look finds nobody running: a process caught while
 * it forks leaves a child behind.
 */
export async function freezeProcess(directory: string, record: LabProcess): Promise<void> {
  for (;;) {
    const running = membersOf(directory, record).filter((stat) => stat.state !== STOPPED);
    if (running.length === 0) return;
    for (const stat of running) signalProcess(stat, "SIGSTOP");
    await sleep(1);
  }
}

/**
 * Lets a frozen process go on. To it no time has passed, yet the wall clock and the monotonic one have moved on: timers
 * that came due meanwhile fire at once, and a time taken before and one taken after differ by the whole sleep, as on a
 * VM that wakes from hibernation.
 */
export function thawProcess(directory: string, record: LabProcess): void {
  const members: readonly ProcessStat[] = membersOf(directory, record);
  for (const stat of members) signalProcess(stat, "SIGCONT");
}
