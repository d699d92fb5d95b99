import { type DeployedSchedule } from "./deployed";
import { parseRate } from "./rate";

/** When each schedule is due next, by group and name; with the expression, since a changed one starts anew. */
export type Timetable = ReadonlyMap<string, { readonly expression: string; readonly nextAtMs: number }>;

/**
 * Which schedules are due, and the timetable afterwards. A new one is due at once, then each period after that; periods
 * that passed unseen are called once, not made up for.
 * @param onRefused told of each enabled schedule whose expression the lab does not run
 */
export function advance(
  timetable: Timetable,
  schedules: readonly DeployedSchedule[],
  nowMs: number,
  onRefused: (schedule: DeployedSchedule, reason: Error) => void,
): { readonly due: readonly DeployedSchedule[]; readonly timetable: Timetable } {
  const due: DeployedSchedule[] = [];
  const next = new Map<string, { expression: string; nextAtMs: number }>();
  for (const schedule of schedules) {
    if (!schedule.enabled) continue;
    const { expression } = schedule;
    const periodMs = tryParse(schedule, onRefused);
    if (periodMs === null) continue;
    const key = `${schedule.group}/${schedule.name}`;
    const known = timetable.get(key);
    const dueAtMs = known?.expression === expression ? known.nextAtMs : nowMs;
    const periods = Math.floor((nowMs - dueAtMs) / periodMs) + 1;
    if (dueAtMs <= nowMs) due.push(schedule);
    next.set(key, { expression, nextAtMs: dueAtMs <= nowMs ? dueAtMs + periods * periodMs : dueAtMs });
  }
  return { due, timetable: next };
}

function tryParse(
  schedule: DeployedSchedule,
  onRefused: (schedule: DeployedSchedule, reason: Error) => void,
): number | null {
  try {
    return parseRate(schedule.expression);
  } catch (error) {
    onRefused(schedule, error as Error);
    return null;
  }
}
