/** Milliseconds of each unit of a rate (EventBridge Scheduler User Guide, "Rate-based schedules"). */
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Period of a rate expression, e.g. `rate(1 minute)` or `rate(5 minutes)`, in milliseconds.
 * @throws Error for anything else: `cron(…)` and `at(…)` are not run by the lab
 */
export function parseRate(expression: string): number {
  const [, value, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const periodMs = Number(value) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
  if (!(periodMs > 0)) {
    throw new Error(
      `The lab runs schedules like "rate(5 minutes)", also hours and days, not ${JSON.stringify(expression)}.`,
    );
  }
  return periodMs;
}
