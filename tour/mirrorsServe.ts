import { setTimeout as sleep } from "node:timers/promises";

/** How often the load balancers' targets are looked at, milliseconds. */
const lookEveryMs = 250;
/** From a certificate to a mirror that serves takes a few seconds; seconds. */
const patienceSeconds = 60;

/** A target as the emulator's `GET /lab/targets` tells it. */
interface TargetRow {
  readonly targetGroupArn: string;
  readonly state: string;
}

/**
 * Resolves when each load balancer of the lab has a healthy target: builds that come before would fetch past their mirror.
 * @throws Error that says what the targets are instead
 */
export async function untilMirrorsServe(emulatorUrl: string, signal: AbortSignal): Promise<void> {
  const deadlineMs = Date.now() + patienceSeconds * 1000;
  for (;;) {
    signal.throwIfAborted();
    const answer = await fetch(`${emulatorUrl}/lab/targets`, { signal });
    const targets = (await answer.json()) as readonly TargetRow[];
    if (everyGroupServes(targets)) return;
    if (Date.now() > deadlineMs) {
      const states = targets.map(({ state }) => state).join(", ");
      throw new Error(
        `The mirrors did not serve within ${patienceSeconds} s. Their load balancer says: ${states}`,
      );
    }
    await sleep(lookEveryMs, undefined, { signal });
  }
}

/** Pure. */
export function everyGroupServes(targets: readonly TargetRow[]): boolean {
  const serving = new Set(
    targets.filter(({ state }) => state === "healthy").map(({ targetGroupArn }) => targetGroupArn),
  );
  return targets.every(({ targetGroupArn }) => serving.has(targetGroupArn));
}
