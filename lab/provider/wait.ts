import { setTimeout as delay } from "node:timers/promises";
import { type Aws } from "./aws";

/** First and longest pause between two looks at the emulator, in milliseconds: it changes state within a second. */
const firstPauseMs = 50;
const longestPauseMs = 500;

/**
 * Calls `probe` until it answers something other than undefined, and answers that.
 * @throws when `timeoutSeconds` (or the resource's own time-out) are over, or when the engine cancels.
 */
export async function until<T>(
  aws: Aws,
  awaited: string,
  timeoutSeconds: number,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  const limitSeconds = aws.timeoutSeconds ?? timeoutSeconds;
  const endsAtMs = performance.now() + limitSeconds * 1000;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    // Only now: what is so at the first look goes on to the rest of its creation, which would else be left half done.
    if (aws.signal.aborted) throw new Error(`Cancelled while waiting for ${awaited}.`);
    if (performance.now() >= endsAtMs)
      throw new Error(`Waited ${limitSeconds} s for ${awaited}, in vain. customTimeouts can allow more.`);
    await delay(pauseMs, undefined, { signal: aws.signal }).catch(() => undefined);
  }
}

/** Waits until `probe` answers undefined or AWS says "not found". */
export async function untilGone(
  aws: Aws,
  what: string,
  timeoutSeconds: number,
  probe: () => Promise<unknown>,
): Promise<void> {
  await until(aws, `${what} to be gone`, timeoutSeconds, async () =>
    (await ifExists(probe)) === undefined ? true : undefined,
  );
}

/** The answer, or undefined when AWS says that the resource does not exist. */
export async function ifExists<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Repeats `call` while AWS says that something still uses the resource. */
export async function whileInUse(
  aws: Aws,
  what: string,
  timeoutSeconds: number,
  call: () => Promise<void>,
): Promise<void> {
  let last: unknown;
  try {
    await until(aws, what, timeoutSeconds, async () => {
      try {
        await call();
        return true;
      } catch (error) {
        if (!isInUse(error)) throw error;
        last = error;
        return undefined;
      }
    });
  } catch (error) {
    // What AWS said tells more than that the time is over.
    throw last !== undefined && !aws.signal.aborted && !isAwsError(error) ? last : error;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");

const isAwsError = (error: unknown): boolean => error instanceof Error && "$metadata" in error;

/** AWS's codes for "does not exist": EC2's `…NotFound`, IAM's and S3's `NoSuch…`, the JSON services' `ResourceNotFound…`. */
function isNotFound(error: unknown): boolean {
  return /NotFound|^NoSuch/.test(nameOf(error));
}

/** AWS's codes for "something still refers to it". */
function isInUse(error: unknown): boolean {
  return /DependencyViolation|DeleteConflict|ResourceInUse|ScalingActivityInProgress|InvalidGroup\.InUse|InvalidIPAddress\.InUse/.test(
    nameOf(error),
  );
}
