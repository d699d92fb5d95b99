import { setTimeout as sleep } from "node:timers/promises";
import { type MasterClient } from "../lab/master/client";
import { type Look, type Observer } from "./observer";
import { filingOrder, jobTypes } from "./plan";
import { type Wave } from "./record";

/** How often the world is looked at, milliseconds. */
const lookEveryMs = 500;
/** A tour that waits longer than this for one thing has failed: its whole length is four minutes, seconds. */
const patienceSeconds = 180;

/** Files the builds of one wave, one after another. */
export async function fileWave(client: MasterClient, index: 0 | 1, signal: AbortSignal): Promise<Wave> {
  const filedAtMs = Date.now();
  const requestIds: number[] = [];
  for (const { builder, testSeconds } of filingOrder(jobTypes, index)) {
    signal.throwIfAborted();
    requestIds.push(await client.submit(builder, testSeconds));
  }
  return { number: index + 1, filedAtMs, requestIds };
}

/** Looks until `done`, showing each look. @throws Error that says what did not happen, and with what it stood still */
export async function watchUntil(
  observer: Observer,
  what: string,
  done: (look: Look) => boolean,
  onLook: (look: Look) => void,
  signal: AbortSignal,
): Promise<Look> {
  const deadlineMs = Date.now() + patienceSeconds * 1000;
  for (;;) {
    signal.throwIfAborted();
    const look = await observer.look();
    onLook(look);
    if (done(look)) return look;
    if (look.atMs > deadlineMs) {
      throw new Error(`${what} did not happen within ${patienceSeconds} s. Last seen: ${stateWords(look)}`);
    }
    await sleep(lookEveryMs, undefined, { signal });
  }
}

/** Every VM that there is sleeps, and there is one. */
export function allAsleep({ instances }: Look): boolean {
  const present = instances.filter(({ state }) => state !== "terminated");
  return present.length > 0 && present.every(({ state }) => state === "stopped");
}

function stateWords({ instances, pending, complete }: Look): string {
  const vms = instances.map(({ name, state }) => `${name} ${state}`).join(", ");
  return `${complete} requests complete, pending ${JSON.stringify(pending)}, VMs: ${vms === "" ? "none" : vms}`;
}
