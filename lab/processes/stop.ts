import { setTimeout as sleep } from "node:timers/promises";
import { type LabProcess } from "../state";
import { forgetProcess, isAlive, listProcesses } from "./registry";
import { markOf, MARK_VARIABLE } from "./start";
import { type ProcessStat, readProcessTable, readStartVariable, readStat } from "./stat";
import { processTree } from "./tree";

/** Between two looks at a process that was asked to end. */
const LOOK_MS = 20;

export interface StopOptions {
  /**
   * How long a process may take to end by itself after TERM, before KILL. Default 10 s (docs/buildbot.md T2). 0: KILL at once,
   * which a frozen process does not wake up for.
   */
  readonly graceSeconds?: number;
}

/** `gone`: nothing was left to end. `ended`: TERM was enough. `killed`: something had to be killed. */
export type StopOutcome = "gone" | "ended" | "killed";

/**
 * Ends a recorded process with all that belongs to it, frozen or not, and forgets it. The process's own group is asked
 * first, so that one which keeps others (the machines' host) ends them in its own way; what it leaves behind is asked next.
 */
export async function stopProcess(
  directory: string,
  record: LabProcess,
  { graceSeconds = 10 }: StopOptions = {},
): Promise<StopOutcome> {
  const members = () => membersOf(directory, record);
  if (members().length === 0) {
    forgetProcess(directory, record.name);
    return "gone";
  }
  const untilMs = performance.now() + graceSeconds * 1000;
  if (graceSeconds > 0 && isAlive(record)) {
    ask(members().filter((stat) => stat.groupId === record.pid));
    await holdsUntil(() => !isAlive(record), untilMs);
  }
  const outcome = await endAll(members, untilMs);
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
  await endAll(strays, performance.now() + (options.graceSeconds ?? 10) * 1000);
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

/** Asks what is there, kills what is left by then. */
async function endAll(members: () => readonly ProcessStat[], untilMs: number): Promise<StopOutcome> {
  if (performance.now() < untilMs) {
    ask(members());
    if (await holdsUntil(() => members().length === 0, untilMs)) return "ended";
  }
  // Again and again: one may have forked since the look.
  for (let left = members(); left.length > 0; left = members()) {
    for (const stat of left) signalProcess(stat, "SIGKILL");
    await sleep(LOOK_MS);
  }
  return "killed";
}

function ask(members: readonly ProcessStat[]): void {
  for (const stat of members) signalProcess(stat, "SIGTERM");
  // A frozen process takes TERM only once it is thawed.
  for (const stat of members) signalProcess(stat, "SIGCONT");
}

async function holdsUntil(condition: () => boolean, untilMs: number): Promise<boolean> {
  for (;;) {
    if (condition()) return true;
    if (performance.now() >= untilMs) return false;
    await sleep(LOOK_MS);
  }
}
