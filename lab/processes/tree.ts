import { type ProcessStat } from "./stat";

/** What names a process for good: a pid alone is given out again. */
export interface ProcessId {
  readonly pid: number;
  readonly startTicks: number;
}

/**
 * Of a table of processes, those that belong to a started one: itself, its process group and session, whoever carries
 * its mark (a step of a build that made its own session and lost its parent), and all their descendants.
 *
 * If the pid is now another process's, group and session of that number are that process's too (the kernel gives out no
 * pid that still names a group or session), so only the mark counts.
 */
export function processTree(
  root: ProcessId,
  table: readonly ProcessStat[],
  isMarked: (stat: ProcessStat) => boolean,
): readonly ProcessStat[] {
  const holder = table.find((stat) => stat.pid === root.pid);
  const pidIsOurs = holder === undefined || holder.startTicks === root.startTicks;
  const isMember = (stat: ProcessStat) =>
    (pidIsOurs && (stat.pid === root.pid || stat.groupId === root.pid || stat.sessionId === root.pid)) ||
    isMarked(stat);

  const members = new Set(table.filter(isMember));
  const children = new Map<number, ProcessStat[]>();
  for (const stat of table) children.set(stat.parentPid, [...(children.get(stat.parentPid) ?? []), stat]);
  // A Set's iterator also visits what is added on the way.
  for (const member of members) for (const child of children.get(member.pid) ?? []) members.add(child);
  return [...members];
}
