/** How long builds waited: from filed to started. All times in seconds. */
export interface Waits {
  readonly builds: number;
  readonly medianSeconds: number;
  readonly p95Seconds: number;
  readonly maxSeconds: number;
}

/** Nearest-rank percentile of values in any order. @throws RangeError on an empty list or a rank outside 0–100. */
export function percentile(values: readonly number[], rank: number): number {
  if (values.length === 0) throw new RangeError("percentile of no values");
  if (!(rank >= 0 && rank <= 100)) throw new RangeError(`percentile rank must be 0 to 100, got ${rank}`);
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1);
  return sorted[index] ?? Number.NaN;
}

/** Null where nothing was built. */
export function waits(seconds: readonly number[]): Waits | null {
  if (seconds.length === 0) return null;
  return {
    builds: seconds.length,
    medianSeconds: percentile(seconds, 50),
    p95Seconds: percentile(seconds, 95),
    maxSeconds: Math.max(...seconds),
  };
}
