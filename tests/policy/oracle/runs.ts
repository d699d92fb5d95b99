/**
 * How many random networks a test takes: `ORACLE_TIMES` multiplies it, `ORACLE_SEED` takes others. `many.ts` sets both.
 * The seed is fixed otherwise: what `npm test` says must not depend on luck.
 */
export function runsOf(count: number) {
  const { ORACLE_TIMES: times = "1", ORACLE_SEED: seed = "20261124" } = process.env;
  const limit = { interruptAfterTimeLimit: mostMilliseconds, markInterruptAsFailure: true };
  return { numRuns: Math.ceil(count * Number(times)), seed: Number(seed), ...limit };
}

/** The proof's own times are the same for all; the machine's are not. */
export const mostMilliseconds = 180_000 * Number(process.env["ORACLE_TIMES"] ?? "1");
