import { setTimeout as sleep } from "node:timers/promises";
import { type LabProcess } from "../state";
import { forgetProcess, listProcesses } from "./registry";
import { markOf, MARK_VARIABLE } from "./start";
import { type ProcessStat, readProcessTable, readStartVariable, readStat } from "./stat";
import { processTree } from "./tree";

/** Between two looks at a process that was asked to end. */
const LOOK_MS = 20;

export interface StopOptions {
  /** How long a process may take to end by itself after TERM, before KILL. Default 10 s (buildbot.md T2). */
  readonly graceSeconds?: number;
}

/** `gone`: nothing was left to end. `ended`: TERM was enough. `killed`: something had to be killed. */
export type StopOutcome = "gone" | "ended" | "killed";

/** Ends a recorded process with all that belongs to it, frozen or not, and forgets it. */
export async function stopProcess(
  directory: string,
  record: LabProcess,
  { graceSeconds = 10 }: StopOptions = {},
): Promise<StopOutcome> {
  const outcome = await endAll(() => membersOf(directory, record), graceSeconds);
  forgetProcess(directory, record.name);
  return outcome;
}

/** All living processes that belong to a recorded one, itself included. */
export function membersOf(directory: string, record: LabProcess): readonly ProcessStat[] {
  const mark = markOf(directory, record.name);
  return processTree(
    record,
    readProcessTable(),
    (stat) => readStartVariable(stat.pid, MARK_VARIABLE) === mark,
  );
}

/**
 * Ends what carries a lab's mark but no record: its starter was killed between the start and the record.
 * @returns the ids of what was ended
 */
export async function stopUnrecorded(
  directory: string,
  options: StopOptions = {},
): Promise<readonly number[]> {
  const recorded = new Set(listProcesses(directory).map((record) => markOf(directory, record.name)));
  const strays = () =>
    readProcessTable().filter((stat) => {
      const mark = readStartVariable(stat.pid, MARK_VARIABLE);
      return (
        mark?.startsWith(markOf(directory, "")) === true && !recorded.has(mark) && stat.pid !== process.pid
      );
    });
  const found = strays().map((stat) => stat.pid);
  if (found.length > 0) await endAll(strays, options.graceSeconds ?? 10);
  return found;
}

/** Sends a signal to exactly the process that was seen, never to a later one of the same pid. */
export function signalProcess(stat: Pick<ProcessStat, "pid" | "startTicks">, signal: NodeJS.Signals): void {
  if (readStat(stat.pid)?.startTicks !== stat.startTicks) return;
  try {
    process.kill(stat.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function endAll(members: () => readonly ProcessStat[], graceSeconds: number): Promise<StopOutcome> {
  const asked = members();
  if (asked.length === 0) return "gone";
  for (const stat of asked) signalProcess(stat, "SIGTERM");
  // A frozen process takes TERM only once it is thawed.
  for (const stat of asked) signalProcess(stat, "SIGCONT");

  if (await areGone(members, graceSeconds)) return "ended";
  // Killed again and again: one may have forked since the look.
  while (!(await areGone(members, 0))) {
    for (const stat of members()) signalProcess(stat, "SIGKILL");
    await sleep(LOOK_MS);
  }
  return "killed";
}

async function areGone(members: () => readonly ProcessStat[], seconds: number): Promise<boolean> {
  const untilMs = performance.now() + seconds * 1000;
  for (;;) {
    if (members().length === 0) return true;
    if (performance.now() >= untilMs) return false;
    await sleep(LOOK_MS);
  }
}
